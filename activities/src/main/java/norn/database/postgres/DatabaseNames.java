package norn.database.postgres;

import norn.files.Sha256;

/**
 * How a deployment names the databases. Their names alone show how far it came.
 *
 * @param live the name that the services use
 * @param next the copy that is migrated
 * @param previous the original once the copy is live: the way back
 * @param bad what was live before a rollback
 * @param check the scratch database in which a dump is verified
 */
public record DatabaseNames(String live, String next, String previous, String bad, String check) {
    /** The names for that deployment: its id may be of any length and hold anything. */
    public static DatabaseNames of(String live, String deployment) {
        var id = id(deployment);
        return new DatabaseNames(
                live, live + "__next_" + id, live + "__prev_" + id, live + "__bad_" + id, live + "__check_" + id);
    }

    /** The scratch database for a dump of {@code live} or {@code original}: both may be verified at once. */
    public String check(String of) {
        return check + "_" + of.charAt(0);
    }

    /** The scratch database for the schema alone of what is verified there. */
    public String schemaCheck(String of) {
        return check + "_" + Character.toUpperCase(of.charAt(0));
    }

    /** A deployment's id as part of a name. */
    public static String id(String deployment) {
        return Sha256.of(deployment).substring(0, 8);
    }
}
