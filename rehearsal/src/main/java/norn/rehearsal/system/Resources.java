package norn.rehearsal.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/** Files that come with this module, whether it is a folder of classes or a jar. */
public final class Resources {
    private static final String ROOT = "/norn/rehearsal/";

    private Resources() {}

    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(ROOT + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the content of the folder that holds a file into a directory; what is there by the same name is replaced. */
    public static void copyFolderOf(String name, Path target) throws IOException {
        URL url = Objects.requireNonNull(Resources.class.getResource(ROOT + name), name);
        try {
            var uri = url.toURI();
            if (uri.getScheme().equals("jar")) {
                try (var jar = FileSystems.newFileSystem(jarOf(uri), Map.of())) {
                    var path = uri.getSchemeSpecificPart();
                    copy(jar.getPath(path.substring(path.lastIndexOf("!/") + 1)).resolveSibling(""), target);
                }
            } else {
                copy(Path.of(uri).resolveSibling(""), target);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Path jarOf(URI uri) {
        var path = uri.getSchemeSpecificPart();
        return Path.of(URI.create(path.substring(0, path.lastIndexOf("!/"))));
    }

    private static void copy(Path source, Path target) throws IOException {
        try (var files = Files.walk(source)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
