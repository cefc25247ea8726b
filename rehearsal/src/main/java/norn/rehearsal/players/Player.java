package norn.rehearsal.players;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One player: logs in, does a few things a second, leaves when asked to, comes back when let in, and writes down every
 * thing that was confirmed.
 */
final class Player {
    private static final String[] ACTIONS = {"move", "talk", "trade", "fight"};
    private static final int ANSWER_TIMEOUT_MILLIS = 15_000;
    /** Who left because of maintenance does not log in again at once. */
    private static final Duration RETURN_DELAY = Duration.ofSeconds(3);

    private final String name;
    private final String password;
    private final GameConnection.GameServerPorts ports;
    private final LedgerWriter ledger;
    private final NoticeLog notices;
    private Instant leaveAt = Instant.MAX;
    private long count;

    Player(String name, String password, GameConnection.GameServerPorts ports, LedgerWriter ledger, NoticeLog notices) {
        this.name = name;
        this.password = password;
        this.ports = ports;
        this.ledger = ledger;
        this.notices = notices;
    }

    void play() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var leftOnRequest = false;
                try (var game = GameConnection.enter(name, password, ports)) {
                    leaveAt = Instant.MAX;
                    leftOnRequest = playUntilLeaving(game);
                } catch (IOException e) {
                    notices.logOnce(name, String.valueOf(e.getMessage()));
                }
                Thread.sleep(leftOnRequest ? RETURN_DELAY.toMillis() : random(700, 1300));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Plays until asked to leave (true), or until the connection ends. */
    private boolean playUntilLeaving(GameConnection game) throws IOException {
        var next = Instant.now();
        while (true) {
            var now = Instant.now();
            if (!now.isBefore(leaveAt)) {
                game.send("QUIT");
                return true;
            }
            if (!now.isBefore(next)) {
                performAction(game);
                next = Instant.now().plusMillis(random(200, 400));
            } else {
                var until = next.isBefore(leaveAt) ? next : leaveAt;
                game.receive((int) Duration.between(now, until).toMillis()).ifPresent(this::receiveNotice);
            }
        }
    }

    private void performAction(GameConnection game) throws IOException {
        var id = UUID.randomUUID().toString();
        var action = ACTIONS[(int) (count % ACTIONS.length)];
        var payload = "{\"player\":\"%s\",\"n\":%d,\"x\":%d,\"y\":%d}"
                .formatted(name, ++count, random(0, 400), random(0, 400));
        game.send("SAVE " + id + " " + action + " " + payload);
        var end = System.nanoTime() + ANSWER_TIMEOUT_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
            var line = game.receive(ANSWER_TIMEOUT_MILLIS);
            if (line.isEmpty()) {
                break;
            }
            var words = line.get().split(" ", 3);
            if (words[0].equals("SAVED") && words[1].equals(id)) {
                ledger.confirmed(id, name, words[2], payload.getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (words[0].equals("FAILED")) {
                notices.logOnce(name, line.get());
                return;
            }
            receiveNotice(line.get());
        }
        throw new IOException("no answer to a write");
    }

    private void receiveNotice(String line) {
        if (!line.startsWith("NOTICE ")) {
            return;
        }
        var text = line.substring("NOTICE ".length());
        notices.received(name, text);
        Notice.read(text).ifPresent(notice -> {
            leaveAt = notice.leaveWithin()
                    .map(limit ->
                            Instant.now().plusMillis(random((int) (limit.toMillis() / 2), (int) limit.toMillis())))
                    .orElse(Instant.MAX);
        });
    }

    private static int random(int from, int to) {
        return ThreadLocalRandom.current().nextInt(from, Math.max(to, from + 1));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
