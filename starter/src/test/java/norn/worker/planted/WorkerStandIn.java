package norn.worker.planted;

/** Stands for a class of the worker, in the tests of the arrows. */
public record WorkerStandIn(String name) {}
