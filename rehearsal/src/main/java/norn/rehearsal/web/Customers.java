package norn.rehearsal.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Customers of the web service: they order all the while, and write down each order that was confirmed. */
public final class Customers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final Pattern ID = Pattern.compile("\"id\": (\\d+)");

    private final WebServiceSandbox sandbox;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Set<Long> confirmed = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::orderAllTheWhile, "customers");

    Customers(WebServiceSandbox sandbox) {
        this.sandbox = sandbox;
        thread.setDaemon(true);
        thread.start();
    }

    private void orderAllTheWhile() {
        var order = HttpRequest.newBuilder(URI.create(sandbox.url() + "/orders"))
                .timeout(Duration.ofSeconds(3))
                .POST(HttpRequest.BodyPublishers.ofString("coffee"))
                .build();
        try {
            while (true) {
                try {
                    var answer = http.send(order, HttpResponse.BodyHandlers.ofString());
                    var id = ID.matcher(answer.body());
                    if (answer.statusCode() == 200 && id.find()) {
                        confirm(Long.parseLong(id.group(1)));
                    }
                } catch (IOException notServed) {
                    // the service is down for a while: they come back
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void confirm(long id) {
        confirmed.add(id);
    }

    /** The ids of the orders that were confirmed so far. */
    public synchronized List<Long> confirmed() {
        return List.copyOf(confirmed);
    }

    /** Those of the confirmed orders that the live database does not hold. */
    public List<Long> lost() throws SQLException {
        var lost = new ArrayList<>(confirmed());
        try (var connection = sandbox.database().connect(WebServiceSandbox.DATABASE, WebServiceSandbox.DATABASE);
                var query = connection.prepareStatement("SELECT id FROM orders WHERE id = ANY (?)")) {
            query.setArray(1, connection.createArrayOf("bigint", lost.toArray()));
            try (var rows = query.executeQuery()) {
                var found = new LinkedHashSet<Long>();
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
                lost.removeAll(found);
            }
        }
        return lost;
    }

    /** They order no more. */
    public void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
