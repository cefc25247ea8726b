package norn.rehearsal.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SandboxFailure;

/**
 * The program that speaks to the systemd of a user. The units that it puts there are known until they are removed, or that systemd
 * ends: nothing of them is left after the next start of the machine.
 *
 * @param command the words that run it, from any shell, without {@code --user}
 */
public record Systemctl(List<String> command) {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration JOB_TIMEOUT = Duration.ofSeconds(60);

    /** The first version that can add what a service prints to a file. */
    private static final int MIN_VERSION = 240;

    private static final Pattern VERSION = Pattern.compile("^Version=(\\d{1,6})", Pattern.MULTILINE);
    private static final Pattern ENDING = Pattern.compile("^SystemState=(maintenance|stopping)$", Pattern.MULTILINE);

    /** What systemctl prints where nothing listens for it, or it is not installed. */
    private static final List<String> ABSENT =
            List.of("No such file or directory", "No medium found", "Connection refused");

    public Systemctl {
        command = List.copyOf(command);
    }

    /** For the systemd of the user whose process this is. */
    public static Systemctl ofProcess() {
        return new Systemctl(List.of("env", "XDG_RUNTIME_DIR=" + runtimeDirectory(), "systemctl"));
    }

    private static String runtimeDirectory() {
        var named = System.getenv("XDG_RUNTIME_DIR");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            return "/run/user/" + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new SandboxFailure("whose process this is cannot be found out: " + e.getMessage(), e);
        }
    }

    /** Whether that systemd runs, and units can be put into it. */
    public Presence presence() {
        Command.Result answer;
        try {
            answer = answer(ANSWER_TIMEOUT, "show", "--property=Version,SystemState");
        } catch (SandboxFailure silent) {
            return Presence.unknown(String.valueOf(silent.getMessage()));
        }
        if (answer.exitCode() != 0) {
            var reason = "systemctl --user says: " + oneLine(answer.output());
            return ABSENT.stream().anyMatch(answer.output()::contains) ? Presence.no(reason) : Presence.unknown(reason);
        }
        var version = VERSION.matcher(answer.output());
        if (!version.find()) {
            return Presence.unknown("systemctl --user prints no version, but: " + oneLine(answer.output()));
        }
        if (Integer.parseInt(version.group(1)) < MIN_VERSION) {
            return Presence.no("systemd %s cannot add to a log file; %d can".formatted(version.group(1), MIN_VERSION));
        }
        var ending = ENDING.matcher(answer.output());
        return ending.find()
                ? Presence.no("systemd takes no jobs: its state is " + ending.group(1))
                : Presence.yes(version.group(1));
    }

    private static String oneLine(String output) {
        var line = output.strip().lines().collect(Collectors.joining(" "));
        return line.isEmpty() ? "nothing" : line.length() > 300 ? line.substring(0, 300) + " …" : line;
    }

    /** Has systemd know the unit in that file, which is named as the file. Safe to repeat; what runs goes on. */
    public void install(Path unit) {
        run("link", "--runtime", unit.toString());
    }

    /** Starts the unit where it does not run. */
    public void start(String unit) {
        run("start", "--", unit);
    }

    /**
     * Ends the unit, and has it forgotten; other units are left alone. Nothing is done where it is not known, or where systemd itself
     * has ended: then its units have too.
     *
     * @throws SandboxFailure if it may still be there
     */
    public void remove(String unit) {
        var presence = presence();
        if (presence.state() == Presence.State.NO || (presence.isYes() && isGone(unit))) {
            return;
        }
        if (presence.isYes()) {
            for (var words : List.of(
                    List.of("stop", "--", unit),
                    List.of("disable", "--runtime", "--", unit),
                    List.of("reset-failed", "--", unit))) { // each may have nothing to do, and says so by its exit code
                answer(JOB_TIMEOUT, words.toArray(String[]::new));
            }
            if (isGone(unit)) {
                return;
            }
        }
        throw new SandboxFailure(
                "%s may still be in the user's systemd (%s). Once that answers: `systemctl --user stop %s`, then `systemctl --user disable --runtime %s`."
                        .formatted(unit, presence.isYes() ? "it does not go" : presence.detail(), unit, unit));
    }

    private boolean isGone(String unit) {
        return run("show", "--property=LoadState,ActiveState", "--", unit)
                .lines()
                .toList()
                .containsAll(List.of("LoadState=not-found", "ActiveState=inactive"));
    }

    private String run(String... words) {
        return program(JOB_TIMEOUT).run(words(words));
    }

    private Command.Result answer(Duration limit, String... words) {
        return program(limit).result(words(words));
    }

    private static Command program(Duration limit) {
        return Command.in(Path.of("/")).with(Map.of("LC_ALL", "C")).within(limit);
    }

    private List<String> words(String... more) {
        var words = new ArrayList<>(command);
        words.add("--user");
        words.addAll(List.of(more));
        return words;
    }
}
