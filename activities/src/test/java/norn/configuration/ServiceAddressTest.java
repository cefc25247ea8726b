package norn.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            emptyValue = "",
            value = {
                "postgresql://norn:s3cret@db.example:6000/game postgresql norn s3cret db.example 6000 /game",
                "postgresql+asyncpg://norn:p%40ss@game_db/game?ssl=require postgresql norn p@ss game_db -1 /game",
                "postgres://norn:50%off+1@db:5432/game postgres norn 50%off+1 db 5432 /game",
                "postgresql://norn:p#a/s?s@db/game postgresql norn p#a/s?s db -1 /game",
                "jdbc:postgresql://db:5432/game?user=norn&password=s3cret postgresql norn s3cret db 5432 /game",
                "redis://:s3cret@cache_1:6379/0 redis '' s3cret cache_1 6379 /0",
                "redis://[::1]:6379 redis '' '' [::1] 6379 ''",
                "amqp://guest:guest@queue:5672/%2F amqp guest guest queue 5672 /%2F",
                "https://api.example https '' '' api.example -1 ''",
                "postgresql:///game?host=/run/postgresql postgresql '' '' '' -1 /game"
            })
    void an_address_is_read_as_services_read_it(
            String address, String scheme, String user, String password, String host, int port, String path) {
        assertThat(ServiceAddress.of(address)).contains(new ServiceAddress(scheme, user, password, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db", "host:5432", "postgresql://one:1,two:2/game", "redis://cache:port", "://x"})
    void what_is_no_address_is_none(String address) {
        assertThat(ServiceAddress.of(address)).isEmpty();
    }
}
