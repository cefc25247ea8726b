package norn.worker.planted;

/** Stands for a class of the worker, in the tests of the module rules. */
public record WorkerStandIn(String name) {}
