package norn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"real", "asap", "30000", "1.5", "10000000"})
    void a_pace_is_written_as_people_write_it(String written) {
        assertThat(Pace.parse(written).text()).isEqualTo(written);
    }
}
