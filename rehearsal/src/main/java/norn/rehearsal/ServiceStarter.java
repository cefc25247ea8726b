package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import norn.rehearsal.SandboxDescription.Service;
import norn.rehearsal.production.Pm2;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.StartupWait;

/** The services of a release, started as the description says. */
final class ServiceStarter {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    /** Of a service that starts an interpreter, which starts another: on a machine that is busy. */
    private static final Duration LONG_START_TIMEOUT = Duration.ofSeconds(90);

    private final SandboxDescription sandbox;
    private final ServiceUnits units;

    ServiceStarter(SandboxDescription sandbox) {
        this.sandbox = sandbox;
        this.units = new ServiceUnits(sandbox);
    }

    /** Has the user's systemd know those that it runs, before anybody starts one. */
    void prepare() {
        units.install();
    }

    /** Starts it where it does not run. */
    void start(Service service) {
        try {
            Files.deleteIfExists(stopped(service));
            var release = sandbox.installed().toRealPath();
            switch (service.manager()) {
                case PROCESS -> process(service, release);
                case SCRIPT -> script(service, release);
                case PM2 -> pm2().start(release.resolve(service.command().get(0)), service.name());
                case SYSTEMD -> units.start(service);
            }
        } catch (IOException e) {
            throw new SandboxFailure("%s leads to no release: %s".formatted(sandbox.installed(), e.getMessage()), e);
        }
    }

    private static void process(Service service, Path release) {
        if (RunningProcess.of(service.pidFile()).isEmpty()) {
            RunningProcess.start(
                    service.command(), service.environment(), release, service.logFile(), service.pidFile());
        }
    }

    private static void script(Service service, Path release) {
        if (!isOpen(service)) {
            var words = new ArrayList<>(service.command());
            words.add("start");
            RunningProcess.start(words, service.environment(), release, service.logFile(), service.pidFile());
        }
    }

    private Pm2 pm2() {
        var production = Objects.requireNonNull(sandbox.production());
        return new Pm2(production.pm2(), production.pm2Home());
    }

    /** Whether a person or Norn had it down when the sandbox was stopped, so that it stays down. */
    boolean isToStayDown(Service service) {
        return service.manager() == SandboxDescription.Manager.PROCESS
                ? !Files.exists(service.pidFile())
                : Files.exists(stopped(service));
    }

    private Path stopped(Service service) {
        return sandbox.run().resolve(service.name() + ".stopped");
    }

    void awaitServing(Service service) {
        var plain = service.manager() == SandboxDescription.Manager.PROCESS;
        StartupWait.until(
                service.name() + " serves",
                plain ? START_TIMEOUT : LONG_START_TIMEOUT,
                () -> !plain || RunningProcess.of(service.pidFile()).isPresent(),
                service.logFile(),
                () -> {
                    var health = service.name().equals(Sandbox.DASHBOARD) ? "/api/health" : "/api/v1/health";
                    return isOpen(service) && (service.url() == null || StartupWait.answersOk(service.url() + health));
                });
    }

    private static boolean isOpen(Service service) {
        return service.ports().stream().allMatch(StartupWait::isOpen);
    }

    /** Ends it where it runs. */
    void stop(Service service) {
        if (service.manager() == SandboxDescription.Manager.PROCESS) {
            ProcessStopper.stop(service.pidFile(), "TERM");
        }
    }

    /** Says that the sandbox is being started: until it serves, what is down is not down on purpose. */
    void begin() {
        if (sandbox.production() != null) {
            try {
                Files.writeString(partly(), "");
            } catch (IOException e) {
                throw new SandboxFailure("%s cannot be written: %s".formatted(partly(), e.getMessage()), e);
            }
        }
    }

    /** Says that all of it serves. */
    void finish() {
        try {
            Files.deleteIfExists(partly());
        } catch (IOException e) {
            throw new SandboxFailure("%s cannot be deleted: %s".formatted(partly(), e.getMessage()), e);
        }
    }

    /** Stands there from the moment that the sandbox begins to end until it serves again. */
    private Path partly() {
        return sandbox.run().resolve("partly-running");
    }

    /**
     * Ends those that Norn does not run itself, and notes those that are down already; not where somebody was ended who stopped or
     * started the sandbox: then the notes are there, and what is down is down by that.
     */
    void stopManaged() {
        var production = sandbox.production();
        if (production == null) {
            return;
        }
        if (!Files.exists(partly())
                && RunningProcess.of(sandbox.database().pidFile()).isPresent()) { // else the sandbox is stopped already
            sandbox.services().values().forEach(this::note);
            begin();
        }
        try {
            units.remove(); // first: systemd starts again what ends by itself
        } finally {
            pm2().end();
            ProcessStopper.stopWithin(production.tree());
            ProcessStopper.stopWithin(sandbox.releases());
        }
    }

    private void note(Service service) {
        try {
            Files.deleteIfExists(stopped(service));
            if (service.manager() != SandboxDescription.Manager.PROCESS && !isOpen(service)) {
                Files.createFile(stopped(service));
            }
        } catch (IOException e) {
            throw new SandboxFailure("%s cannot be written: %s".formatted(stopped(service), e.getMessage()), e);
        }
    }
}
