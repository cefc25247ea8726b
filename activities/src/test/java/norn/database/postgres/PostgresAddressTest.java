package norn.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
    @Test
    void driver_and_programs_get_the_same_encryption() {
        var address = PostgresAddress.of(
                "jdbc:postgresql://db.example:6000/?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem");

        assertThat(address.database("game"))
                .isEqualTo(
                        "jdbc:postgresql://db.example:6000/game?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fdb.pem");
        assertThat(address.arguments()).containsExactly("--host=db.example", "--port=6000");
        assertThat(address.variables())
                .isEqualTo(Map.of("PGSSLMODE", "verify-full", "PGSSLROOTCERT", "/etc/ssl/db.pem"));
    }

    @Test
    void a_database_may_be_called_anything() {
        assertThat(PostgresAddress.of("jdbc:postgresql://[::1]").database("Größe \"x\" & y?z/100%"))
                .isEqualTo("jdbc:postgresql://[::1]/Gr%C3%B6%C3%9Fe%20%22x%22%20%26%20y%3Fz%2F100%25");
        assertThat(PostgresAddress.of("jdbc:postgresql://[::1]").arguments())
                .containsExactly("--host=::1", "--port=5432");
    }

    @Test
    void a_host_may_have_an_underscore_as_those_of_containers_have() {
        assertThat(PostgresAddress.of("jdbc:postgresql://game_db:6000").arguments())
                .containsExactly("--host=game_db", "--port=6000");
        assertThat(PostgresAddress.of("jdbc:postgresql://game_db").arguments())
                .containsExactly("--host=game_db", "--port=5432");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/game",
                "jdbc:postgresql://db?user=norn",
                "jdbc:postgresql://db?sslmode=require&password=x",
                "postgresql://db",
                "jdbc:mysql://db",
                "jdbc:postgresql://one:5432,two:5432",
                "jdbc:postgresql://user@db"
            })
    void what_is_no_address_of_a_server_alone_is_refused(String url) {
        assertThatThrownBy(() -> PostgresAddress.of(url)).hasMessageContaining("expected jdbc:postgresql://host:port");
    }
}
