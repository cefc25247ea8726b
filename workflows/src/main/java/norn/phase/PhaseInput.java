package norn.phase;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.plan.Plan;
import norn.run.FenceGrant;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * What a phase is started with by its deployment, or by itself when it continues in a fresh history.
 *
 * @param plan cut down to the phase
 * @param fence the number that its orders bear; 0 where no lock is held
 * @param journal what has happened in the phase already; null where it starts
 * @param reportedEntries how many entries of that journal the deployment has
 * @param to the release that a person wants back; null: the one that the last D-Day recorded
 * @param reopenReason why the rollback for which the phase had ended was not agreed to, so that the phase is reopened; null: it
 *     had not ended
 * @param pagesBefore how many pages earlier runs of the phase may have sent: a page of the same number and text would count as sent
 *     already; null: none
 * @param unfenced the hosts on which the fence is still to be raised, by name; null: there is none
 */
public record PhaseInput(
        Plan plan,
        PhaseContext context,
        long fence,
        @Nullable Journal journal,
        int reportedEntries,
        @Nullable String to,
        @Nullable String reopenReason,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer pagesBefore,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unfenced) {
    public PhaseInput {
        unfenced = unfenced == null || unfenced.isEmpty() ? null : List.copyOf(unfenced);
    }

    /** No event of a journal pages more often than this. */
    private static final int MAX_PAGES_OF_EVENT = 3;

    /** The hosts on which the fence is still to be raised, by name. */
    List<String> unfencedHosts() {
        return unfenced == null ? List.of() : unfenced;
    }

    /** The start of a phase. */
    public static PhaseInput start(Plan whole, PhaseContext context, FenceGrant grant) {
        return new PhaseInput(
                whole.only(context.phase()), context, grant.fence(), null, 0, null, null, null, grant.unfenced());
    }

    /** The same for a rollback to that release; null: to the one that the last D-Day recorded. */
    public PhaseInput backTo(@Nullable String release) {
        return new PhaseInput(
                plan.backTo(release),
                context,
                fence,
                journal,
                reportedEntries,
                release,
                reopenReason,
                pagesBefore,
                unfenced);
    }

    /** The same where the phase was run before from its beginning, so many entries of journals long in all. */
    public PhaseInput after(int entries) {
        var pages = MAX_PAGES_OF_EVENT * entries;
        return new PhaseInput(
                plan, context, fence, journal, reportedEntries, to, reopenReason, pages == 0 ? null : pages, unfenced);
    }

    /** The same phase reopened after that journal, all of which its deployment has. */
    public PhaseInput reopened(Journal before, String reason) {
        var entries = before.entries().size();
        return new PhaseInput(
                plan, context, fence, before, entries, to, reason, MAX_PAGES_OF_EVENT * entries, unfenced);
    }

    /** The same phase in a fresh history, after that journal, of which its deployment has the first {@code reported} entries. */
    PhaseInput continued(Journal before, int reported, int pages) {
        return new PhaseInput(plan, context, fence, before, reported, to, null, pages, unfenced);
    }

    /** The engine of the phase as it starts from here. */
    public PhaseEngine engine(Instant now) {
        if (journal == null) {
            return new PhaseEngine(plan, context, now);
        }
        return reopenReason == null
                ? PhaseEngine.resume(plan, context, journal)
                : PhaseEngine.reopen(plan, context, journal, reopenReason, now);
    }
}
