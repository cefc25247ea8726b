package norn.action;

import org.jspecify.annotations.Nullable;

/**
 * Whether a host reaches a server that its environment names.
 *
 * @param what the server, such as {@code cache redis://127.0.0.1:6379}
 * @param problem why it does not; null: it does
 */
public record Reached(String what, @Nullable String problem) {}
