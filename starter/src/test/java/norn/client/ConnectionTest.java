package norn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that lead to no Temporal server. */
class ConnectionTest {
    private static RequestFailed refused(String address) {
        return catchThrowableOfType(RequestFailed.class, () -> Connection.open(address, "default"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:7233", "127.0.0.1", "127.0.0.1:72330", "127.0.0.1:0", ":7233", "a b:7233"})
    void an_address_that_is_none_is_refused_before_anything_is_asked(String address) {
        assertThat(refused(address)).hasMessage(address + ": not a server's address");
    }

    @Test
    @Timeout(60)
    void the_port_of_a_web_interface_is_called_so() throws Exception {
        var web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        web.start();
        try {
            assertThat(refused("127.0.0.1:" + web.getAddress().getPort()))
                    .hasMessageEndingWith("is no Temporal server: it does not speak its protocol");
        } finally {
            web.stop(0);
        }
    }
}
