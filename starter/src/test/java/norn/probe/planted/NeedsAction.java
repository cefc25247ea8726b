package norn.probe.planted;

import norn.action.planted.NeedsProbe;

/** A planted violation: its package and that of the action need each other. */
public record NeedsAction(NeedsProbe back) {}
