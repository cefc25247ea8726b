package norn.action;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.files.LenientJson;
import norn.limit.Limits;
import norn.plan.ShortText;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** An evidence cut to what a history can hold. Where something is cut, a mark says so and how much. */
public final class BoundedEvidence {
    private static final int NAME_CHARACTERS = 200;

    private boolean cut;

    private BoundedEvidence() {}

    /** The evidence, cut; empty where it needs no cutting. */
    public static Optional<Evidence> of(Evidence evidence) {
        var bounds = new BoundedEvidence();
        var summary = bounds.text(evidence.summary(), Limits.SUMMARY_CHARACTERS);
        var values = bounds.fitted(bounds.fields(evidence.values()));
        var artifacts = bounds.items(evidence.artifacts());
        if (!bounds.cut) {
            return Optional.empty();
        }
        return Optional.of(new Evidence(
                evidence.outcome(),
                summary,
                values,
                artifacts,
                evidence.met(),
                evidence.host(),
                evidence.startedAt(),
                evidence.endedAt()));
    }

    private <T> List<T> items(Collection<T> items) {
        if (items.size() > Limits.VALUE_ITEMS) {
            cut = true;
        }
        return items.stream().limit(Limits.VALUE_ITEMS).toList();
    }

    private Map<String, @Nullable Object> fields(Map<?, ?> fields) {
        var bounded = new LinkedHashMap<String, @Nullable Object>();
        for (var field : items(fields.entrySet())) {
            bounded.put(text(String.valueOf(field.getKey()), NAME_CHARACTERS), value(field.getValue()));
        }
        if (fields.size() > bounded.size()) {
            bounded.put("cut", "%d more fields".formatted(fields.size() - bounded.size()));
        }
        return bounded;
    }

    private @Nullable Object value(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text(text.toString(), Limits.VALUE_CHARACTERS);
        }
        if (value instanceof Map<?, ?> map) {
            return fields(map);
        }
        if (value instanceof Collection<?> list) {
            var bounded = new ArrayList<@Nullable Object>();
            items(list).forEach(item -> bounded.add(value(item)));
            if (list.size() > bounded.size()) {
                bounded.add("[cut here: %d more]".formatted(list.size() - bounded.size()));
            }
            return bounded;
        }
        return value;
    }

    private String text(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return text;
        }
        cut = true;
        return "%s [cut here: %d characters in all]".formatted(ShortText.of(text, maxCharacters), text.length());
    }

    /** The values that fit together; of the others, the largest first, only their size. */
    private Map<String, @Nullable Object> fitted(Map<String, @Nullable Object> values) {
        var sizes = new LinkedHashMap<String, Integer>();
        values.forEach((name, value) ->
                sizes.put(name, LenientJson.line(value == null ? "" : value).length()));
        var total = sizes.values().stream().mapToInt(Integer::intValue).sum();
        var fitted = new LinkedHashMap<>(values);
        var largestFirst = new ArrayList<>(sizes.entrySet());
        largestFirst.sort(Comparator.comparingInt(size -> -size.getValue()));
        for (var size : largestFirst) {
            if (total <= Limits.EVIDENCE_CHARACTERS) {
                break;
            }
            fitted.put(size.getKey(), "[cut: %d characters]".formatted(size.getValue()));
            total -= size.getValue();
            cut = true;
        }
        return fitted;
    }
}
