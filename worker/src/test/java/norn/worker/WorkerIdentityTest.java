package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WorkerIdentityTest {
    private final String own = WorkerIdentity.ofThisProcess();

    @Test
    void a_living_process_is_not_dead() {
        assertThat(own).startsWith(ProcessHandle.current().pid() + "@");
        assertThat(WorkerIdentity.isOfDeadProcess(own)).isFalse();
    }

    @Test
    void a_process_that_ended_is_dead() throws IOException, InterruptedException {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(WorkerIdentity.isOfDeadProcess(withPid(ended.pid()))).isTrue();
    }

    @Test
    void whoever_has_the_pid_now_is_another_process() {
        var earlier = own.substring(0, own.lastIndexOf(' ')) + " 1";

        assertThat(WorkerIdentity.isOfDeadProcess(earlier)).isTrue();
    }

    @Test
    void nothing_is_said_of_processes_elsewhere() {
        var pid = ProcessHandle.current().pid();

        assertThat(WorkerIdentity.isOfDeadProcess(pid + "@elsewhere")).isFalse();
        assertThat(WorkerIdentity.isOfDeadProcess(pid + "@elsewhere 00000000-0000-0000-0000-000000000000 1"))
                .isFalse();
        assertThat(WorkerIdentity.isOfDeadProcess("")).isFalse();
        assertThat(WorkerIdentity.isOfDeadProcess(own.replaceFirst("^[0-9]+", "many")))
                .isFalse();
    }

    private String withPid(long pid) {
        return own.replaceFirst("^[0-9]+", Long.toString(pid));
    }
}
