package norn.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Pm2AppTest {
    private static final String LINES = """
        \u001b[32m[PM2] \u001b[39mSpawning PM2 daemon with pm2_home=/root/.pm2
        [PM2] PM2 Successfully daemonized
        [{"pid":11,"name":"ai","pm2_env":{"status":"online","restart_time":2,"exit_code":7,"pm_err_log_path":"/logs/ai.log"}},\
        {"pid":0,"name":"ai","pm2_env":{"status":"waiting restart","restart_time":3}},\
        {"pid":12,"name":"aide","pm2_env":{"status":"online","restart_time":9}}]
        """;

    @Test
    void all_instances_of_the_app_and_of_no_other_are_read_after_lines_about_pm2() {
        var app = Pm2App.parse(LINES, "ai").orElseThrow();

        assertThat(app.pids()).containsExactly(11L);
        assertThat(app.isUp()).isTrue();
        assertThat(app.notOnline()).containsExactly("an instance that is waiting restart");
        assertThat(app.restarts()).isEqualTo(5);
        assertThat(app.ending()).isEqualTo("exit code 7, ");
        assertThat(app.errorLog()).hasToString("Optional[/logs/ai.log]");
    }

    @Test
    void what_is_no_list_says_nothing() {
        assertThat(Pm2App.parse("[PM2][ERROR] connect EACCES", "ai")).isEmpty();
        assertThat(Pm2App.parse("", "ai")).isEmpty();
        assertThat(Pm2App.parse("[{\"pid\":1", "ai")).isEmpty();
        assertThat(Pm2App.parse("[]", "ai").orElseThrow().instances()).isEmpty();
    }

    @Test
    void only_stopped_and_errored_are_down() {
        for (var status : new String[] {"online", "launching", "stopping", "waiting restart"}) {
            assertThat(of(status).isUp()).as(status).isTrue();
        }
        assertThat(of("stopped").isUp()).isFalse();
        assertThat(of("errored").isUp()).isFalse();
    }

    @Test
    void the_number_of_a_process_that_has_ended_is_nobodys() {
        for (var status : new String[] {"stopped", "errored", "waiting restart"}) {
            assertThat(of(status).pids()).as(status).isEmpty();
        }
        assertThat(of("stopping").pids()).containsExactly(17L);
    }

    private static Pm2App of(String status) {
        return Pm2App.parse("[{\"pid\":17,\"name\":\"ai\",\"pm2_env\":{\"status\":\"%s\"}}]".formatted(status), "ai")
                .orElseThrow();
    }
}
