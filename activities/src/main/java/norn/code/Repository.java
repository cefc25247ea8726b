package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.CommandAnswer;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.FileTrees;
import norn.limit.Limits;
import norn.plan.Suggestion;

/** The git repository that releases come from. Commands to it are argument lists; no word of an order becomes an option. */
public final class Repository {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    static final Map<String, String> QUIET =
            Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh", "LC_ALL", "C");

    private static final int SHA256_CHARACTERS = 64;

    /** The mode of an entry that is a commit of another repository. */
    private static final String SUBMODULE = "160000 ";

    private final CodeSettings settings;
    private final Commands commands;

    /** That of the section, asked for an attempt. */
    public Repository(CodeSettings settings, Attempt attempt) {
        this.settings = settings;
        this.commands = new Commands(attempt);
    }

    /** The commit of every tag. */
    public Map<String, String> tags() throws InterruptedException {
        return tags(read(git("list-tags", "ls-remote", "--tags", "--", address()), "RepositoryUnreachable", true));
    }

    /** What {@code git ls-remote --tags} says. */
    static Map<String, String> tags(String output) {
        var tags = new LinkedHashMap<String, String>();
        output.lines().forEach(line -> {
            var parts = line.split("\t", 2);
            if (parts.length < 2 || !COMMIT.matcher(parts[0]).matches() || !parts[1].startsWith("refs/tags/")) {
                return;
            }
            var name = parts[1].substring("refs/tags/".length());
            if (name.endsWith("^{}")) {
                tags.put(name.substring(0, name.length() - 3), parts[0]);
            } // what a signed tag means
            else {
                tags.putIfAbsent(name, parts[0]);
            }
        });
        return tags;
    }

    /** The commit of the release's tag. @throws ActionFailed {@code NoSuchRelease} naming the nearest tags */
    String commitOf(String release) throws InterruptedException {
        var tags = tags();
        var commit = tags.get(release);
        if (commit != null) {
            return commit;
        }
        var near = Suggestion.nearestFirst(
                release, tags.keySet().stream().filter(Releases::isName).toList());
        throw new ActionFailed(
                "NoSuchRelease",
                "release %s: the repository has no such tag".formatted(release),
                near.isEmpty()
                        ? "It has no tag that a release can have: letters, digits, dots, dashes, underscores, plus"
                                + " signs; no slash."
                        : "The nearest are " + String.join(", ", near.subList(0, Math.min(5, near.size()))) + ".",
                false);
    }

    /** Submodules, whose files a check-out leaves out, by their paths. */
    List<String> submodules(Path directory) throws InterruptedException {
        return paths(in(directory, "submodules", "ls-files", "--stage", "-z")).stream()
                .filter(entry -> entry.startsWith(SUBMODULE))
                .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                .toList();
    }

    /** Every file that git holds, links and submodules included. */
    List<String> files(Path directory) throws InterruptedException {
        return paths(in(directory, "files", "ls-files", "-z"));
    }

    /** Checks that commit out into a directory that does not exist yet. */
    void checkOut(String release, String commit, Path directory) throws InterruptedException {
        var init = new ArrayList<>(List.of("init", "--quiet", "--template="));
        if (commit.length() == SHA256_CHARACTERS) {
            init.add("--object-format=sha256");
        }
        init.addAll(List.of("--", directory.toString()));
        GitFailure.check(git("init", init.toArray(String[]::new)).ended(), "CheckOutFailed", true);
        fetch(directory, "refs/tags/" + release);
        requireCommit(directory, release, commit);
        GitFailure.check(
                in(
                                directory,
                                "check-out",
                                "-c",
                                "core.hooksPath=/dev/null",
                                "checkout",
                                "--quiet",
                                "--detach",
                                commit,
                                "--")
                        .ended(),
                "CheckOutFailed",
                true);
        var head = head(directory);
        if (!head.equals(commit)) {
            throw new ActionFailed(
                    "CheckOutFailed", "checked out %s instead of %s".formatted(head, commit), null, true);
        }
    }

    /** The tag's commit alone; a server of plain files gives all of them or none. */
    private void fetch(Path directory, String tag) throws InterruptedException {
        var shallow = in(
                        directory,
                        "fetch",
                        "fetch",
                        "--quiet",
                        "--depth=1",
                        "--no-tags",
                        "--",
                        address(),
                        tag + ":" + tag)
                .ended();
        var ended = shallow.exitCode() != 0 && shallow.tail().contains("shallow capabilities")
                ? in(directory, "fetch-all", "fetch", "--quiet", "--no-tags", "--", address(), tag + ":" + tag)
                        .ended()
                : shallow;
        GitFailure.check(ended, "CheckOutFailed", true);
    }

