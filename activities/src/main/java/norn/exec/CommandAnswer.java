package norn.exec;

import norn.action.ActionFailed;

/**
 * What a command printed, for Norn itself to read: as it is. Masked, a word that happens to be a secret's value would be missing in it.
 *
 * @param ended how it ended
 * @param text its output, without errors that go to a file of their own
 * @param complete whether that is all of it
 */
public record CommandAnswer(CommandResult ended, String text, boolean complete) {
    /** The whole output. @throws ActionFailed {@code OutputTooLong} where it is more than Norn reads */
    public String whole() {
        if (complete) {
            return text;
        }
        throw new ActionFailed(
                "OutputTooLong",
                "%s: %s prints more than can be read".formatted(ended.name(), ended.program()),
                "Its begin is in " + ended.log(),
                false);
    }
}
