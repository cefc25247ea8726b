package norn.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.exec.CommandResult;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories as others have made them. */
class ForeignRepositoryTest {
    @TempDir
    Path root;

    private ActionHarness harness(String repository, Map<String, String> secrets) {
        var settings = new CodeSettings(
                repository, root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
        return new ActionHarness(root.resolve("records"), secrets, List.of(settings), "");
    }

    private GitRepository repository(String... init) throws IOException {
        var repository = new GitRepository(Files.createDirectory(root.resolve("repository")));
        repository.git(init);
        return repository.file("main.py", "print(1)\n");
    }

    @Test
    void a_repository_of_sha_256_is_checked_out() throws Exception {
        repository("init", "--quiet", "--object-format=sha256").tag("v1.0.0");
        var harness = harness(root.resolve("repository").toString(), Map.of());

        assertThat(harness.run("check-out").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("verify-code").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_secret_that_is_part_of_names_hides_nothing_from_norn() throws Exception {
        repository("init", "--quiet")
                .file("ragnarok/model.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n")
                .tag("ragnarok-1.0");
        var harness = harness(root.resolve("repository").toString(), Map.of("password", "ragnarok"));

        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness.release("ragnarok-1.0").run("check-out"));

        assertThat(failed.error()).isEqualTo("LfsMissing");
        assertThat(failed).hasMessageContaining("pointer to [secret password]/model.bin");
    }

    @Test
    void a_tag_of_a_file_is_no_release() throws Exception {
        var repository = repository("init", "--quiet").tag("v0.9.0");
        repository.git(
                "tag", "v1.0.0", repository.git("rev-parse", "HEAD:main.py").strip());

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness(root.resolve("repository").toString(), Map.of()).run("check-out"));

        assertThat(failed).hasMessage("release v1.0.0: its tag names a blob, not a commit");
    }

    @Test
    void a_bundle_that_does_not_say_what_its_tag_names_is_refused_with_the_way_out() throws Exception {
        repository("init", "--quiet").tag("v1.0.0").git("bundle", "create", "--quiet", "../releases.bundle", "--all");

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness(root.resolve("releases.bundle").toString(), Map.of())
                        .run("check-out"));

        assertThat(failed).hasMessage("release v1.0.0: the repository does not say which commit its tag names");
        assertThat(failed.remedy()).contains("git clone --mirror");
    }

    @Test
    void a_server_of_plain_files_gives_releases_too() throws Exception {
        repository("init", "--quiet").tag("v1.0.0").git("update-server-info");
        var server = plainFiles(root.resolve("repository/.git"));
        try {
            var url = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
            assertThat(harness(url, Map.of()).run("check-out").outcome()).isEqualTo(Outcome.DONE);
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer plainFiles(Path folder) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", exchange -> {
            var file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            var found = Files.isRegularFile(file);
            var bytes = found ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(found ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fatal: detected dubious ownership in repository at '/srv/git/x.git' | it belongs to another user, so"
                        + " git reads nothing of it | false",
                "fatal: unsafe repository ('/srv/x' is owned by someone else) | it belongs to another user, so git"
                        + " reads nothing of it | false",
                "Host key verification failed. | ssh does not know the server's host key, or another one | false",
                "git@example.org: Permission denied (publickey). | the server refuses who asks: git has no key or"
                        + " password that it takes | false",
                "fatal: could not read Username for 'https://example.org': terminal prompts disabled | the server"
                        + " refuses who asks: git has no key or password that it takes | false",
                "fatal: '/srv/git/none.git' does not appear to be a git repository | there is no repository at that"
                        + " address, or not for who asks | false",
                "fatal: repository 'https://example.org/x.git/' not found | there is no repository at that address, or"
                        + " not for who asks | false",
                "fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate | the server's"
                        + " certificate is none that this host trusts | false",
                "ssh: Could not resolve hostname example.org: Temporary failure in name resolution | the server cannot"
                        + " be reached | true",
                "fatal: unable to access 'https://x/': The requested URL returned error: 503 | the server cannot be"
                        + " reached | true",
                "error: RPC failed; curl 56 fatal: early EOF | the server cannot be reached | true",
                "fatal: model.bin: smudge filter lfs failed | Git LFS did not bring the content of a file | true",
                "fatal: write error: No space left on device | a volume is full | true",
                "fatal: cannot mkdir /opt/releases/x: Permission denied | it may not write, or not read, a file |"
                        + " false",
                "fatal: something new | git exited with 128 | true"
            })
    void what_git_complains_of_is_said_in_words_of_norn(String printed, String cause, boolean retryable) {
        var log = root.resolve("git-fetch.err.log");
        var ended = new CommandResult("git-fetch", "git", 128, log, log, printed, Optional.empty(), Duration.ZERO);

        var failed = catchThrowableOfType(ActionFailed.class, () -> GitFailure.check(ended, "CheckOutFailed", true));

        assertThat(failed).hasMessage("git-fetch: " + cause);
        assertThat(failed.remedy()).endsWith("Read %s on this host.".formatted(log));
        assertThat(failed.retryable()).isEqualTo(retryable);
    }
}
