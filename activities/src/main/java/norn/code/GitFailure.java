package norn.code;

import java.util.List;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.exec.CommandResult;
import norn.plan.ShortText;

/** Why git failed, in words that say what can be done. What it prints stays on the host. */
final class GitFailure {
    private record Known(Pattern pattern, String cause, String remedy, boolean passes) {}

    private static final List<Known> KNOWN = List.of(
            known(
                    "dubious ownership|unsafe repository",
                    "it belongs to another user, so git reads nothing of it",
                    "Give it to the worker's user, or run 'git config --global --add safe.directory DIRECTORY' as that"
                            + " user (the file says which directory), then RETRY.",
                    false),
            known(
                    "Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
                    "ssh does not know the server's host key, or another one",
                    "As the worker's user, connect once by hand and compare the key (ssh-keyscan prints it), then"
                            + " RETRY.",
                    false),
            known(
                    "Permission denied \\(|could not read (?:Username|Password)|Authentication failed"
                            + "|terminal prompts disabled|HTTP Basic: Access denied|returned error: 40[13]",
                    "the server refuses who asks: git has no key or password that it takes",
                    "Give the worker's user a deploy key (ssh) or a credential helper (https), then RETRY.",
                    false),
            known(
                    "[Rr]epository .*not found|does not appear to be a git repository|does not exist"
                            + "|returned error: 404|not a git repository",
                    "there is no repository at that address, or not for who asks",
                    "Fix host.code.repository, or allow the worker's user to read it, then RETRY.",
                    false),
            known(
                    "SSL certificate|certificate verify failed|self.signed certificate",
                    "the server's certificate is none that this host trusts",
                    "Install the authority's certificate on this host (or set http.sslCAInfo of git), then RETRY.",
                    false),
            known(
                    "[Cc]ould not resolve host|[Cc]onnection (?:refused|timed out|reset)|Failed to connect|Network is"
                            + " unreachable|No route to host|Operation timed out|hung up unexpectedly|early EOF"
                            + "|returned error: 5\\d\\d",
                    "the server cannot be reached",
                    "Check network, proxy and server, then RETRY.",
                    true),
            known(
                    "smudge filter lfs failed|Smudge error|git-lfs.*(?:not found|No such)",
                    "Git LFS did not bring the content of a file",
                    "Check that git-lfs is installed for the worker's user, and that the LFS server has the files, then"
                            + " RETRY.",
                    true),
            known(
                    "No space left on device|Disk quota exceeded",
                    "a volume is full",
                    "Make room where the releases lie, then RETRY.",
                    true),
            known(
                    "Permission denied|Read-only file system|insufficient permission",
                    "it may not write, or not read, a file",
                    "Let the worker's user write to the folder of the releases, and read the repository, then RETRY.",
                    false));

    private GitFailure() {}

    private static Known known(String pattern, String cause, String remedy, boolean passes) {
        return new Known(Pattern.compile(pattern), cause, remedy, passes);
    }

    /** The result, if git exited with 0. @throws ActionFailed {@code error} with the cause, if it did not */
    static CommandResult check(CommandResult ended, String error, boolean retryable) {
        if (ended.exitCode() == 0) {
            return ended;
        }
        var said = ShortText.of(ended.tail(), 2_000);
        for (var known : KNOWN) {
            if (known.pattern().matcher(said).find()) {
                throw new ActionFailed(
                        error,
                        "%s: %s".formatted(ended.name(), known.cause()),
                        "%s Read %s on this host.".formatted(known.remedy(), ended.failureLog()),
                        known.passes());
            }
        }
        return ended.orFail(error, retryable);
    }
}
