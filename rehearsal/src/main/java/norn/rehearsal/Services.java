package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The services of a release, started as the description says. */
final class Services {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Services() {}

    static void start(WorldDescription world, WorldDescription.Service service) {
        if (RunningProcess.of(service.pidFile()).isEmpty()) {
            try {
                Path release = world.active().toRealPath();
                RunningProcess.start(
                        service.command(), service.environment(), release, service.logFile(), service.pidFile());
            } catch (IOException e) {
                throw new WorldFailure("%s leads to no release: %s".formatted(world.active(), e.getMessage()), e);
            }
        }
    }

    static void awaitServing(WorldDescription.Service service) {
        Waiting.until(service.name() + " serves", PATIENCE, service.pidFile(), service.logFile(), () -> {
            boolean open = service.ports().stream().allMatch(Waiting::isOpen);
            String health = service.name().equals(World.DASHBOARD) ? "/api/health" : "/api/v1/health";
            return open && (service.url() == null || Waiting.answersOk(service.url() + health));
        });
    }
}
