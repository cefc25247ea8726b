package norn.files;

import java.nio.file.Path;
import java.util.regex.Pattern;
import norn.plan.Order;

/** Where records lie: folder names made of ids that people may choose freely. */
public final class RecordFolders {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private RecordFolders() {}

    /** A folder name for the id: itself where that is safe, else a readable part of it and a hash. */
    public static String name(String id) {
        if (SAFE.matcher(id).matches()) {
            return id;
        }
        var readable = id.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return (readable.length() > 80 ? readable.substring(0, 80) : readable)
                + "-"
                + Sha256.of(id).substring(0, 8);
    }

    /** The folder of a deployment's records. */
    public static Path deployment(Path records, String deployment) {
        return records.resolve(name(deployment));
    }

    /** The folder that the attempts of the order's step share. */
    public static Path step(Path records, Order order) {
        return deployment(records, order.deployment()).resolve(name(order.step()));
    }

    /** The folder of the order's attempt. */
    public static Path attempt(Path records, Order order) {
        return step(records, order).resolve(Integer.toString(order.attempt()));
    }
}
