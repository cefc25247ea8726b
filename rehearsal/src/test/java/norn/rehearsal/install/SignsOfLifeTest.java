package norn.rehearsal.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignsOfLifeTest {
    private static final SignsOfLife EARLIER = new SignsOfLife(100, 1_000_000, Duration.ofSeconds(3));

    @ParameterizedTest
    @CsvSource({
        "100, 1000000, 3000, false",
        "101, 1000000, 3000, true", // it said something
        "100, 1065535, 3000, false", // as a retry that nobody answers
        "100, 1065536, 3000, true",
        "100, 1000000, 3999, false", // as a Java that waits
        "100, 1000000, 4000, true",
        "100, 999999, 3000, true", // a child of it ended
        "100, 1000000, 2999, true"
    })
    void what_works_is_not_taken_for_what_waits(long output, long moved, long processorMillis, boolean works) {
        var now = new SignsOfLife(output, moved, Duration.ofMillis(processorMillis));

        assertThat(now.showsWorkSince(EARLIER)).isEqualTo(works);
    }
}
