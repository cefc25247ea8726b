ALTER TABLE agents ADD COLUMN memory_capacity integer NOT NULL DEFAULT 8 CHECK (memory_capacity > 0);
ALTER TABLE agents ADD COLUMN sees_players boolean NOT NULL DEFAULT false;
DO $$
BEGIN
    UPDATE agents SET sees_players = true WHERE kind IN ('social', 'economy', 'world');
    IF (SELECT count(*) FROM agents WHERE enabled) <> 21 THEN
        RAISE EXCEPTION 'expected 21 agents, found %', (SELECT count(*) FROM agents WHERE enabled);
    END IF;
END
$$;
