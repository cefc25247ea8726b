package norn.database.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sessions in one database that act as its owner, so that what they create belongs to the owner. */
public final class OwnerDataSource implements DataSource {
    private final Server server;
    private final String database;

    /** Sessions in that database of the server. */
    public OwnerDataSource(Server server, String database) {
        this.server = server;
        this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = server.connect(database);
        SqlStatements.run(
                connection, "SET ROLE " + SqlStatements.name(server.settings().owner()));
        return connection;
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
