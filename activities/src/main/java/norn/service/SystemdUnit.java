package norn.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.exec.ProcessStat;
import norn.exec.ProgramOutput;

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
            "NeedDaemonReload");
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
                        (first, second) -> first,
                        LinkedHashMap::new));
        var unit = new SystemdUnit(name, properties);
        if (!unit.value("LoadState").equals("loaded")) {
            throw new ActionFailed(
                    "NoSuchUnit",
                    "%s: systemd cannot load the unit %s: %s".formatted(service, name, unit.value("LoadState")),
                    "Expected: a unit that is loaded. Fix host.services.components.%s.unit, or install or unmask the unit."
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
        var how = SIGNALLED.contains(value("ExecMainCode")) ? "ended by signal " + status : "exit code " + status;
        return "%s (systemd: %s)".formatted(how, value("Result"));
    }
}
