package norn.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions as real programs print them. */
class SoftwareVersionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k6 v0.48.0 (go1.21)                                       | 0.48.0",
                "bzip2, a block-sorting file compressor.  Version 1.0.8, 13-Jul-2019. | 1.0.8",
                "2026-11-26 WARN old configuration / dragonfly v1.13.0     | 1.13.0",
                "7-Zip (z) 23.01 (x64) : Copyright (c) 1999-2023           | 23.01",
                "psql (PostgreSQL) 17.6 (Debian 17.6-1.pgdg12+1)           | 17.6",
                "Python 3.12.3                                             | 3.12.3",
                "v18.19.0                                                  | 18.19.0",
                "gcc (Debian 12.2.0-14) 12.2.0                             | 12.2.0",
                "cmake version 3.25.1                                      | 3.25.1",
                "git version 2.39.5                                        | 2.39.5",
                "openjdk version \"17.0.15\" 2025-04-15                    | 17.0.15",
                "go version go1.21.6 linux/amd64                           | 1.21.6",
                "Docker version 24.0.5, build ced0996                      | 24.0.5",
                "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 | 7.0.15",
                "nginx version: nginx/1.22.1                               | 1.22.1",
                "OpenSSL 3.0.11 19 Sep 2023                                | 3.0.11",
                "GNU Make 4.3                                              | 4.3",
                "mysqldump  Ver 10.19 Distrib 10.11.6-MariaDB              | 10.19",
                "tmux 3                                                    | 3",
            })
    void a_version_is_found(String output, String expected) {
        assertThat(Software.version(output)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"command not found", "''", "built on 2026-11-26"})
    void what_names_no_version_has_none(String output) {
        assertThat(Software.version(output)).isEmpty();
    }
}
