package norn.database.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.action.ActionHarness;
import norn.state.Evidence;

/** A host with stores and their secrets. */
final class StoreHarness {
    private StoreHarness() {}

    static ActionHarness of(Path home, Object... sections) {
        return new ActionHarness(
                home.resolve("records"),
                Map.of("playersPassword", ActionHarness.CANARY, "uploadsKey", "upl04ds-k3y"),
                List.of(sections),
                "x = 1\n");
    }

    /** What the evidence says of the only store. */
    @SuppressWarnings("unchecked") // as evidence has it
    static Map<String, Object> store(Evidence evidence) {
        return (Map<String, Object>) ((List<?>) evidence.values().get("stores")).get(0);
    }
}
