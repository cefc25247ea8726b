package norn.rehearsal;

import java.io.IOException;
import java.time.Duration;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.StartupWait;

/** The services of a release, started as the description says. */
final class ServiceStarter {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private ServiceStarter() {}

    static void start(SandboxDescription sandbox, SandboxDescription.Service service) {
        if (RunningProcess.of(service.pidFile()).isEmpty()) {
            try {
                var release = sandbox.active().toRealPath();
                RunningProcess.start(
                        service.command(), service.environment(), release, service.logFile(), service.pidFile());
            } catch (IOException e) {
                throw new SandboxFailure("%s leads to no release: %s".formatted(sandbox.active(), e.getMessage()), e);
            }
        }
    }

    static void awaitServing(SandboxDescription.Service service) {
        StartupWait.until(service.name() + " serves", START_TIMEOUT, service.pidFile(), service.logFile(), () -> {
            var open = service.ports().stream().allMatch(StartupWait::isOpen);
            var health = service.name().equals(Sandbox.DASHBOARD) ? "/api/health" : "/api/v1/health";
            return open && (service.url() == null || StartupWait.answersOk(service.url() + health));
        });
    }
}
