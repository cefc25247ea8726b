package norn.engine.planted;

import io.temporal.workflow.Promise;

/** A planted violation: the engine imports no Temporal. */
public record KnowsTemporal(Promise<String> promise) {}
