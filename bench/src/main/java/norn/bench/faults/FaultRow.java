package norn.bench.faults;

import java.util.Arrays;
import java.util.List;
import norn.cli.terminal.CommandFailed;

/** The rows that are tried on a whole rehearsal, each by its number in docs/faults.md. */
enum FaultRow {
    WORKER_KILLED_IN_STEP(1, "the worker killed at a step that acts"),
    WORKER_KILLED(2, "the worker killed at any moment, again and again"),
    SERVER_KILLED(3, "the Temporal server killed, and down for a while"),
    DATABASE_DOWN(4, "the database server crashed, and down for a while"),
    SERVICE_HUNG(5, "a service that accepts connections and is silent"),
    VOLUME_FULL(6, "a volume full to its last byte"),
    PARTITIONED(7, "the worker cut off from the server or the database, and healed"),
    STARTED_AT_ONCE(9, "fifty deployments that want one environment"),
    FORGED_DECISIONS(10, "answers that are late, early, doubled or forged"),
    FILES_BROKEN(11, "files of runbooks and environments with a mistake"),
    HUGE_MESSAGES(13, "messages of megabytes, and bursts of them"),
    CANARIES(14, "secrets, looked for wherever Norn writes"),
    ROLLBACK_DISTURBED(15, "a rollback whose worker is killed at each of its steps"),
    BACKUP_LIES(16, "backups that are not what they seem"),
    ORPHANS(18, "the worker killed alone, while programs work for it"),
    HOLDER_LOST(19, "the run that holds the environment terminated, reset, cancelled, or robbed of its lock"),
    SERVER_GONE(20, "the Temporal server gone for good, its data with it");

    private final int number;
    private final String about;

    FaultRow(int number, String about) {
        this.number = number;
        this.about = about;
    }

    /**
     * The row of that number.
     *
     * @throws CommandFailed naming those that exist
     */
    static FaultRow numbered(int number) {
        return Arrays.stream(values())
                .filter(row -> row.number == number)
                .findFirst()
                .orElseThrow(() -> CommandFailed.usage(number + ": no such row", "There are: " + numbers()));
    }

    private static List<Integer> numbers() {
        return Arrays.stream(values()).map(row -> row.number).toList();
    }

    FaultTrial trial() {
        return switch (this) {
            case WORKER_KILLED_IN_STEP -> WorkerKills.atSteps();
            case WORKER_KILLED -> WorkerKills.atAnyMoment();
            case SERVER_KILLED -> new ServerKills();
            case DATABASE_DOWN -> new DatabaseCrashes();
            case SERVICE_HUNG -> new HungService();
            case VOLUME_FULL -> new FullVolumes();
            case PARTITIONED -> new Partitions();
            case STARTED_AT_ONCE -> new ManyStarts();
            case FORGED_DECISIONS -> new ForgedAnswers();
            case FILES_BROKEN -> new BrokenFiles();
            case HUGE_MESSAGES -> new HugeMessages();
            case CANARIES -> new Canaries();
            case ROLLBACK_DISTURBED -> WorkerKills.inRollback();
            case BACKUP_LIES -> new LyingBackups();
            case ORPHANS -> new Orphans();
            case HOLDER_LOST -> new LostHolder();
            case SERVER_GONE -> new GoneServer();
        };
    }

    /** For the help. */
    String line() {
        return "  %-4d %s".formatted(number, about);
    }

    @Override
    public String toString() {
        return "row %d: %s".formatted(number, about);
    }
}
