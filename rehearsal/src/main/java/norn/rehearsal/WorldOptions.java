package norn.rehearsal;

/**
 * What a world is to be like.
 *
 * @param sizeGb the database's size in GB (10⁹ bytes), roughly; at least 0.02
 * @param players how many play at once; 0 for a world without players
 * @param fault what is wrong with the new release
 */
public record WorldOptions(double sizeGb, int players, Fault fault) {
    public WorldOptions {
        if (!(sizeGb >= 0.02 && sizeGb <= 1000)) {
            throw new IllegalArgumentException("a database of %s GB: possible are 0.02 to 1000".formatted(sizeGb));
        }
        if (players < 0 || players > 500) {
            throw new IllegalArgumentException("%d players: possible are 0 to 500".formatted(players));
        }
    }

    /** Some 45 MB of data, eight players, a good release. */
    public static WorldOptions standard() {
        return new WorldOptions(0.045, 8, Fault.NONE);
    }

    public WorldOptions with(Fault otherFault) {
        return new WorldOptions(sizeGb, players, otherFault);
    }

    public WorldOptions withPlayers(int otherPlayers) {
        return new WorldOptions(sizeGb, otherPlayers, fault);
    }

    public WorldOptions withSizeGb(double otherSizeGb) {
        return new WorldOptions(otherSizeGb, players, fault);
    }
}
