package norn.database.store;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Reached;
import norn.environment.Host;
import norn.environment.SecretMissing;
import norn.exec.CommandResult;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.exec.ProgramFinder;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.limit.Limits;
import norn.plan.ShortText;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Whatever else holds data. Commands of the installation back it up and verify the backup; they find the folder of the backup in the variable
 * {@code NORN_BACKUP}, and in {@code NORN_BACKUP_OF} whether everything that writes is stopped.
 *
 * @param backUp writes the backup into the folder; nothing in it, or nothing that was compressed, is no backup
 * @param verify exits with 0 where what is in the folder would bring the store back
 * @param fingerprint prints what a release brings into it, and no user changes; none: it is no part of the environment's fingerprint
 * @param restore brings the store back as the backup in the folder has it; none: people do
 * @param environment variables beside those that every command gets
 * @param secrets variables whose values are secrets, by the secrets' names
 * @param timeout how long one command may take
 */
@Kind("commands")
record CommandsStore(
        List<String> backUp,
        List<String> verify,
        List<String> fingerprint,
        List<String> restore,
        boolean oldCodeFitsNewSchema,
        Map<String, String> environment,
        @Refers("secrets") Map<String, String> secrets,
        @Default("1h") Duration timeout,
        Path backups,
        @Nullable Path offsite,
        boolean offsiteOnSameVolume)
        implements Store {
    private static final String NOTHING = Sha256.of("");

    CommandsStore {
        backUp = List.copyOf(backUp);
        verify = List.copyOf(verify);
        fingerprint = List.copyOf(fingerprint);
        restore = List.copyOf(restore);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        if (backUp.isEmpty() || verify.isEmpty()) {
            throw new IllegalArgumentException(
                    "backUp, verify: expected a command each; a backup that nobody verifies is none");
        }
        for (var variable : secrets.keySet()) {
            if (environment.containsKey(variable)) {
                throw new IllegalArgumentException(
                        "%s: is in environment and in secrets. Expected: one of them".formatted(variable));
            }
        }
    }

    @Override
    public String kind() {
        return "commands";
    }

    @Override
    public Reached reach(String name, Host host) {
        var missing = missing();
        return new Reached(
                "store %s: its commands".formatted(name), missing.isEmpty() ? null : String.join("; ", missing));
    }

    @Override
    public long sizeBytes(StoreRun run) {
        return 0;
    }

    @Override
    public List<String> problems(StoreRun run) {
        var problems = new ArrayList<>(missing());
        for (var secret : secrets.values()) {
            try {
                run.host().secret(secret);
            } catch (SecretMissing missing) {
                problems.add(String.valueOf(missing.getMessage()));
            }
        }
        return problems;
    }

    private List<String> missing() {
        var missing = new ArrayList<String>();
        for (var words : List.of(backUp, verify, fingerprint, restore)) {
            if (words.isEmpty()) {
                continue;
            }
            var command = Invocation.of("command", words).withEnvironment(environment);
            ProgramFinder.problem(command)
                    .ifPresent(problem -> missing.add("%s: %s".formatted(command.program(), problem)));
        }
        return missing;
    }

    @Override
    public StoreContent backUp(StoreRun run, String of, Path folder) throws InterruptedException {
        run(run, "back-up-" + run.name(), backUp, folder, of).orFail("BackupFailed", true);
        if (FileTrees.sizeBytes(folder) == 0) {
            throw nothing(run, "wrote nothing into its folder");
        }
        var files = EmptyFile.allIn(folder);
        if (!files.isEmpty()) {
            throw nothing(
                    run,
                    "there is nothing in what it wrote: "
                            + ShortText.of(String.join(", ", files), Limits.MESSAGE_CHARACTERS));
        }
        return new StoreContent(
                Invocation.of("backUp", backUp).program(), run.name(), null, Map.of(), List.of(), List.of());
    }

    private static ActionFailed nothing(StoreRun run, String what) {
        return new ActionFailed(
                "BackupFailed",
                "%s: its command exited with 0, and %s".formatted(run.name(), what),
                "Let backUp of the store write the backup, or what says where it lies, into the folder NORN_BACKUP,"
                        + " and exit with another number where it cannot, then RETRY.",
                false);
    }

    @Override
    public void verify(StoreRun run, StoreBackup taken) throws InterruptedException {
        if (!Files.isDirectory(taken.path())) {
            throw new ActionFailed(
                    "BackupNotVerified",
                    "%s: %s is gone".formatted(run.name(), taken.path()),
                    "Take a new one: RETRY of back-up-stores does.",
                    false);
        }
        run(run, "verify-" + run.name(), verify, taken.path(), taken.of()).orFail("BackupNotVerified", false);
    }

    @Override
    public Map<String, String> fingerprint(StoreRun run) throws InterruptedException {
        if (fingerprint.isEmpty()) {
            return Map.of();
        }
        var digest = Sha256.digest();
        var printed = new DigestOutputStream(OutputStream.nullOutputStream(), digest); // it may print without end
        var command = Invocation.of("fingerprint-" + run.name(), fingerprint)
                .withEnvironment(variables(run))
                .withTimeout(timeout);
        new Commands(run.attempt()).run(command, printed).orFail("FingerprintFailed", true);
        var hash = Sha256.hex(digest.digest());
        if (hash.equals(NOTHING)) { // always equal, whatever a release did
            throw new ActionFailed(
                    "FingerprintFailed",
                    "%s: its command exited with 0, and printed no fingerprint".formatted(run.name()),
                    "Let fingerprint of the store print what a release brings into it; or leave the field away: then"
                            + " nothing is compared.",
                    false);
        }
        return Map.of("content", hash);
    }

    @Override
    public String restore(StoreRun run, StoreBackup taken) throws InterruptedException {
        if (restore.isEmpty()) {
            throw new ActionFailed(
                    "NoWayBack",
                    "%s: the environment names no command that restores it".formatted(run.name()),
                    "Bring it back by hand from %s, then RETRY: its fingerprint is compared. Or name such a command (restore of the store)."
                            .formatted(taken.path()),
                    false);
        }
        run.attempt().checkFence();
        run(run, "restore-" + run.name(), restore, taken.path(), taken.of()).orFail("NotRestored", true);
        return "as its command says";
    }

    @Override
    public boolean isBeingRestored(StoreRun run, String deployment) {
        return false;
    }

    @Override
    public List<Leftover> leftovers(StoreRun run) {
        return List.of();
    }

    @Override
    public void drop(StoreRun run, Leftover leftover) {
        throw new IllegalArgumentException(leftover.name() + ": nothing that Norn made");
    }

    private CommandResult run(StoreRun run, String name, List<String> words, Path folder, String of)
            throws InterruptedException {
        var variables = variables(run);
        variables.put("NORN_BACKUP", folder.toString());
        variables.put("NORN_BACKUP_OF", of);
        return new Commands(run.attempt())
                .run(Invocation.of(name, words).withEnvironment(variables).withTimeout(timeout));
    }

    private Map<String, String> variables(StoreRun run) {
        var variables = new LinkedHashMap<>(environment);
        secrets.forEach((variable, secret) -> variables.put(variable, run.host().secret(secret)));
        variables.put("NORN_STORE", run.name());
        variables.put("NORN_DEPLOYMENT", run.order().deployment());
        return variables;
    }
}
