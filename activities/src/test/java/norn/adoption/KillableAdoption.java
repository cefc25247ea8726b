package norn.adoption;

import java.nio.file.Path;

/** An adoption that dies, as by kill -9, at a boundary: {@code ROOT LOGIN-PORT MAP-PORT DIES-AT}. */
public final class KillableAdoption {
    static final int KILLED_EXIT_CODE = 137;

    private KillableAdoption() {}

    public static void main(String[] words) {
        var made = new HandMade(Path.of(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        HandMade.dying(made.harness(), place -> {
                    if (place.contains(words[3])) {
                        Runtime.getRuntime().halt(KILLED_EXIT_CODE);
                    }
                })
                .adopt();
    }
}
