package norn.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.plan.RollbackScope;
import norn.service.ServiceSettings;
import norn.sessions.SessionsSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whose target a rollback goes back to, for every order of two deployments and every kind of rollback: the first puts v1.0.0 in the
 * place of v0.9.0, the second v1.1.0 in the place of whatever serves then.
 */
class RollbackTargetTest {
    @TempDir
    Path home;

    private ActionHarness harness;

    /** How far a deployment came. */
    enum Course {
        NONE,
        /** It recorded its target, and was abandoned before its first change. */
        RECORDED,
        /** It put its release in place, got a NO_GO, and rolled itself back. */
        TAKEN_BACK,
        /** It put its release in place, and was terminated: a rollback that a person starts has to take it back. */
        TERMINATED,
        LIVE
    }

    @BeforeEach
    void createEnvironment() throws Exception {
        for (var release : List.of("v0.9.0", "v1.0.0", "v1.1.0")) {
            var folder = Files.createDirectories(home.resolve("releases").resolve(release));
            Files.writeString(folder.resolve("RELEASE"), release);
        }
        activate("v0.9.0");
        harness = new ActionHarness(
                home.resolve("records"),
                new CodeSettings(
                        "/nowhere",
                        home.resolve("releases"),
                        home.resolve("active"),
                        List.of("git"),
                        0,
                        List.of(),
                        Map.of()),
                SettingsText.read(SessionsSettings.class, """
                    maintenance: {file: '%s/maintenance.txt', enabled: {closed: 'yes'}, disabled: {closed: 'no'}}
                    """, home));
    }

