package norn.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FenceTest {
    @TempDir
    Path records;

    @Test
    void each_holder_gets_a_number_of_its_own() {
        var fence = new Fence(records);

        var numbers = IntStream.range(0, 20)
                .parallel()
                .mapToLong(i -> fence.acquire("holder " + i))
                .sorted()
                .toArray();

        assertThat(numbers)
                .containsExactly(IntStream.rangeClosed(1, 20).mapToLong(i -> i).toArray());
        assertThat(fence.highest()).isEqualTo(20);
    }

    @Test
    void it_is_never_lowered() {
        var fence = new Fence(records);
        fence.raise(7, "elsewhere");

        assertThat(fence.raise(3, "older")).isEqualTo(7);
        assertThat(fence.highest()).isEqualTo(7);
        assertThat(catchThrowableOfType(ActionFailed.class, () -> fence.check(6))
                        .error())
                .isEqualTo("StaleFence");
        assertThatCode(() -> fence.check(7)).doesNotThrowAnyException();
    }
}