    private void requireCommit(Path directory, String release, String commit) throws InterruptedException {
        var type = read(in(directory, "type", "cat-file", "-t", commit), "CheckOutFailed", true)
                .strip();
        if (type.equals("tag")) { // of a repository that is asked, git says what a signed tag means
            throw new ActionFailed(
                    "CommitUnknown",
                    "release %s: the repository does not say which commit its tag names".formatted(release),
                    "Where host.code.repository is a bundle, unpack it (git clone --mirror), and name that folder.",
                    false);
        }
        if (!type.equals("commit")) {
            throw new ActionFailed(
                    "TagOfNoCommit",
                    "release %s: its tag names a %s, not a commit".formatted(release, type),
                    "Deploy a release whose tag names a commit.",
                    false);
        }
    }

    /** The commit that a directory is at. */
    String head(Path directory) throws InterruptedException {
        return read(in(directory, "head", "rev-parse", "HEAD"), "NotCheckedOut", false)
                .strip();
    }

    /** Files of git's that are not as a check-out of the commit makes them; git may call one changed for its line ends alone. */
    List<String> changed(Path directory) throws InterruptedException {
        var differing = paths(in(directory, "changed", "diff", "--name-only", "-z", "--no-ext-diff", "HEAD", "--"));
        return differing.isEmpty() || differing.size() > Limits.VALUE_ITEMS ? differing : really(directory, differing);
    }

    private List<String> really(Path directory, List<String> differing) throws InterruptedException {
        var fresh = freshFolder();
        try {
            var words =
                    new ArrayList<>(List.of("checkout-index", "--quiet", "--force", "--prefix=" + fresh + "/", "--"));
            words.addAll(differing);
            GitFailure.check(
                    in(directory, "fresh-files", words.toArray(String[]::new)).ended(), "NotCheckedOut", false);
            return differing.stream()
                    .filter(file -> !FileTrees.isSame(file(directory, file), file(fresh, file)))
                    .toList();
        } finally {
            FileTrees.delete(fresh);
        }
    }

    /** A file that git names. @throws ActionFailed {@code LettersUnknown} where this process cannot write that name */
    static Path file(Path directory, String name) {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException unknownLetters) {
            throw new ActionFailed(
                    "LettersUnknown",
                    "a file's name has letters that the locale of this worker does not have: " + name,
                    "Start the worker with LC_ALL=C.UTF-8 in its environment, then RETRY.",
                    false,
                    unknownLetters);
        }
    }

    private static Path freshFolder() {
        try {
            return Files.createTempDirectory("norn-fresh-files-");
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot create a folder for temporary files", unwritable);
        }
    }

    /** Which of these paths git holds. */
    List<String> tracked(Path directory, List<String> paths) throws InterruptedException {
        var words = new ArrayList<>(List.of("ls-files", "-z", "--"));
        words.addAll(paths);
        return paths(in(directory, "tracked", words.toArray(String[]::new)));
    }

    /** Paths as they are: between line breaks git writes odd ones in its own way. */
    private static List<String> paths(CommandAnswer answer) {
        var output = read(answer, "NotCheckedOut", false);
        return output.isEmpty() ? List.of() : List.of(output.split("\0"));
    }

    private static String read(CommandAnswer answer, String error, boolean retryable) {
        GitFailure.check(answer.ended(), error, retryable);
        return answer.whole();
    }

    private CommandAnswer in(Path directory, String name, String... words) throws InterruptedException {
        var all = new ArrayList<>(
                List.of("-C", directory.toString(), "-c", "core.fsmonitor=false", "-c", "core.autocrlf=false"));
        all.addAll(List.of(words));
        return git(name, all.toArray(String[]::new));
    }

    private CommandAnswer git(String name, String... words) throws InterruptedException {
        var argv = new ArrayList<>(settings.git());
        argv.addAll(List.of(words));
        return commands.ask(
                Invocation.of("git-" + name, argv).withEnvironment(QUIET).withSeparateErrors());
    }

    private String address() {
        var path = Path.of(settings.repository());
        return settings.repository().contains("://") || !Files.exists(path)
                ? settings.repository()
                : path.toAbsolutePath().toString();
    }
}
