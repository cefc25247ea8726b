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
                "mysqldump  Ver 10.19 Distrib 10.11.6-MariaDB              | 10.11.6",
                "mysql  Ver 15.1 Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64) | 10.11.6",
                "mariadb from 11.4.2-MariaDB, client 15.2 for debian-linux-gnu | 11.4.2",
                "mysqld  Ver 8.0.36-0ubuntu0.22.04.1 for Linux on x86_64 ((Ubuntu)) | 8.0.36",
                "Apache Maven 3.8.7 (Debian 3.8.7-1);Java version: 17.0.10, vendor: Debian | 3.8.7",
                ";---;Gradle 8.5;---;Ant: Apache Ant(TM) version 1.10.13 compiled | 8.5",
                "Terraform v1.6.6;on linux_amd64;;Your version is out of date! The latest version;is 1.7.0. | 1.6.6",
                "npm notice New major version of npm available! 9.5.0 -> 10.2.0;9.5.0 | 9.5.0",
                "Picked up JAVA_TOOL_OPTIONS: -XX:MaxRAMPercentage=75.0;openjdk version \"17\" 2021-09-14 | 17",
                "openjdk version \"21\" 2023-09-19;OpenJDK Runtime Environment GraalVM CE 21+35.1 (build"
                        + " 21+35-jvmci-23.1-b15) | 21",
                "OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.14 4 Jun 2024 | 9.2",
                "g++ (crosstool-NG 1.24.0.133) 8.2.0                       | 8.2.0",
                "jq-1.6                                                    | 1.6",
                "postgres (PostgreSQL) 17rc1                               | 17",
                "systemd 252 (252.22-1~deb12u1)                            | 252.22",
                "aws-cli/2.15.10 Python/3.11.6 Linux/6.1                   | 2.15.10",
                "This is perl 5, version 36, subversion 0 (v5.36.0) built  | 5.36.0",
                "Server version: Apache/2.4.57 (Debian);Server built:   2023-04-13T03:26:51 | 2.4.57",
                "[PM2] Spawning PM2 daemon with pm2_home=/root/.pm2;5.3.0  | 5.3.0",
                "Copyright 2023 Foo;foo 1.2.3                              | 1.2.3",
                "tmux 3                                                    | 3",
            })
    void a_version_is_found(String output, String expected) {
        assertThat(Software.version(output.replace(';', '\n'))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"command not found", "''", "built on 2026-11-26"})
    void what_names_no_version_has_none(String output) {
        assertThat(Software.version(output)).isEmpty();
    }
}
