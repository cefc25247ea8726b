package norn.rehearsal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a sandbox resembles. */
public enum SandboxKind {
    /** Norn starts and stops each service itself: as little as a deployment needs. */
    PLAIN,

    /** An installation as people run one. */
    PRODUCTION;

    /** The name that people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public static SandboxKind named(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sandbox is like \"%s\". Known: %s"
                        .formatted(
                                word,
                                Arrays.stream(values()).map(SandboxKind::word).collect(Collectors.joining(", ")))));
    }
}
