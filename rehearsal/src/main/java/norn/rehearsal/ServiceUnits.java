package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import norn.rehearsal.SandboxDescription.Manager;
import norn.rehearsal.SandboxDescription.Service;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.systemd.ServiceUnit;
import norn.rehearsal.systemd.Systemctl;

/** The services that the user's systemd runs, each a unit of this sandbox alone. */
final class ServiceUnits {
    private final SandboxDescription sandbox;

    ServiceUnits(SandboxDescription sandbox) {
        this.sandbox = sandbox;
    }

    private List<Service> services() {
        return sandbox.services().values().stream()
                .filter(service -> service.manager() == Manager.SYSTEMD)
                .toList();
    }

    private Systemctl systemctl() {
        return Optional.ofNullable(sandbox.production())
                .flatMap(production -> Optional.ofNullable(production.systemctl()))
                .map(Systemctl::new)
                .orElseThrow(() -> new IllegalStateException("a unit, and no systemd"));
    }

    /** Has systemd know them. What is left there of a sandbox in the same place, whose folder somebody deleted, goes first. */
    void install() {
        for (var service : services()) {
            var presence = systemctl().presence();
            if (!presence.isYes()) {
                throw new SandboxFailure(
                        "%s is a unit of a user's systemd, which does not answer (%s). Log in as that user, or make the sandbox anew."
                                .formatted(service.name(), presence.detail()));
            }
            var unit = sandbox.unit(service);
            if (!Files.exists(unit)) { // from when it is there, what systemd has of that name is of this sandbox
                systemctl().remove(name(service));
                write(unit, service);
            }
            systemctl().install(unit);
        }
    }

    private void write(Path unit, Service service) {
        try {
            Files.createDirectories(unit.getParent());
            var temporary = unit.resolveSibling(unit.getFileName() + ".new");
            Files.writeString(
                    temporary,
                    new ServiceUnit(
                                    "%s of the Norn sandbox in %s".formatted(service.name(), sandbox.root()),
                                    sandbox.installed(),
                                    service.command(),
                                    service.logFile())
                            .text());
            Files.move(temporary, unit, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SandboxFailure("%s cannot be written: %s".formatted(unit, e.getMessage()), e);
        }
    }

    void start(Service service) {
        systemctl().start(name(service));
    }

    /** Ends them, and has systemd forget them. */
    void remove() {
        services().forEach(service -> systemctl().remove(name(service)));
    }

    private String name(Service service) {
        return String.valueOf(sandbox.unit(service).getFileName());
    }
}
