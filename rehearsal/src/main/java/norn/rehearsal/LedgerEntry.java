package norn.rehearsal;

import java.time.Instant;

/**
 * A write that was confirmed to a player.
 *
 * @param id the write's own, in {@code player_actions.write_id}
 * @param release the release that confirmed it
 * @param hash SHA-256 of the payload, in hexadecimal
 */
public record LedgerEntry(String id, String player, Instant at, String release, String hash) {}
