package norn.rehearsal.planted;

import norn.worker.planted.Known;

/** A planted sinner: the rehearsal needs no module of Norn. */
public record KnowsTheWorker(Known worker) {}
