package norn.adoption;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.code.WorkTree;
import norn.plan.Problem;
import norn.service.FoundService;
import org.jspecify.annotations.Nullable;

/**
 * An installation as it was found.
 *
 * @param tree the folder that its services run from; null: they run from a release, or it is not known
 * @param git that folder as git describes it; null: the same
 * @param release the name that it has, or gets, as a release; null: not known
 * @param directory that release's directory; null: the same
 * @param active the release that the active link leads to; null: to none
 * @param problems what must be put right first, by a person
 * @param changes what an adoption changes, and what people should change afterwards, a line each
 * @param notes what people should know, a line each
 * @param record the last adoption; null: there was none
 */
public record Installation(
        List<FoundService> services,
        @Nullable Path tree,
        @Nullable WorkTree git,
        @Nullable String release,
        @Nullable Path directory,
        @Nullable String active,
        List<Problem> problems,
        List<String> changes,
        List<String> notes,
        @Nullable AdoptionRecord record) {
    public Installation {
        services = List.copyOf(services);
        problems = List.copyOf(problems);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /** Whether it was adopted, gone back to, and runs through the link. */
    public boolean isAdopted() {
        return record != null && record.provenAt() != null && tree == null && problems.isEmpty();
    }

    /** Whether an adoption was begun and has not come to its proof. */
    public boolean isBegun() {
        return record != null && record.isOpen();
    }

    /** Whether a service runs from the release that the active link leads to. */
    public boolean isThroughLink(FoundService service) {
        return service.release() != null && service.release().equals(active);
    }

    /** As JSON has it. */
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("services", services.stream().map(this::fields).toList());
        put(fields, "tree", tree);
        if (git != null) {
            put(fields, "commit", git.commit());
            fields.put("changed", git.changed());
            fields.put("untracked", git.untracked());
        }
        put(fields, "release", release);
        put(fields, "directory", directory);
        put(fields, "active", active);
        fields.put("problems", problems.stream().map(Problem::text).toList());
        fields.put("changes", changes);
        fields.put("notes", notes);
        fields.put("begun", isBegun());
        put(fields, "provenAt", record == null ? null : record.provenAt());
        return fields;
    }

    private Map<String, Object> fields(FoundService service) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", service.name());
        fields.put("manager", service.manager());
        fields.put("found", service.how());
        fields.put("pids", service.pids());
        put(fields, "directory", service.directory());
        put(fields, "release", service.release());
        fields.put("throughLink", isThroughLink(service));
        put(fields, "unknown", service.unknown());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value instanceof Path path ? path.toString() : value);
        }
    }
}
