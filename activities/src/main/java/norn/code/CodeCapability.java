package norn.code;

import java.util.List;
import norn.action.Action;
import norn.action.Capability;

/** Code: releases as directories. */
public final class CodeCapability implements Capability<CodeSettings> {
    @Override
    public String section() {
        return "code";
    }

    @Override
    public Class<CodeSettings> settings() {
        return CodeSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                        "check-out",
                        "Gives the release a directory of its own: the commit of its tag, with shared files copied into it.",
                        new CheckOut()::run),
                harmless(
                                "build",
                                "Builds a component of the release in its directory, at low priority.",
                                new BuildComponent()::run)
                        .reading(call -> call.component()
                                .map(component -> List.of("code.builds." + component))
                                .orElse(List.of())),
                harmless(
                        "verify-code",
                        "Compares the release's directory with its tag's commit and with what was built.",
                        new VerifyCode()::run),
                changing("activate", "Points the active link at the release, in one step.", new Activate()::run),
                changing(
                        "restore-code",
                        "Points the active link back at the release that was active before the first change.",
                        new RestoreCode()::run));
    }
}
