CREATE TABLE orders (
    id          bigserial PRIMARY KEY,
    item        text NOT NULL,
    quantity    integer NOT NULL CHECK (quantity > 0),
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done')),
    ordered_at  timestamptz NOT NULL DEFAULT now(),
    done_at     timestamptz
);
