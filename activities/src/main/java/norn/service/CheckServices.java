package norn.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.plan.Count;
import norn.plan.Order;
import norn.service.StartCheck.Obstacle;
import norn.state.Evidence;
import norn.state.Finding;

/** Checks, while the old release serves, that each service could start from the new one: its ports, and the rights of its user. */
final class CheckServices {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var release = new Releases(attempt.settings(CodeSettings.class)).directory(order.release());
        if (!Files.isDirectory(release)) {
            throw new ActionFailed(
                    "NotCheckedOut", release + ": is not checked out", "Check the release out, build it.", false);
        }
        var services = new Services(attempt);
        var names = services.selected(order).stream()
                .filter(name -> services.manager(name).isManaged())
                .toList();
        if (names.isEmpty()) {
            return attempt.evidence().notNeeded("others start and stop all services");
        }
        var obstacles = new ArrayList<Obstacle>();
        for (var name : names) {
            attempt.heartbeat("checking what %s needs".formatted(name));
            obstacles.addAll(of(name, services, release, attempt));
        }
        if (!obstacles.isEmpty()) {
            throw failed(obstacles);
        }
        return attempt.evidence()
                .value("services", names.size())
                .done("%s could start from %s: ports, programs, files and folders are theirs to use"
                        .formatted(Count.of(names.size(), "service"), order.release()));
    }

    private static List<Obstacle> of(String name, Services services, Path release, Attempt attempt) {
        try {
            return new StartCheck(name, services.manager(name), services.service(name), release, attempt).obstacles();
        } catch (ActionFailed silent) {
            return List.of(new Obstacle(
                    Finding.UNKNOWN,
                    String.valueOf(silent.getMessage()),
                    silent.remedy() == null ? "" : silent.remedy()));
        }
    }

    private static ActionFailed failed(List<Obstacle> obstacles) {
        var surely = obstacles.stream().anyMatch(obstacle -> obstacle.finding() == Finding.NO);
        return new ActionFailed(
                surely ? "ServicesCannotStart" : "ServicesUnknown",
                obstacles.stream().map(Obstacle::what).collect(Collectors.joining("; ")),
                obstacles.stream().map(Obstacle::remedy).distinct().collect(Collectors.joining(" ")),
                true);
    }
}
