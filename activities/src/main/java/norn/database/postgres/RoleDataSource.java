package norn.database.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sessions in one database that act as one role. */
public final class RoleDataSource implements DataSource {
    private final Opening opening;
    private final List<Connection> opened = new CopyOnWriteArrayList<>();

    private RoleDataSource(Opening opening) {
        this.opening = opening;
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    /** Sessions of Norn's own that act as the database's owner: to read what migrations are applied. */
    public static DataSource asOwner(Server server, String database) {
        return new RoleDataSource(() -> {
            var connection = server.connect(database);
            SqlStatements.run(
                    connection,
                    "SET ROLE " + SqlStatements.name(server.settings().owner()));
            return connection;
        });
    }

    /** Sessions of the role that migrations run as: there is no other role behind it that they could become. */
    public static RoleDataSource forMigrations(Server server, String copy) {
        return new RoleDataSource(() -> server.connectForMigrations(copy));
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = opening.open();
        opened.add(connection);
        return connection;
    }

    /** Cuts every session off, whatever it waits for. */
    public void abort() throws SQLException {
        for (var connection : opened) {
            connection.abort(Runnable::run);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
