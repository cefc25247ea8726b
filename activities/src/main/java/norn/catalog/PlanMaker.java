package norn.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.action.Action;
import norn.plan.Plan;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.plan.ShortText;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.yaml.Problems;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Makes the plan for one release from a runbook and an environment's policy, checked as a whole. */
public final class PlanMaker {
    private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    private PlanMaker() {}

    /**
     * What is asked for.
     *
     * @param previousRelease the release that is active now; null where none is
     * @param phases those to run; empty: all
     * @param hostHash SHA-256 of the host's commands, hexadecimal
     */
    public record Request(String release, @Nullable String previousRelease, List<PhaseName> phases, String hostHash) {
        public Request {
            phases = List.copyOf(phases);
        }
    }

    /**
     * The plan.
     *
     * @param actions the actions that this host knows, by name
     * @throws InvalidRunbook with everything that is wrong, each at its place
     */
    public static Plan make(
            Request request, LoadedRunbook loaded, EnvironmentFile environment, Map<String, Action> actions) {
        var problems = new Problems();
        if (!isRelease(request.release())) {
            problems.add("release", "'%s' is not the name of a release".formatted(printable(request.release())))
                    .expected("letters, digits, dots, hyphens, such as v1.0.0");
        }
        for (var phase : request.phases()) {
            if (loaded.runbook().phases().stream().noneMatch(known -> known.name() == phase)) {
                problems.add(
                        "phases",
                        "the runbook %s has no phase %s"
                                .formatted(loaded.runbook().name(), phase));
            }
        }
        var exclusions = Exclusions.of(loaded.runbook(), environment.policy(), actions);
        var runbook = only(exclusions.apply(loaded.runbook()), request.phases());
        new PlanCheck(loaded, environment, exclusions, problems).check(runbook);
        WatchedMeasuresCheck.check(loaded.runbook(), environment, problems);
        new HostReferenceCheck(loaded, environment, exclusions, actions, problems).check(runbook);
        problems.throwIfAny(list -> new InvalidRunbook(loaded.runbook().name(), list));
        return new Plan(
                Rules.CURRENT,
                environment.environment(),
                request.release(),
                request.previousRelease(),
                runbook,
                policy(environment, loaded, exclusions),
                request.hostHash());
    }

    /** Whether that can name a release: a tag, and a directory, and nothing else. */
    public static boolean isRelease(String name) {
        return RELEASE.matcher(name).matches() && !name.contains("..") && !name.endsWith(".lock");
    }

    /** The phases asked for, and the rollback, which every change may need. */
    private static Runbook only(Runbook runbook, List<PhaseName> asked) {
        if (asked.isEmpty()) {
            return runbook;
        }
        var phases = new ArrayList<Phase>();
        for (var phase : runbook.phases()) {
            if (asked.contains(phase.name()) || phase.name() == PhaseName.ROLLBACK) {
                phases.add(phase);
            }
        }
        return runbook.withPhases(phases);
    }

    /** The policy with the runbook's thresholds where it sets none of its own. */
    private static Policy policy(EnvironmentFile environment, LoadedRunbook loaded, Exclusions exclusions) {
        var policy = environment.policy();
        var thresholds = new LinkedHashMap<>(loaded.thresholds());
        thresholds.putAll(policy.thresholds());
        return new Policy(
                policy.zone(),
                policy.pace(),
                policy.people(),
                policy.anyone(),
                thresholds,
                policy.dataLossBudget(),
                policy.dayLead(),
                policy.hosts(),
                exclusions.reasons(),
                policy.standIns(),
                policy.excludedComponents(),
                oldCodeFitsNewSchema(environment.host()),
                policy.asking());
    }

    /**
     * Whether the old code fits what a release makes of the database and of each store that a rollback brings back; null: there is none,
     * and so no schema.
     */
    private static @Nullable Boolean oldCodeFitsNewSchema(YamlNode host) {
        var schemas = new ArrayList<YamlNode>();
        if (host.isMapping()) {
            section(host, "database").ifPresent(schemas::add);
            section(host, "stores").stream()
                    .flatMap(stores -> stores.fields().values().stream())
                    .filter(YamlNode::isMapping)
                    .filter(PlanMaker::isCompared)
                    .forEach(schemas::add);
        }
        return schemas.isEmpty() ? null : schemas.stream().allMatch(PlanMaker::saysThatOldCodeFits);
    }

    private static Optional<YamlNode> section(YamlNode host, String name) {
        return Optional.ofNullable(host.field(name)).filter(YamlNode::isMapping);
    }

    /** Whether a rollback finds out that a release changed the store: one without a fingerprint it never touches. */
    private static boolean isCompared(YamlNode store) {
        var kind = store.field("kind");
        return kind == null
                || !kind.isScalar()
                || !kind.text().equals("commands")
                || store.field("fingerprint") != null;
    }

    private static boolean saysThatOldCodeFits(YamlNode schema) {
        var fits = schema.field("oldCodeFitsNewSchema");
        return fits != null && fits.isFlag() && Boolean.parseBoolean(fits.text());
    }

    private static String printable(String text) {
        return ShortText.of(text.replaceAll("\\p{Cntrl}", "?"), 60);
    }
}
