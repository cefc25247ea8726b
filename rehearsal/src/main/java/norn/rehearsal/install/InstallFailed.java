package norn.rehearsal.install;

import org.jspecify.annotations.Nullable;

/** Something that is needed is not on this machine, and could not be installed; the message says what, and why. */
public final class InstallFailed extends RuntimeException {
    private final String remedy;

    public InstallFailed(String message, String remedy) {
        this(message, remedy, null);
    }

    public InstallFailed(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What a person can do. */
    public String remedy() {
        return remedy;
    }
}
