package norn.action;

import norn.rehearsal.system.Ports;

/** A port that is free now, and that no connection from here had as its own: such a one stays taken for a minute after its end. */
public final class FreePort {
    private FreePort() {}

    public static int next() {
        return Ports.free(1).get(0);
    }
}
