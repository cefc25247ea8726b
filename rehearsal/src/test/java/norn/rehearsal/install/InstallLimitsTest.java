package norn.rehearsal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallLimitsTest {
    @Test
    void a_minute_without_a_sign_of_life_is_the_standard() {
        assertThat(InstallLimits.of(Map.of()))
                .isEqualTo(new InstallLimits(Duration.ofMinutes(10), Duration.ofMinutes(1)));
    }

    @Test
    void a_slow_network_is_given_more_time() {
        assertThat(InstallLimits.of(Map.of("NORN_DOWNLOAD_TIMEOUT", "300")))
                .isEqualTo(new InstallLimits(Duration.ofMinutes(50), Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "3601", "99999999999", "1m", "-60", "sixty"})
    void what_is_no_number_of_seconds_is_refused(String named) {
        assertThatThrownBy(() -> InstallLimits.of(Map.of("NORN_DOWNLOAD_TIMEOUT", named)))
                .isInstanceOfSatisfying(
                        InstallFailed.class,
                        failed -> assertThat(failed.remedy()).isEqualTo("Expected: whole seconds, from 10 to 3600."))
                .hasMessage("NORN_DOWNLOAD_TIMEOUT is \"%s\"".formatted(named));
    }

    @Test
    void a_package_manager_gives_up_by_itself_before_it_is_ended() {
        var limits = InstallLimits.of(Map.of());

        assertThat(limits.answer().multipliedBy(2)).isLessThan(limits.idle());
    }
}
