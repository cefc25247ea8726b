package norn.rehearsal;

/**
 * How the characters' database stands, which a release changes when its AI service starts.
 *
 * @param hasZones whether the column is there that the new release adds
 * @param itemZeny what one item costs, which the new release changes
 * @param characters how many characters there are
 */
public record CharactersState(boolean hasZones, int itemZeny, int characters) {
    /** As the old release left it. */
    static final CharactersState OLD = new CharactersState(false, 50, 500);

    private static final CharactersState NEW = new CharactersState(true, 100, 500);

    /** Whether it is as the old release left it. */
    public boolean isOld() {
        return equals(OLD);
    }

    /** In words. */
    public String text() {
        return "%s: %s, item 501 costs %d, %d characters"
                .formatted(
                        isOld()
                                ? "as the old release left it"
                                : equals(NEW) ? "as the new release made it" : "as no release leaves it",
                        hasZones ? "with zones" : "without zones",
                        itemZeny,
                        characters);
    }
}
