package norn.cli.rehearsal;

import java.util.Optional;
import java.util.function.Supplier;

/** Says once that the worker of a rehearsal has died, and how its deployment goes on. */
final class WorkerWatch implements Supplier<Optional<String>> {
    private final WorkerProcess worker;
    private boolean told;

    WorkerWatch(WorkerProcess worker) {
        this.worker = worker;
    }

    @Override
    public Optional<String> get() {
        if (told || worker.runs()) return Optional.empty();
        told = true;
        return Optional.of(
                "the worker (process %d) has died. Its last words:%n%s%nStart another with './norn worker': the deployment goes on where it was."
                        .formatted(worker.process().pid(), worker.lastWords()));
    }
}
