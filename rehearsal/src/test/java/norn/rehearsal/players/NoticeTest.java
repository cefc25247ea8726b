package norn.rehearsal.players;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTest {
    @ParameterizedTest
    @CsvSource({
        "Maintenance begins in 30 minutes, 1800",
        "Maintenance in 5 s. Please find a safe place, 5",
        "The game closes in about 2 hours, 7200",
        "Maintenance begins now: please log out, 1",
        "Please leave, 1"
    })
    void a_countdown_says_how_long_there_is(String text, long seconds) {
        assertThat(Notice.read(text)).contains(new Notice(Optional.of(Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Maintenance is cancelled: nobody needs to leave", "Maintenance is over, welcome back"})
    void who_was_asked_to_leave_may_be_asked_to_stay(String text) {
        assertThat(Notice.read(text)).contains(new Notice(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Maintenance on 2026-12-01 from 09:00 to 11:00 UTC", "Merry Christmas"})
    void other_notices_ask_nothing(String text) {
        assertThat(Notice.read(text)).isEmpty();
    }
}
