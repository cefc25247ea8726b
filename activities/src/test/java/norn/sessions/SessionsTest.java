package norn.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.runbook.Durations;
import norn.service.ServiceSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    /** Players are lines of a file: a notice makes the obedient leave, a kick all. */
    private static final String SERVER_SCRIPT = """
        #!/bin/sh
        cd "$(dirname "$0")/../../.." || exit 1
        echo "$*" >> asked
        case "$1" in
          sessions) [ -f down ] && { echo "gmctl: no map server answers" >&2; exit 1; }; echo "sessions: $(wc -l < players)";;
          notice) grep -v obedient players > left; mv left players;;
          kick) : > players;;
          reload) :;;
        esac
        """;

    @TempDir
    Path root;

    @BeforeEach
    void a_server() throws Exception {
        var tool = root.resolve("releases/v0.9.0/bin/gmctl");
        Files.createDirectories(tool.getParent());
        Files.writeString(tool, SERVER_SCRIPT);
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v0.9.0"));
        players("obedient", "obedient");
        Files.writeString(
                root.resolve("maintenance.txt"),
                "// maintenance\nchar_maintenance: no\nchar_maintenance_min_group: 5\nx: 1\n");
    }

    private void players(String... names) throws Exception {
        Files.writeString(root.resolve("players"), names.length == 0 ? "" : String.join("\n", names) + "\n");
    }

    private ActionHarness harness(Duration countdown, List<Duration> reminders, Duration drainTimeout) {
        var settings = SettingsText.read(
                SessionsSettings.class,
                """
                maintenance:
                  file: %s/maintenance.txt
                  enabled: {char_maintenance: 'yes', char_maintenance_min_group: '99'}
                  disabled: {char_maintenance: 'no'}
                  reload: [bin/gmctl, reload]
                count: [bin/gmctl, sessions]
                notice: [bin/gmctl, notice, '{text}']
                kick: [bin/gmctl, kick]
                text: Leave; $(rm -rf /) within {left}
                countdown: %s
                reminders: %s
                drainTimeout: %s
                """,
                root,
                Durations.text(countdown),
                reminders.stream().map(Durations::text).toList(),
                Durations.text(drainTimeout));
        var code = new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
        return new ActionHarness(root.resolve("records"), settings, code);
    }

    private ActionHarness harness() {
        return harness(Duration.ofMillis(800), List.of(Duration.ofMillis(300)), Duration.ofSeconds(1));
    }

    private List<String> asked(String what) throws Exception {
        return Files.readAllLines(root.resolve("asked")).stream()
                .filter(line -> line.startsWith(what))
                .toList();
    }

    @Test
    void maintenance_mode_is_enabled_and_disabled_again_as_it_was() throws Exception {
        var before = Files.readString(root.resolve("maintenance.txt"));
        var harness = harness();

        var enabled = harness.run("enable-maintenance");
        var again = harness.run("enable-maintenance");

        assertThat(root.resolve("maintenance.txt"))
                .hasContent("// maintenance\nchar_maintenance: yes\nchar_maintenance_min_group: 99\nx: 1");
        assertThat(enabled.outcome()).isEqualTo(Outcome.DONE);
        assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness.run("disable-maintenance").outcome()).isEqualTo(Outcome.DONE);
        assertThat(root.resolve("maintenance.txt")).hasContent(before);
        assertThat(harness.run("disable-maintenance").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(asked("reload")).hasSize(4);
    }

    @Test
    void players_are_asked_to_leave_and_not_let_in_again_although_no_record_can_be_written() throws Exception {
        var host = harness().host();
        var harness = new ActionHarness(
                Path.of("/proc", root.getFileName().toString()), // no other run has left anything for it in memory
                host.section(SessionsSettings.class).orElseThrow(),
                host.section(CodeSettings.class).orElseThrow());

        assertThat(harness.run("enable-maintenance").outcome()).isEqualTo(Outcome.DONE);
        assertThat(root.resolve("maintenance.txt")).content().contains("char_maintenance: yes");
        assertThat(asked("reload")).hasSize(1);
        assertThat(harness.run("drain-sessions").values()).containsEntry("sessionsAtStop", 0);
    }

    @Test
    void a_count_in_colour_or_among_other_numbers_is_taken_by_its_pattern() throws Exception {
        var program = root.resolve("bin/gmctl");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\nprintf '\\033[0;32mOnline: 37\\033[0m\\n'\n");
        program.toFile().setExecutable(true);
        var settings = """
            maintenance: {file: %s/maintenance.txt, enabled: {m: 'yes'}, disabled: {m: 'no'}}
            count: [%s]
            """;

        assertThat(new ActionHarness(
                                root.resolve("records"),
                                SettingsText.read(SessionsSettings.class, settings, root, program))
                        .run("count-sessions")
                        .values())
                .containsEntry("sessions", 37);

        Files.writeString(program, "#!/bin/sh\necho '2026-11-26 Online: 37 of 500'\n");
        var harness = new ActionHarness(
                root.resolve("records"), SettingsText.read(SessionsSettings.class, settings, root, program));
        assertThat(catchThrowableOfType(
                                ActionFailed.class,
                                () -> harness.deployment("d").run("count-sessions"))
                        .error())
                .isEqualTo("SessionsUnknown");
        assertThat(new ActionHarness(
                                root.resolve("records"),
                                SettingsText.read(
                                        SessionsSettings.class,
                                        settings + "countPattern: 'Online: (\\d+)'",
                                        root,
                                        program))
                        .deployment("e")
                        .run("count-sessions")
                        .values())
                .containsEntry("sessions", 37);
    }

    @Test
    void a_file_that_is_a_link_stays_one_and_keeps_its_owner_and_permissions() throws Exception {
        var file = root.resolve("maintenance.txt");
        var real = root.resolve("real.txt");
        Files.move(file, real);
        Files.createSymbolicLink(file, real.getFileName());
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        var owner = giveAway(real);

        harness().run("enable-maintenance");

        assertThat(file).isSymbolicLink();
        assertThat(real).content().contains("char_maintenance: yes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
        assertThat(Files.getOwner(real)).isEqualTo(owner);
    }

    /** To another user where this one may do so. */
    private static UserPrincipal giveAway(Path file) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.setOwner(
                    file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        return Files.getOwner(file);
    }

    @Test
    void players_who_obey_the_notice_leave_before_the_end() throws Exception {
        var harness = harness();
        harness.run("enable-maintenance");

        var evidence = harness.run("drain-sessions");

        assertThat(evidence.values())
                .containsEntry("sessionsBefore", 2)
                .containsEntry("sessionsAtStop", 0)
                .containsEntry("kicked", 0);
        assertThat(asked("notice"))
                .containsExactly(
                        "notice Leave; $(rm -rf /) within 1 second", "notice Leave; $(rm -rf /) within 1 second");
        assertThat(harness.run("drain-sessions").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void players_who_stay_are_counted_and_their_sessions_ended() throws Exception {
        players("stubborn", "obedient", "stubborn");
        var harness = harness();
        harness.run("enable-maintenance");

        var evidence = harness.run("drain-sessions");

        assertThat(evidence.values())
                .containsEntry("sessionsBefore", 3)
                .containsEntry("sessionsAtStop", 2)
                .containsEntry("kicked", 2)
                .containsEntry("sessionsAfterKick", 0);
    }

    @Test
    void a_new_try_goes_on_with_the_countdown_and_notifies_nobody_twice() throws Exception {
        players("stubborn");
        var harness = harness(Duration.ofSeconds(30), List.of(), Duration.ZERO);
        harness.run("enable-maintenance");
        var order = harness.order("drain-sessions");
        var note = root.resolve("records").resolve(order.deployment()).resolve("drain-sessions/countdown.json");
        Files.createDirectories(note.getParent());
        Files.writeString(
                note,
                "{\"begunAtMilliseconds\":%d,\"sentNotices\":[30000]}".formatted(System.currentTimeMillis() - 29_500));
        var begin = System.nanoTime();

        harness.run("drain-sessions", order);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(asked("notice")).isEmpty();
    }

    @Test
    void players_are_not_drained_without_maintenance_mode() {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness().run("drain-sessions"));

        assertThat(failed.error()).isEqualTo("MaintenanceModeOff");
    }

    @Test
    void where_sessions_cannot_be_counted_nobody_is_in_only_if_no_server_runs() throws Exception {
        Files.writeString(root.resolve("down"), "");
        var harness = withGame();
        harness.run("enable-maintenance");
        assertThat(harness.run("drain-sessions").summary()).isEqualTo("no server runs: there can be no session");

        var server = new ProcessBuilder("sleep", "71").start();
        try {
            var stat = Files.readString(Path.of("/proc/%d/stat".formatted(server.pid())))
                    .split(" ", -1);
            Files.writeString(root.resolve("pid"), "%d %s%n".formatted(server.pid(), stat[21]));

            var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("drain-sessions"));

            assertThat(failed.error()).isEqualTo("SessionsUnknown");
            assertThat(failed)
                    .hasMessageStartingWith(
                            "users may be in: their sessions cannot be counted, and game-servers runs: ");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_count_that_no_program_answers_is_unknown() throws Exception {
        Files.delete(root.resolve("releases/v0.9.0/bin/gmctl"));
        Files.writeString(root.resolve("maintenance.txt"), "char_maintenance: yes\nchar_maintenance_min_group: 99\n");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness().run("drain-sessions"));

        assertThat(failed).hasMessageStartingWith("users may be in: their sessions cannot be counted: ");
    }

    @Test
    void only_what_the_program_answers_is_a_count_not_what_it_complains_of() throws Exception {
        var tool = root.resolve("releases/v0.9.0/bin/gmctl");
        Files.writeString(tool, "#!/bin/sh\necho 'warning: 0 of 3 map servers answer' >&2\n");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness().run("count-sessions", "timeout", "1s"));

        assertThat(failed.error()).isEqualTo("SessionsUnknown");
        assertThat(failed).hasMessageContaining("what gmctl prints is not one number that stands for itself");
        Files.writeString(tool, "#!/bin/sh\necho 'users: -1'\n");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness().run("count-sessions", "timeout", "1s")))
                .hasMessageContaining("is not one number");
        Files.writeString(tool, "#!/bin/sh\necho 'warning: 0 of 3 map servers answer' >&2\necho 'sessions: 7'\n");
        assertThat(harness().run("count-sessions").values()).containsEntry("sessions", 7);
    }

    /** With a game server that runs where the pid file names a process. */
    private ActionHarness withGame() {
        var sessions = harness().host();
        return new ActionHarness(
                root.resolve("records"),
                sessions.section(SessionsSettings.class).orElseThrow(),
                sessions.section(CodeSettings.class).orElseThrow(),
                SettingsText.read(ServiceSettings.class, """
                    components:
                      game-servers: {manager: process, command: [sleep, '71'], pidFile: '%1$s/pid', log: '%1$s/log'}
                    """, root));
    }

    @Test
    void a_file_that_cannot_hold_maintenance_mode_is_named_with_the_reason() throws Exception {
        var file = Files.writeString(root.resolve("maintenance.json"), "{\"maintenance\": []}");
        var harness = new ActionHarness(root.resolve("records"), SettingsText.read(SessionsSettings.class, """
            maintenance:
              file: %s
              format: {kind: json}
              enabled: {maintenance.on: 'true'}
              disabled: {maintenance.on: 'false'}
            """, file));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("enable-maintenance"));

        assertThat(failed.error()).isEqualTo("MaintenanceModeNotSet");
        assertThat(failed)
                .hasMessage(
                        "maintenance mode, %s: maintenance.on: the template has something other than keys at maintenance. Expected in the template: the value itself"
                                .formatted(file));
        Files.writeString(file, "{");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("enable-maintenance")))
                .hasMessageContaining("the file is no YAML or JSON: line 1, ");
    }

    @Test
    void players_are_counted_and_waited_for() {
        assertThat(harness().run("count-sessions", "minimum", 2).values()).containsEntry("sessions", 2);
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness().run("count-sessions", "minimum", 3, "timeout", "300ms"));
        assertThat(failed).hasMessage("2 sessions after 300ms instead of at least 3");
    }
}
