package norn.local.rehearsal;

import java.time.Clock;
import java.util.function.Consumer;
import norn.action.Heartbeats;
import norn.adoption.Adoption;
import norn.adoption.AdoptionRequest;
import norn.local.NornHome;
import norn.state.Evidence;
import norn.worker.HostEnvironments;

/** The old release of a sandbox like production, which was installed by hand and runs in place: it is adopted as any other is. */
final class HandMadeRelease {
    private HandMadeRelease() {}

    /** Adopts it, as {@code norn adopt rehearsal} does, and returns the proof. Whatever ran for an earlier sandbox must have ended. */
    static Evidence adopt(NornHome home, Consumer<String> progress) {
        progress.accept(
                "adopting the old release, which was installed by hand: its services are stopped and started twice");
        var adoption = new Adoption(
                new HostEnvironments(home.config()).host(RehearsalEnvironment.NAME),
                Clock.systemUTC(),
                new AdoptionRequest(null, null, "the rehearsal", true),
                new Lines(progress));
        return adoption.adopt();
    }

    /** A line for each thing that it begins; how far that is follows a colon, and is passed over. */
    private static final class Lines implements Heartbeats {
        private final Consumer<String> progress;
        private String last = "";

        private Lines(Consumer<String> progress) {
            this.progress = progress;
        }

        @Override
        public synchronized void heartbeat(String line) {
            if (!line.equals(last) && !line.contains(":")) {
                progress.accept(line);
                last = line;
            }
        }

        @Override
        public int tryNumber() {
            return 1;
        }
    }
}
