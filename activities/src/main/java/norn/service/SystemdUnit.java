package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.exec.PortRights;
import norn.exec.ProcessStat;
import norn.exec.ProgramOutput;
import norn.exec.UserAccount;
import norn.state.Finding;

/**
 * What systemd says of a unit, by the properties that {@code systemctl show} prints for programs.
 *
 * @see "systemctl(1), org.freedesktop.systemd1(5)"
 */
record SystemdUnit(String name, Map<String, String> properties) {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(20);
    private static final List<String> ASKED = List.of(
            "LoadState",
            "ActiveState",
            "SubState",
            "UnitFileState",
            "MainPID",
            "ExecMainPID",
            "ExecMainCode",
            "ExecMainStatus",
            "Result",
            "InvocationID",
            "ControlGroup",
            "FragmentPath",
            "WorkingDirectory",
            "NeedDaemonReload",
            "ConditionResult",
            "AssertResult",
            "TriggeredBy",
            "ExecStart",
            "ExecMainStartTimestampMonotonic",
            "User",
            "Group",
            "SupplementaryGroups",
            "DynamicUser",
            "AmbientCapabilities",
            "RootDirectory",
            "RootImage",
            "EnvironmentFiles",
            "PIDFile",
            "RuntimeDirectory");

    private static final Pattern PROGRAM = Pattern.compile("\\bpath=([^;]+?) ;");

    /** Exit codes that systemd itself gives a program that it could not start. */
    private static final Map<String, String> OF_SYSTEMD = Map.ofEntries(
            Map.entry("200", "systemd could not enter its working directory"),
            Map.entry("203", "systemd could not execute its program"),
            Map.entry("209", "systemd could not open where its output goes"),
            Map.entry("216", "systemd could not set its group"),
            Map.entry("217", "systemd does not know its user"),
            Map.entry("226", "systemd could not set up its namespaces, such as a path that is not there"),
            Map.entry("238", "systemd could not make its state directory"),
            Map.entry("240", "systemd could not make its logs directory"));

    /** Values of {@code ExecMainCode}, as waitid(2) has them, by which a signal ended the process. */
    private static final List<String> SIGNALLED = List.of("2", "3");

