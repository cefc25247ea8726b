package norn.fingerprint;

import static norn.action.NamedAction.harmless;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.SampleSection;

/** The world's fingerprint. */
public final class FingerprintCapability implements Capability<FingerprintSettings> {
    private static final Option TO =
            Option.optional("to", Type.TEXT, "an earlier release; without it what the last D-Day recorded");

    private static final Option MODE = Option.optional("mode", Type.TEXT, "auto (the default), code or database");

    @Override
    public String section() {
        return "fingerprint";
    }

    @Override
    public Class<FingerprintSettings> settings() {
        return FingerprintSettings.class;
    }

    @Override
    public String sample() {
        return SampleSection.of(FingerprintCapability.class);
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                        "fingerprint",
                        "Takes the fingerprint of release, settings, services and database.",
                        new TakeFingerprint()::run,
                        Option.optional("record", Type.FLAG, "record it as what a rollback goes back to"),
                        Option.optional("throughLink", Type.FLAG, "the services must run through the active link")),
                harmless(
                        "verify-fingerprint",
                        "Compares the world with the fingerprint from before the first change.",
                        new VerifyFingerprint()::run,
                        MODE,
                        TO),
                harmless(
                        "survey-environment",
                        "Looks what a rollback has to take back, to what, and what that costs.",
                        new SurveyEnvironment()::run,
                        MODE,
                        TO,
                        Option.optional("goLiveAt", Type.TEXT, "when players were let in, as the deployment knows it"),
                        Option.optional(
                                "beforeGoLive",
                                Type.FLAG,
                                "true: no player was let in; what was written since is the testers'"),
                        Option.optional(
                                "byPerson", Type.FLAG, "false: a rule ordered it; nobody is asked for consent")));
    }
}
