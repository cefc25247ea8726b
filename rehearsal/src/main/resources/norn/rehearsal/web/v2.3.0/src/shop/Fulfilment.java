package shop;

import java.sql.SQLException;

/** Fulfils the orders that wait, the oldest first; what cannot be fulfilled is tried again. */
final class Fulfilment {
    private static final int PAUSE_MILLIS = 20;

    private final OrderTable orders;

    Fulfilment(OrderTable orders) {
        this.orders = orders;
    }

    void start() {
        Thread thread = new Thread(this::run, "fulfilment");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (true) {
            try {
                if (!orders.fulfilNext()) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (SQLException e) {
                Shop.log("WARN", "an order waits for longer: " + e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
