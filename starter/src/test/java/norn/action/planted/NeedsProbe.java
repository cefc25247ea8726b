package norn.action.planted;

import norn.probe.planted.NeedsAction;

/** A planted violation: its package and that of the probe need each other. */
public record NeedsProbe(NeedsAction back) {}
