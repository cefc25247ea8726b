package norn.engine;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import norn.message.Refusal;
import norn.plan.Policy;

/** Who a name stands for, and what that person may do. */
final class People {
    private final Policy policy;

    People(Policy policy) {
        this.policy = policy;
    }

    /**
     * The name as it goes into the record.
     *
     * @throws Refusal if it names nobody, or nobody whom the policy knows in one of the roles
     */
    String check(String by, List<String> roles) {
        var name = check(by);
        if (policy.anyone()) {
            return name;
        }
        var known = roles.stream().flatMap(this::names).distinct().toList();
        if (known.stream().noneMatch(other -> same(name, other))) {
            throw new Refusal("%s is not known as %s. Known: %s"
                    .formatted(
                            name,
                            String.join(" or ", roles),
                            known.isEmpty()
                                    ? "nobody; name people in the environment's policy"
                                    : String.join(", ", known)));
        }
        return name;
    }

    /**
     * The name as it goes into the record, of anyone whom the policy knows in any role.
     *
     * @throws Refusal if it names nobody
     */
    String check(String by) {
        var name = by.strip();
        if (name.isEmpty() || same(name, "…") || same(name, "...")) {
            throw new Refusal("by is '%s', which is nobody. Put your name there".formatted(by));
        }
        if (same(name, "machine")) {
            throw new Refusal("by is 'machine', which is no person. Put your name there");
        }
        return name;
    }

    String checkAnyRole(String by) {
        var name = check(by);
        if (policy.anyone()) {
            return name;
        }
        return check(by, List.copyOf(policy.people().keySet()));
    }

    /** Whether two names are one person's: spaces around them, case, ways of writing a letter and what nobody sees do not count. */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("\\p{Cf}", "")
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    private Stream<String> names(String role) {
        return policy.people().getOrDefault(role, List.of()).stream();
    }
}
