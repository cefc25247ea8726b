CREATE TABLE world_problems (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    zone_id     integer NOT NULL REFERENCES zones,
    event_id    bigint REFERENCES world_events,
    title       text NOT NULL,
    severity    integer NOT NULL CHECK (severity BETWEEN 1 AND 5),
    status      text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'solved')),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX world_problems_open ON world_problems (zone_id) WHERE status = 'open';
COMMENT ON TABLE world_problems IS 'what players can do something about';
