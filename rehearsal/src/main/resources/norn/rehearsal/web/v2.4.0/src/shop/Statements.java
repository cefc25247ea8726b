package shop;

/** The statements that depend on the schema of this release: orders have notes, and events. */
final class Statements {
    static final String NEWEST =
            "SELECT coalesce(json_agg(o), '[]') FROM (SELECT id, item, state, note FROM orders ORDER BY id DESC LIMIT 10) o";

    static final String FULFIL_NEXT = """
            WITH next AS (
                UPDATE orders SET state = 'done', done_at = now()
                WHERE id = (SELECT id FROM orders WHERE state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id)
            INSERT INTO order_events (order_id, kind) SELECT id, 'done' FROM next""";

    private Statements() {}
}
