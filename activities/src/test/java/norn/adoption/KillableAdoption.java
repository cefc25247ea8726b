package norn.adoption;

import java.nio.file.Path;
import norn.action.KilledJvm;

/** An adoption that dies, as by kill -9, at a boundary: {@code ROOT LOGIN-PORT MAP-PORT DIES-AT}. */
public final class KillableAdoption {
    private KillableAdoption() {}

    public static void main(String[] words) {
        var made = new HandMade(Path.of(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        HandMade.dying(made.harness(), place -> {
                    if (place.contains(words[3])) {
                        Runtime.getRuntime().halt(KilledJvm.KILLED_EXIT_CODE);
                    }
                })
                .adopt();
    }
}
