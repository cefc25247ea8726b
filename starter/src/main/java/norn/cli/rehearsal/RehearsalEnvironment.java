package norn.cli.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import norn.rehearsal.WorldDescription;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The environment {@code rehearsal}: where the practice world is, written as the file that every environment has. */
public final class RehearsalEnvironment {
    /** Its name. */
    public static final String NAME = "rehearsal";

    private static final String HEADING = """
            # The environment of the practice world. Norn writes this file anew at each rehearsal, from where the world is.
            # './norn environment sample' prints every field with what it means.
            """;

    private final WorldDescription world;
    private final Path records;
    private final String pace;

    /**
     * The environment of that world.
     *
     * @param records where evidence, records and the fence go
     * @param pace how planned time passes: {@code real}, {@code asap} or a number
     */
    public RehearsalEnvironment(WorldDescription world, Path records, String pace) {
        this.world = world;
        this.records = records;
        this.pace = pace;
    }

    /** Writes it into that configuration folder; it holds passwords, so that only its owner can read it. */
    public Path write(Path config) throws IOException {
        Files.createDirectories(world.root().resolve("channels"));
        Files.createDirectories(world.root().resolve("offsite"));
        Files.createDirectories(world.backups());
        var folder = Files.createDirectories(config.resolve("environments"));
        var next = Files.createTempFile(
                folder,
                NAME,
                ".next",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text(), StandardCharsets.UTF_8);
        return Files.move(
                next,
                folder.resolve(NAME + ".yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file's text. */
    String text() {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.AUTO)
                .setWidth(120)
                .build();
        return HEADING
                + new Dump(settings)
                        .dumpToString(Yaml.map(
                                "environment",
                                NAME,
                                "runbook",
                                "ragnarok-ai-world",
                                "policy",
                                policy(),
                                "hands",
                                new RehearsalHands(world, records).sections()));
    }

    private Map<String, Object> policy() {
        return Yaml.map(
                "zone",
                "UTC",
                "pace",
                pace,
                "anyone",
                true,
                "people",
                Yaml.map("release-manager", List.of("alice", "adam"), "operator", List.of("bob", "berta")),
                "dataLossBudget",
                "15m",
                "dayLead",
                "120m",
                "leftOut",
                Yaml.map(
                        "load-test",
                        "the rehearsal has no load generator",
                        "configure-bridge",
                        "the servers read the bridge's settings from the shared folder, which no release brings",
                        "check-scraping",
                        "the rehearsal has no Prometheus; the metrics page itself is read",
                        "check-grafana",
                        "the rehearsal has no Grafana",
                        "check-alert-rules",
                        "the rehearsal has no Prometheus; Norn's own watch judges"),
                "standIns",
                Yaml.map(
                        "database",
                        "a small PostgreSQL of its own, with made-up content",
                        "cache",
                        "a small Redis-protocol server in place of DragonflyDB",
                        "services",
                        "three small processes with real ports, pages and logs in place of FastAPI, rAthena and Node",
                        "players",
                        "a few small clients that log in, write, and keep a ledger of every confirmed write",
                        "language models",
                        "none: stories are made up, and their costs with them",
                        "channels",
                        "log files in place of chat, pager and status page",
                        "time",
                        "planned time at the pace above; limits and deadlines are real"));
    }
}
