package norn.exec;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables that a command gets: of the worker's own those that every program needs, those that the environment file names, and
 * what the command's settings say. All others stay with the worker: keys to Temporal and every secret are among them.
 */
public final class ChildEnvironment {
    /** What programs need to find programs, files, certificates, an SSH agent and their user's language. */
    private static final Set<String> USUAL = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "LD_LIBRARY_PATH",
            "SSH_AUTH_SOCK",
            "DBUS_SESSION_BUS_ADDRESS",
            "XDG_RUNTIME_DIR",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_DATA_HOME",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "NODE_EXTRA_CA_CERTS",
            "NO_PROXY");

    private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY");

    private static final Set<String> OF_LOGIN = Set.of("TERM", "SSH_AUTH_SOCK");

    private ChildEnvironment() {}

    /** Gives the command these variables and no other: {@code named} and {@code added} beside those that every program needs. */
    public static void set(ProcessBuilder command, Map<String, String> named, Map<String, String> added) {
        var variables = command.environment();
        variables.entrySet().removeIf(variable -> !isUsual(variable.getKey(), variable.getValue()));
        variables.putAll(named);
        variables.putAll(added);
    }

    /** Those of this process that every program needs and that are the same in another shell: neither a terminal's nor a login's. */
    public static Map<String, String> ofAnyShell() {
        var variables = new TreeMap<>(System.getenv());
        variables
                .entrySet()
                .removeIf(variable ->
                        OF_LOGIN.contains(variable.getKey()) || !isUsual(variable.getKey(), variable.getValue()));
        return variables;
    }

    private static boolean isUsual(String name, String value) {
        var proxy = name.toUpperCase(Locale.ROOT);
        if (PROXIES.contains(proxy)) {
            return !value.contains("@"); // a proxy's address may hold a password
        }
        return USUAL.contains(name) || name.startsWith("LC_") || proxy.equals("NO_PROXY");
    }
}
