package norn.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.ListeningSockets;
import norn.exec.Ports;
import norn.exec.ProcessStat;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/** Finds what runs of an environment's services, whoever started it: by port, by unit, by pid file, by program. */
public final class ServiceFinder {
    private static final String PM2 = "PM2";

    private final Attempt attempt;
    private final @Nullable Path tree;

    /**
     * One for the services of that attempt's host.
     *
     * @param tree the folder that they run from, links resolved; null: not known yet
     */
    public ServiceFinder(Attempt attempt, @Nullable Path tree) {
        this.attempt = attempt;
        this.tree = tree;
    }

    /** Each service of the environment file, in its order. */
    public List<FoundService> find() {
        var traces = new LinkedHashMap<String, Traces>();
        var components = attempt.settings(ServiceSettings.class).components();
        components.forEach((name, manager) -> traces.put(name, traces(name, manager)));
        var found = new ArrayList<FoundService>();
        components.forEach((name, manager) -> found.add(find(name, manager, traces)));
        var ofServices =
                found.stream().flatMap(service -> service.pids().stream()).toList();
        return found.stream()
                .map(service -> service.withChildren(service.pids().stream()
                        .flatMap(pid -> children(pid, ofServices))
                        .distinct()
                        .toList()))
                .toList();
    }

    /** All that a process has started, and what that has, down to the processes of services. */
    private static Stream<Long> children(long pid, List<Long> ofServices) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .filter(child -> !ofServices.contains(child))
                .flatMap(child -> Stream.concat(Stream.of(child), children(child, ofServices)));
    }

    /**
     * What was found of one service.
     *
     * @param unknown why nobody can say; empty where that is known
     */
    private record Traces(List<FoundService.Trace> all, Optional<String> unknown) {
        /** Without what only bears the name of a program of it, while its port or pid file says that it is another service's. */
        List<FoundService.Trace> without(Stream<Traces> others) {
            var theirs = others.flatMap(Traces::certain).toList();
            var own = certain().toList();
            return all.stream()
                    .filter(trace -> own.contains(trace.pid()) || !theirs.contains(trace.pid()))
                    .toList();
        }

        private Stream<Long> certain() {
            return all.stream()
                    .filter(trace -> !trace.how().startsWith(FoundService.Trace.PROGRAM))
                    .map(FoundService.Trace::pid);
        }
    }

    private Traces traces(String name, ServiceManager manager) {
        var traces = new ArrayList<FoundService.Trace>();
        if (Ports.isThisHost(manager.host())) {
            for (int port : manager.ports()) {
                ListeningSockets.holders(port).forEach(pid -> traces.add(new FoundService.Trace("port " + port, pid)));
            }
        }
        try {
            traces.addAll(manager.service(name, attempt).traces(tree));
            return new Traces(traces, hiddenHolder(manager));
        } catch (ActionFailed nobodyCanSay) {
            return new Traces(traces, Optional.of(String.valueOf(nobodyCanSay.getMessage())));
        }
    }

    private FoundService find(String name, ServiceManager manager, Map<String, Traces> all) {
        var service = manager.service(name, attempt);
        var own = Objects.requireNonNull(all.get(name));
        var traces = own.without(all.entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .map(Map.Entry::getValue));
        var unknown = own.unknown();
        var configured = Optional.<Path>empty();
        var state = Optional.<ServiceState>empty();
        try {
            configured = service.configuredDirectory();
            state = manager.isManaged() ? Optional.of(service.state()) : Optional.empty();
        } catch (ActionFailed nobodyCanSay) {
            unknown = Optional.of(String.valueOf(nobodyCanSay.getMessage()));
        }
        var pids = sorted(traces.stream().map(FoundService.Trace::pid).toList());
        var known = state;
        var how = traces.isEmpty() && state.filter(ServiceState::running).isPresent()
                ? List.of("its manager") // which names no process
                : traces.stream().map(FoundService.Trace::how).distinct().toList();
        var first = pids.isEmpty() ? null : pids.get(0);
        return new FoundService(
                name,
                kind(manager),
                manager.isManaged(),
                how,
                pids,
                first == null ? null : ProcessStat.workingDirectory(first).orElse(null),
                first == null ? null : ProcessStat.program(first).orElse(null),
                configured.orElse(null),
                manager.directoryInRelease().orElse(null),
                manager.isManaged()
                        ? release(pids)
                                .or(() -> known.map(ServiceState::release))
                                .orElse(null)
                        : null,
                manager.isManaged() ? supervisor(pids).orElse(null) : null,
                lookedFor(manager),
                unknown.orElse(null),
                List.of());
    }

    /** Ports of this host on which a process listens that this user may not see. */
    private static Optional<String> hiddenHolder(ServiceManager manager) {
        return !manager.isManaged()
                ? Optional.empty()
                : manager.ports().stream()
                        .filter(port -> Ports.isTaken(port)
                                && ListeningSockets.holder(port).isEmpty())
                        .findFirst()
                        .map("a process of another user holds its port %d"::formatted);
    }

    /** Those that no other of them started first. */
    private static List<Long> sorted(List<Long> pids) {
        var all = new LinkedHashSet<>(pids);
        var started = Stream.concat(
                all.stream().filter(pid -> parent(pid).filter(all::contains).isEmpty()),
                all.stream().filter(pid -> parent(pid).filter(all::contains).isPresent()));
        return started.toList();
    }

    private static Optional<Long> parent(long pid) {
        return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid);
    }

    private Optional<String> release(List<Long> pids) {
        var releases = new ServiceReleases(attempt);
        return pids.stream().flatMap(pid -> releases.of(pid).stream()).findFirst();
    }

    /** A process manager among those that started it: it starts again what others end. */
    private static Optional<String> supervisor(List<Long> pids) {
        return pids.stream()
                .limit(1)
                .flatMap(pid ->
                        Stream.iterate(parent(pid), Optional::isPresent, at -> at.flatMap(ServiceFinder::parent)))
                .flatMap(Optional::stream)
                .filter(pid -> ProcessStat.commandLine(pid).stream().anyMatch(word -> word.startsWith(PM2)))
                .findFirst()
                .map("pm2 (process %d)"::formatted);
    }

    private static String kind(ServiceManager manager) {
        return manager.getClass().getAnnotation(Kind.class).value();
    }

    private static List<String> lookedFor(ServiceManager manager) {
        var words = manager.claims().isEmpty()
                ? ServicePorts.claims(manager.host(), manager.ports()).toList()
                : manager.claims();
        return words.isEmpty() ? List.of("what its manager says") : words;
    }
}
