package norn.worker;

import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;

class WorkerTest {
    @Test
    void is_warm_before_it_takes_a_task() {
        assertThatNoException().isThrownBy(WarmUp::plannedAndRun);
    }
}
