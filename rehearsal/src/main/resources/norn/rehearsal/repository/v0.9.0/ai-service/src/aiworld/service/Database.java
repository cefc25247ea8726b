package aiworld.service;

import aiworld.web.Refusal;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL, through a pool of connections; one that broke is made anew when it is next used. */
final class Database {

    /** Work within one transaction: committed when it returns, taken back when it throws. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final String url;
    private final Properties login = new Properties();
    private final int size;
    private final BlockingQueue<Slot> slots;
    private final AtomicInteger inUse = new AtomicInteger();

    private static final class Slot {
        Connection connection;
    }

    /** @param url postgresql://user:password@host:port/database */
    Database(String url, int size) {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        this.url = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        login.setProperty("user", user[0]);
        login.setProperty("password", user[1]);
        login.setProperty("ApplicationName", "ai-service");
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "20");
        this.size = size;
        this.slots = new ArrayBlockingQueue<>(size);
        for (int i = 0; i < size; i++) {
            slots.add(new Slot());
        }
    }

    <T> T call(Work<T> work) throws SQLException {
        Slot slot = take();
        inUse.incrementAndGet();
        try {
            if (slot.connection == null || slot.connection.isClosed()) {
                slot.connection = DriverManager.getConnection(url, login);
                slot.connection.setAutoCommit(false);
            }
            T result = work.with(slot.connection);
            slot.connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            takeBack(slot);
            throw e;
        } finally {
            inUse.decrementAndGet();
            slots.add(slot);
        }
    }

    private Slot take() throws SQLException {
        try {
            Slot slot = slots.poll(5, TimeUnit.SECONDS);
            if (slot == null) {
                throw new SQLException("all " + size + " connections are in use");
            }
            return slot;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private static void takeBack(Slot slot) {
        try {
            if (slot.connection != null) {
                slot.connection.rollback();
            }
        } catch (SQLException e) {
            slot.connection = null; // broken: made anew next time
        }
    }

    /** The first connection; without it the service does not start. */
    void open() {
        try {
            call(connection -> connection.createStatement().execute("SELECT 1"));
        } catch (SQLException e) {
            throw new Refusal("database cannot be reached: " + e.getMessage(), e);
        }
    }

    int inUse() {
        return inUse.get();
    }

    int size() {
        return size;
    }
}
