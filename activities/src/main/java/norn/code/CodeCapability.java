package norn.code;

import java.util.List;
import norn.action.Action;
import norn.action.Capability;
import norn.action.Holding;
import norn.environment.Host;
import norn.plan.Order;

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
                                new CheckOut()::run)
                        .holding((order, host) -> Holding.inTurn(List.of("release/" + order.release()))),
                harmless(
                                "build",
                                "Builds a component of the release in its directory, at low priority.",
                                new BuildComponent()::run)
                        .reading(call -> call.component()
                                .map(component -> List.of("code.builds." + component))
                                .orElse(List.of()))
                        .holding(CodeCapability::building),
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

    /** Two deployments may prepare the same release, whose components have one directory each. */
    private static Holding building(Order order, Host host) {
        var component = order.component();
        var components = component != null
                ? List.of(component)
                : host.section(CodeSettings.class)
                        .map(code -> List.copyOf(code.builds().keySet()))
                        .orElse(List.of());
        return Holding.inTurn(components.stream()
                .map(built -> "release/%s/%s".formatted(order.release(), built))
                .toList());
    }
}
