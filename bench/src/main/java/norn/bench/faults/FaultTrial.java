package norn.bench.faults;

import java.util.List;
import norn.bench.Figure;

/** One row of faults at work. */
interface FaultTrial {
    /** Tries them in that rehearsal, which it leaves as it found it, with the old release active. */
    List<Figure> run(FaultStack stack, Draw draw);
}
