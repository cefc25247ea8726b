package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private final String mine = Identity.mine();

    @Test
    void a_living_process_is_not_dead() {
        assertThat(mine).startsWith(ProcessHandle.current().pid() + "@");
        assertThat(Identity.isOfTheDead(mine)).isFalse();
    }

    @Test
    void a_process_that_ended_is_dead() throws IOException, InterruptedException {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(Identity.isOfTheDead(withPid(ended.pid()))).isTrue();
    }

    @Test
    void whoever_has_the_pid_now_is_another_process() {
        var earlier = mine.substring(0, mine.lastIndexOf(' ')) + " 1";

        assertThat(Identity.isOfTheDead(earlier)).isTrue();
    }

    @Test
    void nothing_is_said_of_processes_elsewhere() {
        var pid = ProcessHandle.current().pid();

        assertThat(Identity.isOfTheDead(pid + "@elsewhere")).isFalse();
        assertThat(Identity.isOfTheDead(pid + "@elsewhere 00000000-0000-0000-0000-000000000000 1"))
                .isFalse();
        assertThat(Identity.isOfTheDead("")).isFalse();
        assertThat(Identity.isOfTheDead(mine.replaceFirst("^[0-9]+", "many"))).isFalse();
    }

    private String withPid(long pid) {
        return mine.replaceFirst("^[0-9]+", Long.toString(pid));
    }
}
