package norn.database.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import norn.action.ActionFailed;

/** A volume of this host, by a folder on it. */
public record Volume(Path folder) {
    /** The server's data volume; empty where it is on another host, or not visible to Norn's role. */
    public static Optional<Volume> ofServer(Connection maintenance) throws SQLException {
        if (SqlStatements.text(maintenance, "SELECT host(inet_server_addr())")
                .filter(address -> !isHere(address))
                .isPresent()) {
            return Optional.empty();
        }
        return SqlStatements.text(maintenance, "SELECT setting FROM pg_settings WHERE name = 'data_directory'")
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(Volume::new);
    }

    /** Free bytes for this process. */
    public long freeBytes() {
        try {
            return Files.getFileStore(existing(folder)).getUsableSpace();
        } catch (IOException unknown) {
            throw new UncheckedIOException("cannot read the space of " + folder, unknown);
        }
    }

    /**
     * Refuses what would not fit.
     *
     * @throws ActionFailed {@code NotEnoughSpace} with both figures and the volume
     */
    public void require(long bytes, String what) {
        var free = freeBytes();
        if (free < bytes) {
            throw new ActionFailed(
                    "NotEnoughSpace",
                    "%s: %d MB free, %s needs %d MB".formatted(folder, free >> 20, what, bytes >> 20),
                    "Make room on that volume (norn kept list shows what Norn retains), then RETRY.",
                    true);
        }
    }

    private static Path existing(Path folder) {
        var path = folder.toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }

    private static boolean isHere(String address) {
        try {
            var inet = InetAddress.getByName(address);
            return inet.isLoopbackAddress() || NetworkInterface.getByInetAddress(inet) != null;
        } catch (IOException unknown) {
            return false;
        }
    }
}
