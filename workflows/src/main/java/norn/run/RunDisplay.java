package norn.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** What people see of a run without asking: its page, and the search attributes that lists show. */
public final class RunDisplay {
    private final NornSearchAttributes attributes = new NornSearchAttributes();

    /** Shows the run as it stands; {@code reportedAt} is when its phase last reported, null where none has. */
    public void show(RunSnapshot snapshot, @Nullable Instant reportedAt) {
        var checklist = snapshot.checklist(Clock.now());
        CurrentDetails.show(snapshot, checklist, reportedAt);
        attributes.set(new NornSearchAttributes.Values(
                snapshot.environment(),
                snapshot.release(),
                snapshot.phase(),
                snapshot.status().name(),
                roles(checklist)));
    }

    private static List<String> roles(Checklist checklist) {
        var roles = new ArrayList<String>();
        for (var item : checklist.waiting()) {
            for (var role : item.roles()) {
                if (!roles.contains(role)) {
                    roles.add(role);
                }
            }
        }
        return roles;
    }

    /** Shows why no plan could be made: the run fails, and lists show it as nothing that runs. */
    public void showFailure(String environment, String release, String why) {
        CurrentDetails.showFailure(release, environment, why);
        attributes.set(NornSearchAttributes.Values.withoutPlan(environment, release));
    }

    /** Lists show no attributes of a run that was started with wrong input. */
    public void showNothing() {
        attributes.set(NornSearchAttributes.Values.none());
    }
}
