package norn.rehearsal.system;

import java.nio.file.Path;

/** Where what was downloaded or built lies, so that the next sandbox or test server can use it again. */
public final class PackageCache {
    private static final String ELSEWHERE = "norn.rehearsal.cache";

    private PackageCache() {}

    /** That folder, unless the system property {@code norn.rehearsal.cache} names another. */
    public static Path of(Path otherwise) {
        var elsewhere = System.getProperty(ELSEWHERE);
        return elsewhere == null ? otherwise : Path.of(elsewhere);
    }
}
