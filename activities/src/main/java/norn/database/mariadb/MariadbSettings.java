package norn.database.mariadb;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database on a MariaDB server, and how Norn gets there. */
public interface MariadbSettings {
    /** Host and port, such as {@code 127.0.0.1:3306}. */
    String address();

    /** Norn's own user. */
    String user();

    /** The name of its password among the host's secrets; null: it has none. */
    @Nullable
    String passwordSecret();

    /** The database's name on the server. */
    String database();

    /** Whether sessions are encrypted, and the server's certificate is checked. */
    boolean tls();

    /** The certificates that the server's must be signed by; null: those of the system. */
    @Nullable
    Path certificates();

    /** The folder of mariadb-dump and mariadb; null: they are found on the worker's path. */
    @Nullable
    Path tools();

    /** The tables whose rows stay out of dumps; their definitions are in them. */
    List<String> withoutRows();
}
