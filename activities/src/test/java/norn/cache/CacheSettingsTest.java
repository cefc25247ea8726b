package norn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.action.SettingsText;
import norn.environment.LoadedHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "redis://cache_db:6380/2, cache_db, 6380, 2",
        "redis://cache_db, cache_db, 6379, 0",
        "rediss://cache.example:7000, cache.example, 7000, 0"
    })
    void a_caches_host_may_have_an_underscore(String url, String host, int port, int database) {
        var settings = SettingsText.read(CacheSettings.class, "url: %s", url);

        var address = settings.address(new LoadedHost("test", Path.of("/r"), List.of(), Map.of(), Map.of(), ""));

        assertThat(address.getHost()).isEqualTo(host);
        assertThat(address.getPort()).isEqualTo(port);
        assertThat(address.getDatabase()).isEqualTo(database);
    }
}
