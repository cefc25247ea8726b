package norn.action.database;

/** What tells a database from every other, and survives renames: its object id. */
public final class Identity {
    private Identity() {}

    /** As the fingerprint records it. */
    static String of(Server.Database database) {
        return "oid " + database.oid();
    }
}
