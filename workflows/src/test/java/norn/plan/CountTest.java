package norn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void one_is_one_and_all_else_are_many() {
        assertThat(Count.of(1, "channel")).isEqualTo("1 channel");
        assertThat(Count.of(0, "channel")).isEqualTo("0 channels");
        assertThat(Count.of(2, "address")).isEqualTo("2 addresses");
        assertThat(Count.of(117_389, "row")).isEqualTo("117,389 rows");
    }
}
