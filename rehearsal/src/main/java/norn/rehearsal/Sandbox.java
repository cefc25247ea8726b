package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import norn.rehearsal.production.ProductionPrograms;
import norn.rehearsal.system.PackageCache;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.SystemPrograms;
import norn.rehearsal.system.ToolMissing;

/**
 * The sandbox that a deployment is rehearsed in: a real database, cache, git repository, game servers, AI service and
 * dashboard, and players who write a ledger of their own. Its processes live on when the process that started them ends.
 */
public final class Sandbox {
    /** The services' names. */
    public static final String AI_SERVICE = "ai-service";

    public static final String GAME_SERVERS = "game-servers";
    public static final String DASHBOARD = "dashboard";

    private final SandboxDescription description;

    Sandbox(SandboxDescription description) {
        this.description = description;
    }

    /**
     * Makes a sandbox from nothing, starts it, and waits until players play. Takes some seconds. Where it fails, nothing
     * is left running, and nothing is left in {@code root}.
     *
     * @param root the directory to make it in; absent, or empty. What the next sandbox can use again is stored beside it,
     *     in {@code cache}, or where the system property {@code norn.rehearsal.cache} says
     * @param progress receives what is being done, a line each, from several threads
     * @throws ToolMissing if a program that this needs is not installed
     * @throws SandboxFailure if it cannot be made; the message says why
     */
    public static Sandbox create(Path root, SandboxOptions options, Consumer<String> progress) {
        return new SandboxBuilder(root.toAbsolutePath().normalize(), options, progress).make();
    }

    /**
     * Checks that this machine has the programs that a sandbox of that kind is made with; nothing is started.
     *
     * @param root the directory to make it in
     * @throws ToolMissing naming what is missing
     */
    public static void requireTools(Path root, SandboxKind kind) {
        SystemPrograms.requireAll();
        if (kind == SandboxKind.PRODUCTION) {
            ProductionPrograms.requireAll(PackageCache.of(root.resolveSibling("cache")));
        }
    }

    /** The sandbox that an earlier process made there; nothing is started. */
    public static Sandbox open(Path root) {
        return new Sandbox(SandboxFile.read(root.toAbsolutePath().normalize()));
    }

    /** Whether there is a sandbox in that directory. */
    public static boolean exists(Path root) {
        return SandboxFile.exists(root);
    }

    /** Whether whoever made the sandbox in that directory, or deleted it, was ended in the middle of it: it cannot serve. */
    public static boolean isUnfinished(Path root) {
        return SandboxFile.isUnfinished(root);
    }

    /** Deletes what lies in that directory, and touches nothing that it names: for the copy of a sandbox. */
    public static void deleteFiles(Path root) throws IOException {
        SandboxFile.delete(root);
    }

    /** Where each part of it is. */
    public SandboxDescription description() {
        return description;
    }

    /** The players' ledger. */
    public Ledger ledger() {
        return new Ledger(description.ledger());
    }

    /** Where each confirmed write is now. */
    public LedgerComparison compareLedger() {
        return LedgerComparison.compare(ledger().entries(), description.database());
    }

    private Optional<CharactersServer> characters() {
        return Optional.ofNullable(description.production())
                .map(production -> new CharactersServer(production.characters()));
    }

    /** How the characters' database stands; empty where the sandbox is not like production. */
    public Optional<CharactersState> charactersState() {
        return characters().map(CharactersServer::state);
    }

    /**
     * Starts what ran when the sandbox was stopped or the machine went down, from the release that is active, and waits until
     * it serves. A service that was stopped on purpose stays down.
     *
     * @throws SandboxFailure if something does not serve; everything else runs
     */
    public void start() {
        new DatabaseServer(description).start();
        new CacheServer(description).start();
        characters().ifPresent(CharactersServer::start);
        var starter = new ServiceStarter(description);
        starter.begin();
        starter.prepare();
        var services = description.services().values().stream()
                .filter(service -> !starter.isToStayDown(service))
                .toList();
        services.forEach(starter::start);
        var players = new PlayersProcess(description);
        if (Files.exists(players.pidFile())) {
            players.start();
        }
        services.forEach(starter::awaitServing);
        starter.finish();
    }

    void startServices() {
        var starter = new ServiceStarter(description);
        starter.prepare();
        description.services().values().forEach(starter::start);
        description.services().values().forEach(starter::awaitServing);
    }

    /** Ends every process of the sandbox that runs, players first; those that are down stay down. */
    public void stop() {
        ProcessStopper.stop(new PlayersProcess(description).pidFile(), "TERM");
        var services = new ServiceStarter(description);
        for (var name : new String[] {DASHBOARD, GAME_SERVERS, AI_SERVICE}) {
            services.stop(service(description, name));
        }
        try {
            services.stopManaged();
        } finally {
            characters().ifPresent(CharactersServer::stop);
            ProcessStopper.stop(description.cache().pidFile(), "TERM");
            ProcessStopper.stop(description.database().pidFile(), "INT"); // PostgreSQL's fast shutdown
        }
    }

    /** Ends the PostgreSQL server as a failure does: at once, in the middle of whatever it is asked, to recover from its log later. */
    public void crashDatabase() {
        ProcessStopper.stop(description.database().pidFile(), "QUIT");
    }

    /** Starts the PostgreSQL server alone, where it does not run, and waits until it answers. */
    public void startDatabase() {
        new DatabaseServer(description).start();
    }

    /** Ends it, and deletes its directory. What somebody left running there who was ended in the middle goes with it. */
    public void destroy() throws IOException {
        stop();
        ProcessStopper.stopWithin(description.root());
        SandboxFile.delete(description.root());
    }

    static SandboxDescription.Service service(SandboxDescription description, String name) {
        return Objects.requireNonNull(description.services().get(name), name);
    }
}
