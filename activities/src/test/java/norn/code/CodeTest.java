package norn.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Target;
import norn.action.Targets;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.plan.Order;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {
    @TempDir
    Path root;

    private GitRepository repository;
    private CodeSettings settings;
    private ActionHarness harness;

    @BeforeEach
    void a_repository_with_two_releases() throws Exception {
        repository = GitRepository.create(root.resolve("repository"))
                .file("program.c", "int main(void) { return 0; }\n")
                .file("Makefile", "bin/program: program.c\n\tmkdir -p bin\n\tcc -o bin/program program.c\n")
                .file("conf/base.conf", "a: 1\n")
                .link("current.conf", "conf/base.conf")
                .file(".gitignore", "/bin/\n/conf/import/\n")
                .tag("v0.9.0")
                .file("program.c", "int main(void) { return 1; }\n")
                .tag("v1.0.0");
        Files.createDirectories(root.resolve("shared/import"));
        Files.writeString(root.resolve("shared/import/char.txt"), "greeting: hello\n");
        settings = settings(List.of(List.of("make", "bin/program")), List.of("bin/program"));
        harness = new ActionHarness(root.resolve("records"), settings);
    }

    private CodeSettings settings(List<List<String>> commands, List<String> outputs) {
        return new CodeSettings(
                root.resolve("repository").toString(),
                root.resolve("releases"),
                root.resolve("active"),
                List.of("git"),
                5,
                List.of(new CodeSettings.Shared(root.resolve("shared/import"), "conf/import", false)),
                Map.of("server", new CodeSettings.Build(".", commands, outputs, List.of(), Map.of())));
    }

    @Test
    void a_release_is_checked_out_at_its_tags_commit_with_shared_files_over_it() {
        var evidence = harness.run("check-out");

        var release = root.resolve("releases/v1.0.0");
        assertThat(evidence.outcome()).isEqualTo(Outcome.DONE);
        assertThat(evidence.values()).containsEntry("commit", repository.commit("v1.0.0"));
        assertThat(release.resolve("program.c")).hasContent("int main(void) { return 1; }");
        assertThat(release.resolve("conf/import/char.txt")).hasContent("greeting: hello");
        assertThat(Files.isSymbolicLink(release.resolve("current.conf"))).isTrue();
        assertThat(root.resolve("releases")).isDirectoryNotContaining("glob:**.new");
        assertThat(harness.run("check-out").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void what_git_holds_stays_however_its_path_is_written() throws Exception {
        repository.file("zon\"e/map.txt", "1\n").file("gen/held.txt", "2\n").tag("v1.0.0");
        settings = settings(
                List.of(List.of("sh", "-c", "touch zon'\"'e/made gen/made program")),
                List.of("zon\"e", "./gen", "program"));
        harness = new ActionHarness(root.resolve("records"), settings);

        harness.run("check-out");
        harness.run("build");

        assertThat(root.resolve("releases/v1.0.0/zon\"e/map.txt")).hasContent("1");
        assertThat(root.resolve("releases/v1.0.0/gen/held.txt")).hasContent("2");
        assertThat(harness.run("verify-code").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_build_that_changes_what_git_holds_is_named_unless_the_file_is_an_output() throws Exception {
        repository.file("package-lock.json", "{}\n").tag("v1.0.0");
        var commands = List.of(List.of("sh", "-c", "echo changed > package-lock.json; touch out"));
        harness = new ActionHarness(root.resolve("records"), settings(commands, List.of("out")));
        harness.run("check-out");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("build"));

        assertThat(failed.error()).isEqualTo("BuildChangedSource");
        assertThat(failed).hasMessage("server: the build changes files that git holds: package-lock.json");
        assertThat(failed.remedy()).contains("npm ci instead of npm install").doesNotContain("check out");

        var named =
                new ActionHarness(root.resolve("records-2"), settings(commands, List.of("out", "package-lock.json")));
        FileTrees.delete(root.resolve("releases/v1.0.0"));
        named.run("check-out");
        named.run("build");
        assertThat(named.run("verify-code").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_pointer_of_git_lfs_is_not_taken_for_its_content() throws Exception {
        repository
                .file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
                .file("model.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345678\n")
                .tag("v1.0.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-out"));

        assertThat(failed.error()).isEqualTo("LfsMissing");
        assertThat(failed).hasMessageEndingWith("instead of its content, the release has a pointer to model.bin");
        assertThat(root.resolve("releases/v1.0.0")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "version https://git-lfs.github.com/spec/v1, LfsMissing, a pointer to model.bin",
        "/annex/objects/SHA256E-s1--0, AnnexMissing, a pointer to model.bin",
        "~GITCRYPT~xyz, FilesEncrypted, encrypted text instead of model.bin"
    })
    void what_stands_in_for_a_files_content_is_refused_though_no_attribute_says_so(
            String held, String error, String message) {
        repository.file("model.bin", held.replace('~', '\0') + "\n").tag("v1.0.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-out"));

        assertThat(failed.error()).isEqualTo(error);
        assertThat(failed).hasMessageEndingWith(message);
    }

    @Test
    void a_tag_that_no_release_can_have_is_not_suggested() throws Exception {
        repository.tag("server/v1.0.0").tag("app@1.0.0");
        var order = release(harness.order("check-out"), "v1.0.1");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-out", order));

        assertThat(failed.error()).isEqualTo("NoSuchRelease");
        assertThat(failed.remedy()).contains("v1.0.0").doesNotContain("server/").doesNotContain("@");
        assertThat(KnownReleases.of(settings).orElseThrow()).contains("v1.0.0").doesNotContain("server/v1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../v0.9.0/server", "../../active/server", "../v0.8.0/not-there-yet"})
    void a_link_to_another_release_is_refused_before_anything_is_built_through_it(String to) throws Exception {
        harness.run("check-out", release(harness.order("check-out"), "v0.9.0"));
        var serving =
                Files.createDirectories(root.resolve("releases/v0.9.0/server")).resolve("program");
        Files.writeString(serving, "serves");
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v0.9.0"));
        repository.link("server", to).tag("v1.0.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-out"));

        assertThat(failed.error()).isEqualTo("LinkToAnotherRelease");
        assertThat(failed).hasMessageContaining("links lead to another release: server -> " + to);
        assertThat(root.resolve("releases/v1.0.0")).doesNotExist();
    }

    @Test
    void a_build_neither_enters_nor_writes_what_a_link_leads_to() throws Exception {
        harness.run("check-out");
        var release = root.resolve("releases/v1.0.0");
        var serving =
                Files.createDirectories(root.resolve("releases/v0.9.0/server")).resolve("program");
        var outside = Files.createDirectories(root.resolve("elsewhere")).resolve("program");
        Files.writeString(serving, "serves");
        Files.writeString(outside, "is not ours");
        for (var to : List.of(serving.getParent(), outside.getParent())) {
            Files.deleteIfExists(release.resolve("server"));
            Files.createSymbolicLink(release.resolve("server"), to);

            for (var directory : List.of("server", ".")) {
                var build = new CodeSettings.Build(
                        directory,
                        List.of(List.of("sh", "-c", "echo built > program; cd server && echo built > program || true")),
                        List.of("program"),
                        List.of(),
                        Map.of());
                if (directory.equals(".") && to.equals(outside.getParent())) {
                    continue; // what a command of the installation does with a link out of the releases is its own
                    // affair
                }
                var failed = catchThrowableOfType(
                        ActionFailed.class, () -> new ActionHarness(root.resolve("records"), with(build)).run("build"));

                assertThat(failed.error()).isIn("LinkToAnotherRelease", "PathLeavesRelease");
            }
        }

        assertThat(serving).hasContent("serves");
        assertThat(outside).hasContent("is not ours");
    }

    private CodeSettings with(CodeSettings.Build build) {
        return new CodeSettings(
                settings.repository(),
                settings.releases(),
                settings.active(),
                settings.git(),
                5,
                settings.shared(),
                Map.of("server", build));
    }

    @Test
    void an_output_that_is_the_whole_folder_is_refused() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> settings(List.of(List.of("make")), List.of("./"))))
                .hasMessage("./: is the whole folder, which is removed before a build. Expected: paths in it");
    }

    @Test
    void what_is_laid_over_may_have_any_name() throws Exception {
        repository
                .file(".gitignore", "/bin/\n")
                .file("conf/import/zon\"e.txt", "git's\n")
                .tag("v1.0.0");
        Files.writeString(root.resolve("shared/import/zon\"e.txt"), "ours\n");
        Files.move(root.resolve("shared/import"), root.resolve("shared/odd"));
        settings = new CodeSettings(
                settings.repository(),
                settings.releases(),
                settings.active(),
                settings.git(),
                5,
                List.of(new CodeSettings.Shared(
                        root.resolve("shared/odd/zon\"e.txt"), "conf/import/zon\"e.txt", false)),
                settings.builds());
        harness = new ActionHarness(root.resolve("records"), settings);
        harness.run("check-out");
        harness.run("build");

        assertThat(harness.run("verify-code").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void the_releases_that_there_are_can_be_asked_for_beforehand() throws Exception {
        assertThat(KnownReleases.of(settings))
                .hasValueSatisfying(known -> assertThat(known).containsExactlyInAnyOrder("v0.9.0", "v1.0.0"));

        Files.move(root.resolve("repository"), root.resolve("gone"));

        assertThat(KnownReleases.of(settings)).isEmpty();
    }

    @Test
    void a_release_without_a_tag_is_refused_naming_the_nearest() {
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness.run("check-out", release(harness.order("check-out"), "v1.0.1")));

        assertThat(failed.error()).isEqualTo("NoSuchRelease");
        assertThat(failed).hasMessage("release v1.0.1: the repository has no such tag");
        assertThat(failed.remedy()).isEqualTo("The nearest are v1.0.0, v0.9.0.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "; rm -rf /",
                "--upload-pack=touch /tmp/x",
                "v1..0",
                "$(id)",
                "a\nb",
                "",
                "v1.0.0/",
                "/etc",
                "v1.0.0\0",
                "vｌ.0.0",
                "."
            })
    void a_name_that_is_no_name_is_refused_before_anything_is_asked(String name) {
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness.run("check-out", release(harness.order("check-out"), name)));

        assertThat(failed.error()).isEqualTo("BadReleaseName");
        assertThat(root.resolve("releases")).doesNotExist();
    }

    @Test
    void a_tag_that_moved_after_the_check_out_is_refused() {
        harness.run("check-out");
        repository.file("program.c", "int main(void) { return 2; }\n").tag("v1.0.0");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-out"));

        assertThat(failed.error()).isEqualTo("TagMoved");
        assertThat(root.resolve("releases/v1.0.0/program.c")).hasContent("int main(void) { return 1; }");
    }

    @Test
    void what_a_killed_check_out_left_is_replaced() throws Exception {
        var first = harness.order("check-out");
        Files.createDirectories(root.resolve("releases"));
        harness.run("check-out", first);
        Files.move(
                root.resolve("releases/v1.0.0"),
                root.resolve("releases/.v1.0.0.%s.new"
                        .formatted(Sha256.of(first.deployment() + "/check-out").substring(0, 8))));

        assertThat(harness.run("check-out").outcome()).isEqualTo(Outcome.DONE);
        assertThat(root.resolve("releases")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_build_is_done_once_and_verified() {
        harness.run("check-out");

        assertThat(harness.run("build").outcome()).isEqualTo(Outcome.DONE);
        assertThat(root.resolve("releases/v1.0.0/bin/program")).isExecutable();
        assertThat(harness.run("build").outcome()).isEqualTo(Outcome.ALREADY_SO);
        var verified = harness.run("verify-code");
        assertThat(verified.values()).containsEntry("outputs", 1).containsEntry("active", false);
    }

    @Test
    void a_build_that_a_killed_worker_left_half_done_is_done_again() throws Exception {
        harness.run("check-out");
        var half = root.resolve("releases/v1.0.0/bin/program");
        Files.createDirectories(half.getParent());
        Files.writeString(half, "half a program"); // newer than its source: make alone would leave it

        harness.run("build");

        assertThat(Files.size(half)).isGreaterThan(1000);
    }

    @Test
    void a_build_whose_output_is_missing_has_failed_although_it_exits_with_0() {
        var lying = new ActionHarness(
                root.resolve("records"), settings(List.of(List.of("true")), List.of("bin/program", "Makefile")));
        lying.run("check-out");

        var failed = catchThrowableOfType(ActionFailed.class, () -> lying.run("build"));

        assertThat(failed.error()).isEqualTo("OutputsMissing");
        assertThat(failed)
                .hasMessage(
                        "server: every command exited with 0, but bin/program is missing, Makefile is older than the"
                                + " build");
        assertThat(root.resolve("releases/v1.0.0/Makefile")).exists();
    }

    @Test
    void a_build_that_fails_says_where_its_output_is() {
        repository.file("program.c", "int main(void) { return nonsense; }\n").tag("v1.0.0");
        harness.run("check-out");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("build"));

        assertThat(failed.error()).isEqualTo("BuildFailed");
        assertThat(failed).hasMessage("build-server-1: make exited with 2");
        assertThat(Path.of(String.valueOf(failed.remedy()).replaceFirst("Read (.*) on this host\\.", "$1")))
                .content()
                .contains("nonsense");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void line_ends_that_git_would_write_otherwise_are_no_change() throws Exception {
        repository.file("win.txt", "a\r\nb\r\n").file("unix.txt", "a\n").tag("v0.9.9");
        repository.file(".gitattributes", "win.txt text\nunix.txt text eol=crlf\n");
        repository.git("add", ".gitattributes");
        repository.git("commit", "--quiet", "-m", "attributes");
        repository.git("tag", "-f", "-a", "-m", "x", "v1.0.0");
        harness.run("check-out");
        harness.run("build");
        var file = root.resolve("releases/v1.0.0/win.txt");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0)); // git looks into it again

        assertThat(harness.run("verify-code").outcome()).isEqualTo(Outcome.DONE);
        Files.writeString(file, "a\r\nc\r\n");
        assertThat(catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-code")))
                .hasMessageContaining("win.txt was changed");
    }

    @Test
    void code_that_was_changed_by_hand_is_found() throws Exception {
        harness.run("check-out");
        harness.run("build");
        Files.writeString(root.resolve("releases/v1.0.0/program.c"), "changed");
        Files.writeString(root.resolve("releases/v1.0.0/bin/program"), "changed");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("verify-code"));

        assertThat(failed.error()).isEqualTo("CodeDiffers");
        assertThat(failed).hasMessageEndingWith("program.c was changed; server: bin/program is not as it was built");
    }

    @Test
    void the_link_is_moved_and_moved_back_and_there_always_is_one() throws Exception {
        Files.createDirectories(root.resolve("releases/v0.9.0"));
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v0.9.0"));
        new Targets(root.resolve("records"))
                .record(new Target(
                        "rehearsal-v1.0.0-20261201-0900",
                        "2026-12-01T09:00:00Z",
                        "v0.9.0",
                        root.resolve("releases/v0.9.0").toString(),
                        null,
                        Target.fingerprint(Map.of()),
                        Map.of(),
                        "v1.0.0",
                        null));
        harness.run("check-out");
        harness.run("build");

        var there = harness.run("activate");
        var again = harness.run("activate");
        var active = Files.readSymbolicLink(root.resolve("active"));
        var back = harness.run("restore-code");

        assertThat(there.outcome()).isEqualTo(Outcome.DONE);
        assertThat(there.summary()).isEqualTo("v1.0.0 is active instead of v0.9.0");
        assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(active).isEqualTo(Path.of("releases/v1.0.0"));
        assertThat(back.summary()).isEqualTo("v0.9.0 is active again instead of v1.0.0");
        assertThat(Files.readSymbolicLink(root.resolve("active"))).isEqualTo(Path.of("releases/v0.9.0"));
        assertThat(harness.run("restore-code").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(root.resolve("releases/v1.0.0")).isDirectory();
    }

    @Test
    void a_release_that_is_not_built_is_not_put_into_service() {
        harness.run("check-out");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("activate"));

        assertThat(failed.error()).isEqualTo("NotBuilt");
        assertThat(root.resolve("active")).doesNotExist();
    }

    @Test
    void a_directory_in_the_links_place_is_left_alone() throws Exception {
        Files.createDirectories(root.resolve("active/precious"));
        harness.run("check-out");
        harness.run("build");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("activate"));

        assertThat(failed.error()).isEqualTo("ActiveIsNoLink");
        assertThat(root.resolve("active/precious")).isDirectory();
    }

    private static Order release(Order order, String release) {
        return new Order(
                order.deployment(),
                order.environment(),
                release,
                order.previousRelease(),
                order.component(),
                order.step(),
                order.attempt(),
                order.fence(),
                order.hostHash(),
                order.options(),
                order.context());
    }
}
