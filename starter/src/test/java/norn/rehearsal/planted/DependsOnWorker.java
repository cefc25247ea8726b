package norn.rehearsal.planted;

import norn.worker.planted.WorkerStandIn;

/** A planted violation: the rehearsal needs no module of Norn. */
public record DependsOnWorker(WorkerStandIn worker) {}
