package norn.rehearsal.postgres;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The JDBC driver that is on our own class path, for the services of a sandbox. */
public final class PostgresDriver {
    private PostgresDriver() {}

    /** Copies it into that directory, as {@code postgresql.jar}. */
    public static Path copyInto(Path directory) throws IOException {
        try {
            var jar = Path.of(DriverManager.getDriver("jdbc:postgresql:any")
                    .getClass()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.copy(jar, Files.createDirectories(directory).resolve("postgresql.jar"));
        } catch (URISyntaxException | SQLException e) {
            throw new IOException(e);
        }
    }
}
