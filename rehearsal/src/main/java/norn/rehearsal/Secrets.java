package norn.rehearsal;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords and keys, made anew for each sandbox. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String word() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
