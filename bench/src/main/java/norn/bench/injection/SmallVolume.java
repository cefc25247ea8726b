package norn.bench.injection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A folder of a sandbox that got a volume of its own, in memory, which can be filled to its last byte. Root alone may mount one. */
public final class SmallVolume {
    private static final int BLOCK = 4096;

    private final Path folder;
    private final Path filler;

    private SmallVolume(Path folder) {
        this.folder = folder;
        filler = folder.resolve("fills-the-volume");
    }

    /** Moves what the folder holds, with owners and modes, to a volume with so much room left; nobody may use it meanwhile. */
    public static SmallVolume of(Path folder, long roomBytes) {
        createFolder(folder);
        var aside = folder.resolveSibling(folder.getFileName() + ".aside");
        command("cp", "-a", folder.toString(), aside.toString());
        command("mount", "-t", "tmpfs", "-o", "size=" + (bytes(folder) + roomBytes), "norn-bench", folder.toString());
        command("cp", "-a", aside + "/.", folder.toString());
        command("rm", "-rf", aside.toString());
        return new SmallVolume(folder);
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static long bytes(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(SmallVolume::blocks)
                    .sum();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long blocks(Path file) {
        try {
            return (Files.size(file) + BLOCK - 1) / BLOCK * BLOCK;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void command(String... words) {
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", List.of(words)) + ": " + output.strip());
            }
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Leaves no byte of room. */
    public void fill() {
        try (var file = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var block = ByteBuffer.allocate(BLOCK);
            while (true) {
                block.clear();
                if (file.write(block) < BLOCK) {
                    return;
                }
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(full);
            }
        }
    }

    /** Gives the room back. */
    public void free() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Takes the volume away, and what is on it; the folder is there again, as it was before. */
    public void unmount() {
        command("umount", "--lazy", folder.toString());
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
