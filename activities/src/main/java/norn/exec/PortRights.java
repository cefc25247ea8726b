package norn.exec;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import norn.state.Finding;

/** Who may listen where on this host. */
public final class PortRights {
    /** The name of the capability that lets others than root listen on low ports. */
    public static final String CAPABILITY = "cap_net_bind_service";

    private static final int CAPABILITY_BIT = 10;
    private static final Path UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private PortRights() {}

    /** The lowest port on which anybody may listen; empty where the kernel does not say. */
    public static OptionalInt unprivilegedFrom() {
        try {
            return OptionalInt.of(
                    Integer.parseInt(Files.readString(UNPRIVILEGED).strip()));
        } catch (IOException | NumberFormatException unknown) {
            return OptionalInt.empty();
        }
    }

    /** Whether programs that this process starts may listen on low ports, though its user is not root. */
    public static boolean areInherited() {
        return UserAccount.status("CapAmb:")
                .map(mask -> new BigInteger(mask, 16).testBit(CAPABILITY_BIT))
                .orElse(false);
    }

    /** Whether that program may, whoever starts it, since its file says so. */
    public static Finding areOf(Path program) {
        return ProgramFinder.find("getcap", System.getenv("PATH") + ":/usr/sbin:/sbin")
                .flatMap(getcap -> ProgramOutput.of(
                        List.of(getcap.toString(), real(program).toString()), Map.of(), TIMEOUT))
                .filter(output -> output.exitCode() == 0)
                .map(output -> Finding.of(output.text().toLowerCase(Locale.ROOT).contains(CAPABILITY)))
                .orElse(Finding.UNKNOWN);
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException none) {
            return program;
        }
    }

    /** Why nothing can listen on that address of this host, whatever the port; empty where it can. */
    public static Optional<String> addressProblem(String host) {
        var address = new InetSocketAddress(host, 0);
        if (address.isUnresolved()) {
            return Optional.of("nobody resolves that name");
        }
        try (var socket = new ServerSocket()) {
            socket.bind(address);
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }
}
