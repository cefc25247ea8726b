CREATE TABLE order_events (
    id          bigserial PRIMARY KEY,
    order_id    bigint NOT NULL REFERENCES orders (id),
    kind        text NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO order_events (order_id, kind, happened_at) SELECT id, 'ordered', ordered_at FROM orders;
