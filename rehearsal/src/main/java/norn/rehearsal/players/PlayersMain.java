package norn.rehearsal.players;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code PlayersMain LOGIN-PORT CHAR-PORT MAP-PORT ACCOUNTS LEDGER NOTICES}: all accounts "player…" play until the process ends. */
public final class PlayersMain {
    private PlayersMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var ports = new GameConnection.GameServerPorts(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        List<Thread> threads = new ArrayList<>();
        try (var ledger = new LedgerWriter(Path.of(arguments[4]))) {
            var notices = new NoticeLog(Path.of(arguments[5]));
            for (var line : Files.readAllLines(Path.of(arguments[3]))) {
                var account = line.split(" ", -1);
                if (account[0].startsWith("player")) {
                    var player = new Player(account[0], account[1], ports, ledger, notices);
                    threads.add(new Thread(null, player::play, account[0], 256 * 1024));
                }
            }
            threads.forEach(Thread::start);
            for (var thread : threads) {
                thread.join();
            }
        }
    }
}
