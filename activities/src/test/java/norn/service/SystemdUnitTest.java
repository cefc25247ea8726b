package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import norn.action.SettingsText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdUnitTest {
    private static final Path ACTIVE = Path.of("/opt/game/active");

    private static SystemdUnit unit(String... properties) {
        return properties.length == 2
                ? new SystemdUnit("game.service", Map.of(properties[0], properties[1]))
                : new SystemdUnit("game.service", Map.of(properties[0], properties[1], properties[2], properties[3]));
    }

    @ParameterizedTest
    @CsvSource({
        "active, running, true, true, false",
        "active, exited, true, true, false",
        "reloading, reload, true, true, false",
        "activating, start, true, false, false",
        "activating, auto-restart, true, false, true",
        "activating, auto-restart-queued, true, false, true",
        "deactivating, stop-sigterm, true, false, false",
        "inactive, dead, false, false, false",
        "failed, failed, false, false, false"
    })
    void each_state_is_up_or_not_and_settled_or_not(
            String active, String sub, boolean up, boolean settled, boolean restarting) {
        var unit = unit("ActiveState", active, "SubState", sub);

        assertThat(unit.isUp()).isEqualTo(up);
        assertThat(unit.isSettled()).isEqualTo(settled);
        assertThat(unit.isRestarting()).isEqualTo(restarting);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WorkingDirectory | /opt/game/active/server | true",
                "WorkingDirectory | !/opt/game/active | true",
                "WorkingDirectory | /opt/game/active-old | false",
                "WorkingDirectory | '' | false",
                "ExecStart | { path=/opt/game/active/bin/map ; argv[]=/opt/game/active/bin/map --x ; ignore_errors=no"
                        + " } | true",
                "ExecStart | { path=/usr/bin/node ; argv[]=/usr/bin/node /opt/game/active/x.js ; ignore_errors=no } |"
                        + " false"
            })
    void what_it_is_set_to_is_known_without_a_look_at_its_processes(String property, String value, boolean within) {
        assertThat(unit(property, value).isSetTo(ACTIVE)).isEqualTo(within);
    }

    @Test
    void its_start_is_counted_from_when_the_machine_started() {
        var now = Instant.parse("2026-11-27T05:00:00Z");
        var minuteAgo = System.nanoTime() / 1_000 - Duration.ofMinutes(1).toNanos() / 1_000;

        assertThat(unit("ExecMainStartTimestampMonotonic", String.valueOf(minuteAgo))
                        .startedAt(now))
                .hasValueSatisfying(start ->
                        assertThat(Duration.between(start, now).toSeconds()).isBetween(60L, 62L));
        assertThat(unit("ExecMainStartTimestampMonotonic", "0").startedAt(now)).isEmpty();
    }

    @Test
    void a_template_is_no_unit() {
        assertThatThrownBy(() -> SettingsText.read(
                        ServiceManager.class, "{manager: systemd, unit: game@.service, ports: [6900]}"))
                .hasMessageContaining("game@.service is a template. Expected: one made of it, such as game@1.service");
        assertThat(SettingsText.read(ServiceManager.class, "{manager: systemd, unit: game@1.service, ports: [6900]}")
                        .ports())
                .containsExactly(6900);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 3 | exit-code | exit code 3 (systemd: exit-code)",
                "1 | 203 | exit-code | exit code 203: systemd could not execute its program (systemd: exit-code)",
                "1 | 200 | exit-code | exit code 200: systemd could not enter its working directory (systemd:"
                        + " exit-code)",
                "2 | 9 | oom-kill | ended by signal 9 (systemd: oom-kill)",
                "0 | 0 | exit-code | its program was not started (systemd: exit-code)",
                "0 | 0 | resources | its program was not started (systemd: resources)"
            })
    void how_it_ended_is_said_also_where_it_never_began(String code, String status, String result, String said) {
        assertThat(new SystemdUnit(
                                "game.service",
                                Map.of("ExecMainCode", code, "ExecMainStatus", status, "Result", result))
                        .ending())
                .isEqualTo(said);
    }
}
