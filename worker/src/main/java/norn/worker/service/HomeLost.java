package norn.worker.service;

import java.nio.file.Path;

/**
 * The folder in which a worker has its place was deleted or replaced while it ran. Another worker takes the same place in what is there
 * now, and neither knows of the other: so this one has ended.
 */
public final class HomeLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    HomeLost(Path folder) {
        super(
                "%s was deleted or replaced while this worker ran, so it takes no more tasks: another one may have its place now"
                        .formatted(folder));
    }
}