    static Stream<Arguments> courses() {
        var all = new ArrayList<Arguments>();
        for (var first : Course.values()) {
            for (var second : Course.values()) {
                if (first != Course.TERMINATED || second == Course.NONE) { // the second day is refused then, see below
                    all.add(arguments(first, second));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("courses")
    void a_persons_rollback_reverts_what_is_in_effect_and_no_more(Course first, Course second) throws Exception {
        run(first, "first", "v1.0.0");
        run(second, "second", "v1.1.0");
        var expected = servesBefore(first, second);

        if (expected == null) {
            var failed = catchThrowableOfType(ActionFailed.class, () -> rollBack("person", null));
            assertThat(failed.error()).isEqualTo("NoRollbackTarget");
            assertThat(active()).isEqualTo("v0.9.0");
            return;
        }
        rollBack("person", null);
        assertThat(active()).isEqualTo(expected);

        rollBack("person again", null);
        assertThat(active()).as("run again it is already so").isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("courses")
    void a_deployments_own_rollback_reverts_that_deployment(Course first, Course second) throws Exception {
        run(first, "first", "v1.0.0");
        var between = active();
        run(second, "second", "v1.1.0");
        if (isInPlace(second)) {
            rollBack("second", null);
            assertThat(active()).isEqualTo(between);
        }
        if (isInPlace(first)) {
            rollBack("first", null);
            assertThat(active()).isEqualTo("v0.9.0");
        }
    }

    /** Such as one of a server that was given up, and knows nothing of the next deployment. */
    @Test
    void a_deployments_own_rollback_takes_no_later_one_back_that_users_are_in() throws Exception {
        run(Course.LIVE, "first", "v1.0.0");
        run(Course.LIVE, "second", "v1.1.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> rollBack("first", null));

        assertThat(failed.error()).isEqualTo("Superseded");
        assertThat(failed).hasMessageStartingWith("second let users in after first: ");
        assertThat(active()).isEqualTo("v1.1.0");
    }

    @ParameterizedTest
    @MethodSource("courses")
    void a_release_that_is_named_is_gone_back_to(Course first, Course second) throws Exception {
        run(first, "first", "v1.0.0");
        run(second, "second", "v1.1.0");
        if (first == Course.NONE && second == Course.NONE) {
            return;
        }
        rollBack("person", "v0.9.0");

        assertThat(active()).isEqualTo("v0.9.0");
        rollBack("person again", null);
        assertThat(active()).as("no further, and not forward").isEqualTo("v0.9.0");
    }

    @Test
    void a_day_after_one_that_was_terminated_is_refused_until_that_is_taken_back() throws Exception {
        run(Course.TERMINATED, "first", "v1.0.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> record("second", "v1.1.0"));

        assertThat(failed.error()).isEqualTo("UnfinishedDeployment");
        rollBack("person", null);
        run(Course.LIVE, "second", "v1.1.0");
        rollBack("second", null);
        assertThat(active()).isEqualTo("v0.9.0");
    }

    @Test
    void a_target_that_is_not_as_it_was_recorded_proves_nothing() throws Exception {
        run(Course.LIVE, "first", "v1.0.0");
        var target = home.resolve("records/first/target.json");
        Files.writeString(target, Files.readString(target).replace("releases/v0.9.0", "releases/v1.0.0"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> rollBack("first", null));

        assertThat(failed.error()).isEqualTo("TargetDamaged");
        assertThat(failed).hasMessageContaining(target + ": what a rollback goes back to is not as it was recorded");
        assertThat(active()).isEqualTo("v1.0.0");
    }

    @Test
    void a_target_without_parts_proves_nothing() throws Exception {
        var nothing = new ActionHarness(home.resolve("records")).deployment("first");
        nothing.run("fingerprint", "record", true);

        var failed = catchThrowableOfType(ActionFailed.class, () -> nothing.run("verify-fingerprint"));

        assertThat(failed.error()).isEqualTo("NothingToCompare");
    }

    @Test
    void the_proof_names_the_release_that_is_left_and_fails_while_that_serves() throws Exception {
        run(Course.LIVE, "first", "v1.0.0");
        rollBack("first", null);
        assertThat(harness.run("verify-fingerprint").summary()).startsWith("v0.9.0 is back, and v1.0.0 serves no more");
        var left = home.resolve("releases/v1.0.0");
        var service = new ProcessBuilder("sleep", "71").directory(left.toFile()).start();
        try {
            var code = harness.host().section(CodeSettings.class).orElseThrow();
            var services = SettingsText.read(ServiceSettings.class, """
                components:
                  map: {manager: process, command: [sleep, '71'], pidFile: '%1$s/pid', log: '%1$s/log', stable: 0s}
                """, home);
            var stat = Files.readString(Path.of("/proc/%d/stat".formatted(service.pid())))
                    .split(" ", -1);
            Files.writeString(home.resolve("pid"), "%d %s%n".formatted(service.pid(), stat[21]));
            var serving = new ActionHarness(home.resolve("records"), code, services).deployment("first");

            var failed = catchThrowableOfType(ActionFailed.class, () -> serving.run("verify-fingerprint"));

            assertThat(failed.error()).isEqualTo("StillServes");
            assertThat(failed).hasMessage("v1.0.0 was to be left, and still serves: map runs from it");
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    /** What serves once a person's rollback is through; null: nothing is in effect that could be taken back. */
    private static @Nullable String servesBefore(Course first, Course second) {
        if (isInPlace(second)) {
            return isInPlace(first) ? "v1.0.0" : "v0.9.0";
        }
        return isInPlace(first) ? "v0.9.0" : null;
    }

    private static boolean isInPlace(Course course) {
        return course == Course.TERMINATED || course == Course.LIVE;
    }

    private void run(Course course, String deployment, String release) throws Exception {
        if (course == Course.NONE) {
            return;
        }
        record(deployment, release);
        if (course == Course.RECORDED) {
            return;
        }
        harness.deployment(deployment).run("enable-maintenance");
        activate(release);
        if (course == Course.LIVE) {
            harness.deployment(deployment).run("disable-maintenance");
        }
        if (course == Course.TAKEN_BACK) {
            rollBack(deployment, null);
        }
    }

    private void record(String deployment, String release) {
        harness.deployment(deployment).release(release).run("fingerprint", "record", true);
    }

    /** As the runbook does it: survey, what that shows to be needed, proof. */
    private void rollBack(String by, @Nullable String to) throws Exception {
        var scope = RollbackScope.orderedByPerson().backTo(to);
        harness.deployment(by).release(active());
        var survey = harness.runIn(scope, "survey-environment").values();
        if (Boolean.TRUE.equals(survey.get("code"))) {
            harness.runIn(scope, "restore-code");
        }
        harness.runIn(scope, "verify-fingerprint");
        harness.runIn(scope, "disable-maintenance");
    }

    private String active() throws Exception {
        return home.resolve("active").toRealPath().getFileName().toString();
    }

    private void activate(String release) throws Exception {
        Files.deleteIfExists(home.resolve("active"));
        Files.createSymbolicLink(
                home.resolve("active"), home.resolve("releases").resolve(release));
    }
}
