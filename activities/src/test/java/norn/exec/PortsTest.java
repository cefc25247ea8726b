package norn.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Ports on real sockets. */
class PortsTest {
    @Test
    void a_port_that_listens_is_open_and_is_not_connected_to() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (var i = 0; i < 50; i++) {
                assertThat(Ports.isOpen("127.0.0.1", listener.getLocalPort())).isTrue();
            }

            listener.setSoTimeout(50);
            assertThat(catchThrowable(listener::accept)).isInstanceOf(SocketTimeoutException.class);
            assertThat(Ports.describeHolder(listener.getLocalPort()))
                    .startsWith(
                            "process %d (java".formatted(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_port_of_the_other_loopback_address_alone_is_open() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getAllByName("::1")[0])) {
            assertThat(Ports.isOpen("127.0.0.1", listener.getLocalPort())).isTrue();
        }
    }

    @Test
    void a_port_on_which_nothing_listens_and_a_name_that_nobody_resolves_are_closed() throws IOException {
        int port;
        try (var listener = new ServerSocket(0)) {
            port = listener.getLocalPort();
        }

        assertThat(Ports.isOpen("127.0.0.1", port)).isFalse();
        assertThat(Ports.isOpen("no-such-host.invalid", port)).isFalse();
    }
}
