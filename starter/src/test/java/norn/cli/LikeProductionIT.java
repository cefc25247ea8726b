package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import norn.client.StartRequest;
import norn.rehearsal.CharactersState;
import norn.rehearsal.Fault;
import norn.rehearsal.SandboxKind;
import norn.rehearsal.SandboxOptions;
import norn.rehearsal.system.Command;
import norn.rehearsal.systemd.StandaloneSystemd;
import norn.state.StepState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An installation as people run one: by systemd, pm2 and a start script, with MariaDB beside PostgreSQL, made by hand and adopted.
 */
class LikeProductionIT {
    /** A whole deployment more, and the same without systemd, take minutes each. */
    private static final boolean FULL = Boolean.getBoolean("norn.full");

    private static final String CORRECTED = "v1.0.1";

    @TempDir
    private Path folder;

    @TempDir
    private Path systemdFolder;

    /** Who runs the AI service. */
    static Stream<String> managers() {
        return FULL ? Stream.of("systemd", "pm2") : Stream.of("systemd");
    }

    @ParameterizedTest
    @MethodSource("managers")
    void a_bad_release_is_rolled_back_and_its_correction_goes_live(String manager) throws Exception {
        if (manager.equals("pm2")) {
            deploy(List.of("env", "no-systemctl"), "pm2 app ai-service");
            return;
        }
        try (var systemd = StandaloneSystemd.start(systemdFolder)) {
            deploy(systemd.program("systemctl"), "unit norn-sandbox-");

            var units = new ArrayList<>(systemd.program("systemctl"));
            units.addAll(List.of("--user", "list-unit-files", "norn-sandbox-*"));
            assertThat(Command.in(folder).result(units).output()).contains("0 unit files listed");
        }
    }

    /** A whole rehearsal; {@code aiService} is by what an adoption finds the AI service. */
    private void deploy(List<String> systemctl, String aiService) throws Exception {
        Files.createDirectory(folder.resolve(".git")); // as in a clone of this project, where sandboxes are by default
        var options = SandboxOptions.standard()
                .with(Fault.SMOKE_TEST)
                .like(SandboxKind.PRODUCTION)
                .withSystemctl(systemctl);
        try (var fixture = RehearsalFixture.open(folder, options)) {
            var adopted = CliResult.command(
                    "adopt", "rehearsal", "--plan", "--config", fixture.config().toString());
            assertThat(adopted.out())
                    .as(adopted.err())
                    .contains(
                            "adopted as v0.9.0, gone back to and proven",
                            aiService,
                            "pm2 app dashboard",
                            "runs v0.9.0, through the link");
            var before = state(fixture);
            assertThat(before.isOld()).isTrue();

            var bad = fixture.deploy();
            var failed = fixture.follow(bad);

            failed.assertRolledBack();
            assertThat(failed.state("restore-stores")).isEqualTo(StepState.DONE);
            assertThat(state(fixture)).isEqualTo(before);
            fixture.answerUntilClosed(bad);
            if (!FULL) {
                return;
            }

            publishCorrection(fixture.rehearsal().sandbox().description().repository());
            var corrected = fixture.follow(fixture.start("corrected", StartRequest.deployment(CORRECTED, "rehearsal")));

            assertThat(corrected.ending().status())
                    .as(corrected.ending().reason())
                    .isEqualTo("SUCCESSFUL");
            RehearsalFixture.assertNothingLost(corrected.ledger());
            assertThat(state(fixture)).isEqualTo(new CharactersState(true, 100, before.characters()));
        }
    }

    private static CharactersState state(RehearsalFixture fixture) {
        return fixture.rehearsal().sandbox().charactersState().orElseThrow();
    }

    /** What a team does the day after: the defect is put right, and the release gets another name. */
    private void publishCorrection(Path repository) throws IOException {
        var tree = folder.resolve("correction");
        git(folder, "clone", "--quiet", repository.toString(), tree.toString());
        var source = tree.resolve("ai-service/src/aiworld/service/AiService.java");
        Files.writeString(source, Files.readString(source).replace("z.id = w.zone ", "z.id = w.zone_id "));
        Files.writeString(tree.resolve("RELEASE"), CORRECTED + "\n");
        git(
                tree,
                "-c",
                "user.name=team",
                "-c",
                "user.email=team@example.org",
                "commit",
                "--quiet",
                "--all",
                "-m",
                "Join by id");
        git(tree, "tag", CORRECTED);
        git(tree, "push", "--quiet", "origin", CORRECTED);
    }

    private static void git(Path directory, String... words) {
        var all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(words));
        Command.in(directory).run(all);
    }
}
