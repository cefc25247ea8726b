package norn.action.planted;

import io.temporal.activity.ActivityInfo;

/** A planted violation: a capability is testable without Temporal. */
public record DependsOnTemporal(ActivityInfo activity) {}