    /**
     * Asks.
     *
     * @throws ActionFailed {@code ServiceManagerSilent} where systemd does not answer, {@code NoSuchUnit} where it cannot load the
     *     unit: neither is known to be stopped then
     */
    static SystemdUnit ask(List<String> systemctl, String name, String service) {
        var words = new ArrayList<>(systemctl);
        words.addAll(List.of("show", "--property=" + String.join(",", ASKED), "--", name));
        var answer = ProgramOutput.of(words, Map.of(), ASK_TIMEOUT)
                .filter(output -> output.exitCode() == 0)
                .orElseThrow(() -> new ActionFailed(
                        "ServiceManagerSilent",
                        "%s: systemd says nothing of %s, so whether it runs is unknown".formatted(service, name),
                        ("Run '%s status %s' as the worker's user. A unit of a user's own manager needs 'user: true',"
                                        + " and XDG_RUNTIME_DIR in the worker's environment.")
                                .formatted(String.join(" ", systemctl), name),
                        true));
        var properties = answer.text()
                .lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> first + "\n" + second, // as of ExecStart, a line each
                        LinkedHashMap::new));
        var unit = new SystemdUnit(name, properties);
        if (!unit.value("LoadState").equals("loaded") && !unit.isMasked()) {
            throw new ActionFailed(
                    "NoSuchUnit",
                    "%s: systemd cannot load the unit %s: %s".formatted(service, name, unit.value("LoadState")),
                    "Expected: a unit that is loaded. Fix host.services.components.%s.unit, or install the unit."
                            .formatted(service),
                    false);
        }
        return unit;
    }

    /** A property; empty where systemd does not know it. */
    String value(String property) {
        return properties.getOrDefault(property, "");
    }

    /** Whether anything of it runs, starts or ends. */
    boolean isUp() {
        return !List.of("inactive", "failed").contains(value("ActiveState"));
    }

    /** Whether nobody may start it; it may still run. */
    boolean isMasked() {
        return value("LoadState").equals("masked");
    }

    /** Whether it is up for good: neither on its way there, nor between two starts, nor on its way down. */
    boolean isSettled() {
        return List.of("active", "reloading", "refreshing").contains(value("ActiveState"));
    }

    /** Whether its program has ended and it counts as up all the same ({@code RemainAfterExit}), as one that starts containers does. */
    boolean hasEnded() {
        return value("ActiveState").equals("active") && value("SubState").equals("exited");
    }

    /** Whether it has ended and systemd is about to start it again. */
    boolean isRestarting() {
        return value("SubState").startsWith("auto-restart");
    }

    /** Whether a start did nothing, and systemd calls that a success. */
    boolean isSkipped() {
        return !isUp()
                && (value("ConditionResult").equals("no")
                        || value("AssertResult").equals("no"));
    }

    /** Whether it is down, and would be up after the next start of the machine. */
    boolean isToBeUp() {
        return !isUp() && value("UnitFileState").startsWith("enabled");
    }

    /** The units that start it once somebody connects: they hold its ports while it is down. */
    List<String> sockets() {
        return Arrays.stream(value("TriggeredBy").split(" "))
                .filter(unit -> unit.endsWith(".socket"))
                .toList();
    }

    /** When its main process was started; empty where that is not known. Both count from the same moment: proc(5), {@code nanoTime}. */
    Optional<Instant> startedAt(Instant now) {
        var microseconds = value("ExecMainStartTimestampMonotonic");
        return microseconds.matches("[1-9]\\d{0,17}")
                ? Optional.of(now.minusNanos(System.nanoTime() - 1_000 * Long.parseLong(microseconds)))
                : Optional.empty();
    }

    /** Whether it is set to work in that folder, or to run a program there. */
    boolean isSetTo(Path folder) {
        return Stream.concat(
                        Stream.of(value("WorkingDirectory").replaceFirst("^!", "")),
                        PROGRAM.matcher(value("ExecStart")).results().map(program -> program.group(1)))
                .filter(path -> path.startsWith("/"))
                .anyMatch(path -> Path.of(path).startsWith(folder));
    }

    /** The programs that a start runs. */
    List<Path> programs() {
        return paths(PROGRAM.matcher(value("ExecStart")).results().map(program -> program.group(1)));
    }

    /** The files of variables that systemd reads for it. */
    List<Path> environmentFiles() {
        return paths(value("EnvironmentFiles").lines().map(line -> line.replaceFirst(" \\(ignore_errors=.*", "")));
    }

    /** Where it notes its process; empty where it notes it nowhere, or in a folder that systemd makes for it. */
    Optional<Path> pidFile() {
        var made = Stream.of(value("RuntimeDirectory").split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> Path.of("/run").resolve(name))
                .toList();
        return paths(Stream.of(value("PIDFile"))).stream()
                .filter(file -> made.stream().noneMatch(file::startsWith))
                .findFirst();
    }

    private static List<Path> paths(Stream<String> texts) {
        return texts.filter(text -> text.startsWith("/"))
                .map(text -> Path.of(text).normalize())
                .toList();
    }

    /** As whom the machine's own systemd starts it, and what it gives it. */
    ServiceNeeds needs() {
        if (!value("RootDirectory").isEmpty() || !value("RootImage").isEmpty()) {
            return ServiceNeeds.ofUnknownUser(
                    "%s has a root directory of its own, with users of its own".formatted(name));
        }
        var named = value("User").isEmpty() ? "root" : value("User");
        var user = value("DynamicUser").equals("yes")
                ? Optional.of(UserAccount.owningNothing(named))
                : UserAccount.of(named);
        for (var group :
                (value("Group") + " " + value("SupplementaryGroups")).strip().split("\\s+", -1)) {
            user = group.isEmpty() ? user : user.flatMap(account -> account.in(group));
        }
        return user.map(ServiceNeeds::of)
                .orElseGet(
                        () -> ServiceNeeds.ofUnknownUser("this machine has no such user or group as %s names: %s %s %s"
                                .formatted(name, named, value("Group"), value("SupplementaryGroups"))
                                .strip()))
                .listens(Finding.of(value("AmbientCapabilities").contains(PortRights.CAPABILITY)));
    }

    /** Its living processes: the main one first, then whatever else is in its control group. */
    List<Long> processes() {
        var pids = new ArrayList<Long>();
        var main = value("MainPID");
        if (main.matches("[1-9]\\d*")) {
            pids.add(Long.parseLong(main));
        }
        var group = value("ControlGroup");
        if (!group.isEmpty()) {
            ProcessStat.all().stream()
                    .filter(process -> !process.zombie() && isIn(process.pid(), group))
                    .map(ProcessStat::pid)
                    .filter(pid -> !pids.contains(pid))
                    .forEach(pids::add);
        }
        return pids;
    }

    private static boolean isIn(long pid, String group) {
        return ProcessStat.controlGroups(pid).stream()
                .anyMatch(path -> path.equals(group) || path.startsWith(group + "/"));
    }

    /** How its last run ended, in words: {@code exit code 3 (systemd: exit-code)}. */
    String ending() {
        var status = value("ExecMainStatus");
        var code = value("ExecMainCode");
        if (!code.matches("[1-9]\\d*")) {
            return "its program was not started (systemd: %s)".formatted(value("Result"));
        }
        var how = SIGNALLED.contains(code) ? "ended by signal " + status : "exit code " + status;
        var why = SIGNALLED.contains(code) ? null : OF_SYSTEMD.get(status);
        return "%s%s (systemd: %s)".formatted(how, why == null ? "" : ": " + why, value("Result"));
    }
}
