package norn.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.temporal.workflow.QueryMethod;
import java.util.List;
import norn.plan.Plan;
import norn.report.Checklist;
import norn.report.Situation;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/** What may be asked of a run. */
public interface Queries {
    /** The whole state, for other programs. */
    @QueryMethod(name = "checklist", description = "The whole state as JSON. Takes no argument.")
    ChecklistAnswer checklist();

    /** The whole state, for people. */
    @QueryMethod(name = "report", description = "The report as Markdown. Takes no argument.")
    String report();

    /** Everything that the checklist and the report are computed from. */
    @QueryMethod(name = "record", description = "Plan and journals as JSON. Takes no argument.")
    RunRecord runRecord();

    /**
     * A run's plan and what happened under it.
     *
     * @param plan null while there is none
     */
    record RunRecord(@Nullable Plan plan, List<Journal> journals) {
        public RunRecord {
            journals = List.copyOf(journals);
        }
    }

    /**
     * The checklist with the situation, and the result once the status is final.
     *
     * @param result null before
     */
    record ChecklistAnswer(
            @JsonUnwrapped Checklist checklist,
            @JsonUnwrapped Situation situation,
            @Nullable Result result) {}
}
