package norn.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.yaml.Problems;

/**
 * Whether a gate that excludes those who acted elsewhere can still be decided, whoever acts there: else a deployment may come to a
 * gate at which nobody is left.
 */
final class FourEyesCheck {
    private final Map<String, Step> steps;
    private final Function<Collection<String>, Set<String>> people;

    /**
     * A check of those steps, by id.
     *
     * @param people the people of some roles
     */
    FourEyesCheck(Map<String, Step> steps, Function<Collection<String>, Set<String>> people) {
        this.steps = steps;
        this.people = people;
    }

    /** Notes a problem at {@code where} if nobody may be left to decide at the gate. */
    void check(Step step, Work.Gate gate, String where, String file, Problems problems) {
        var deciders = people.apply(gate.roles());
        var excluded = new Excluded();
        for (var id : gate.notBy()) {
            var other = steps.get(id);
            if (other != null) {
                var may = people.apply(roles(other));
                for (var place = 0; place < places(other); place++) {
                    excluded.add(id, may, deciders);
                }
            }
        }
        var left = deciders.size() - excluded.byPerson.size();
        if (deciders.size() < gate.quorum() || left >= gate.quorum()) {
            return;
        }
        var acting = new ArrayList<String>();
        excluded.byPerson.forEach((name, id) -> acting.add("%s answers %s".formatted(name, id)));
        problems.add(
                        where,
                        "%s needs %d of %s, who may not have acted at %s: if %s, only %d are left"
                                .formatted(
                                        step.id(),
                                        gate.quorum(),
                                        String.join(", ", deciders),
                                        String.join(", ", gate.notBy()),
                                        String.join(" and ", acting),
                                        left))
                .remedy("Name more people in policy.people.%s of %s, so that enough are left whoever answers there."
                        .formatted(gate.roles().get(0), file));
    }

    private static List<String> roles(Step step) {
        return step.work().match(action -> List.of(), Work.Attestation::roles, Work.Gate::roles);
    }

    private static int places(Step step) {
        return step.work().match(action -> 0, attestation -> 1, Work.Gate::quorum);
    }

    /** The most deciders that may have acted elsewhere, each at one place: a matching, widened place by place. */
    private static final class Excluded {
        private final Map<String, String> byPerson = new LinkedHashMap<>();
        private final Map<String, Set<String>> mayAct = new LinkedHashMap<>();

        void add(String place, Set<String> may, Set<String> deciders) {
            var those = new LinkedHashSet<>(may);
            those.retainAll(deciders);
            mayAct.put(place, those);
            fill(place, new LinkedHashSet<>());
        }

        private boolean fill(String place, Set<String> tried) {
            for (var person : mayAct.getOrDefault(place, Set.of())) {
                if (tried.add(person)) {
                    var elsewhere = byPerson.get(person);
                    if (elsewhere == null || fill(elsewhere, tried)) {
                        byPerson.put(person, place);
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
