package norn.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.DatabaseProperties;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Transaction;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;

/** The original while it is retained: closed, or opened to Norn's role alone so that it can be dumped. */
final class RetainedOriginal {
    private final Path rights;
    private final DatabaseNames names;

    /** The one that the deployment retains. */
    RetainedOriginal(Path records, String deployment, DatabaseNames names) {
        this.rights = RecordFolders.deployment(records, deployment)
                .resolve("database")
                .resolve("rights.sql");
        this.names = names;
    }

    /** Lets Norn's role in, and no other but superusers. Its rights are saved first. */
    void openFor(String norn, Connection maintenance, Server.DatabaseState original) throws SQLException {
        if (!Files.exists(rights)) {
            AtomicFiles.write(
                    rights,
                    String.join("\n", DatabaseProperties.rights(maintenance, original, names.previous())) + "\n");
        }
        Transaction.run(maintenance, DatabaseProperties.onlyFor(norn, maintenance, names.previous()));
    }

    /**
     * The statements that give it its rights back, before it is renamed: as they were saved, or, where that file is lost, as the
     * copy has had them since it was created.
     */
    List<String> restoringStatements(Connection maintenance, Server.DatabaseState live) throws SQLException {
        if (!Files.exists(rights)) {
            return DatabaseProperties.rights(maintenance, live, names.previous());
        }
        var statements = new ArrayList<String>();
        for (var role : DatabaseProperties.grantees(maintenance, names.previous())) {
            statements.add("REVOKE ALL ON DATABASE %s FROM %s".formatted(SqlStatements.name(names.previous()), role));
        }
        try {
            statements.addAll(Files.readAllLines(rights));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return statements;
    }
}
