package norn.fingerprint;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.Holding;
import norn.action.Options;
import norn.environment.Host;
import norn.plan.Order;
import norn.runbook.StepPurpose;

/** The environment's fingerprint. */
public final class FingerprintCapability implements Capability<FingerprintSettings> {
    @Override
    public String section() {
        return "fingerprint";
    }

    @Override
    public Class<FingerprintSettings> settings() {
        return FingerprintSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                                "fingerprint",
                                "Takes the fingerprint of release, settings, services and database.",
                                new TakeFingerprint()::run,
                                Option.optional("record", Type.FLAG, "record it as what a rollback goes back to"),
                                Option.optional(
                                        "throughLink", Type.FLAG, "the services must run through the active link"))
                        .readingNothing()
                        .holding((order, host) ->
                                Options.of(order).flag("record") ? untouched(order, host) : Holding.nothing())
                        .reading(call -> call.hasFlag("throughLink") ? List.of("code") : List.of()),
                harmless(
                                "verify-fingerprint",
                                "Compares the environment with the fingerprint from before the first change.",
                                new VerifyFingerprint()::run)
                        .readingNothing()
                        .forSteps(StepPurpose.PROVES)
                        .holding(FingerprintCapability::untouched),
                harmless(
                                "survey-environment",
                                "Determines what a rollback has to change, back to what, and what that costs.",
                                new SurveyEnvironment()::run)
                        .readingNothing()
                        .forSteps(StepPurpose.SURVEYS)
                        .holding(FingerprintCapability::untouched));
    }

    /** Whoever holds the environment looks at it while nobody changes it, also no try that was given up; others just look. */
    private static Holding untouched(Order order, Host host) {
        return order.fence() > 0 ? Holding.ofEverything() : Holding.nothing();
    }
}
