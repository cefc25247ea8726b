package norn.engine;

/**
 * The answer to the sender of a message.
 *
 * @param text the phase's status once it is accepted; else the reason why it was refused, for people
 */
public record Answer(boolean accepted, String text) {}
