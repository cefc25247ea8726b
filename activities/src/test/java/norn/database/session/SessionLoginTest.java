package norn.database.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionLoginTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void a_session_that_has_just_ended_stands_in_nobodys_way() throws Exception {
        var session = connection();

        assertThat(SessionLogin.open(() -> refuseUntil(3, session), SessionLoginTest::isFull))
                .isSameAs(session);
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_server_that_stays_full_says_so() {
        assertThatThrownBy(() ->
                        SessionLogin.open(() -> refuseUntil(Integer.MAX_VALUE, connection()), SessionLoginTest::isFull))
                .hasMessage("too many connections");
        assertThat(asked).hasValueGreaterThan(3);
    }

    @Test
    void another_refusal_is_final() {
        assertThatThrownBy(() -> SessionLogin.open(
                        () -> {
                            asked.incrementAndGet();
                            throw new SQLException("password", "28P01");
                        },
                        SessionLoginTest::isFull))
                .hasMessage("password");
        assertThat(asked).hasValue(1);
    }

    private Connection refuseUntil(int tries, Connection session) throws SQLException {
        if (asked.incrementAndGet() < tries) {
            throw new SQLException("too many connections", "53300");
        }
        return session;
    }

    private static boolean isFull(SQLException refused) {
        return "53300".equals(refused.getSQLState());
    }

    private static Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                SessionLoginTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, values) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
