-- The schema of release v0.9.0, as installed. Later releases change it by migrations.
CREATE TABLE players (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    zone         text NOT NULL,
    level        integer NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 250),
    experience   bigint NOT NULL DEFAULT 0,
    zeny         bigint NOT NULL DEFAULT 0 CHECK (zeny >= 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz
);

CREATE TABLE npcs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL,
    zone        text NOT NULL,
    mood        text NOT NULL DEFAULT 'calm',
    personality jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX npcs_by_zone ON npcs (zone);

CREATE TABLE npc_memories (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    npc_id     bigint NOT NULL REFERENCES npcs,
    importance real NOT NULL DEFAULT 0.5,
    content    text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX npc_memories_by_npc ON npc_memories (npc_id, created_at DESC);

CREATE TABLE npc_relationships (
    npc_id       bigint NOT NULL REFERENCES npcs,
    other_npc_id bigint NOT NULL REFERENCES npcs,
    affinity     real NOT NULL DEFAULT 0,
    PRIMARY KEY (npc_id, other_npc_id)
);

CREATE TABLE dialogues (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    npc_id     bigint NOT NULL REFERENCES npcs,
    player_id  bigint NOT NULL REFERENCES players,
    said       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX dialogues_by_player ON dialogues (player_id);

CREATE TABLE quests (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title    text NOT NULL,
    giver_id bigint NOT NULL REFERENCES npcs,
    reward   integer NOT NULL DEFAULT 0,
    state    text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'done'))
);

CREATE TABLE story_arcs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title      text NOT NULL,
    status     text NOT NULL CHECK (status IN ('active', 'finished')),
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz
);

CREATE TABLE world_events (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    zone        text NOT NULL,
    severity    integer NOT NULL CHECK (severity BETWEEN 1 AND 5),
    description text NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX world_events_by_time ON world_events (happened_at);

CREATE TABLE economy_prices (
    item        text NOT NULL,
    zone        text NOT NULL,
    price       text NOT NULL,
    observed_at timestamptz NOT NULL,
    PRIMARY KEY (item, zone, observed_at)
);

CREATE TABLE agents (
    name    text PRIMARY KEY,
    kind    text NOT NULL,
    enabled boolean NOT NULL DEFAULT true
);

CREATE TABLE llm_calls (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider  text NOT NULL,
    purpose   text NOT NULL,
    tokens    integer NOT NULL,
    cost_usd  numeric(10, 4) NOT NULL,
    called_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX llm_calls_by_time ON llm_calls (called_at);

-- What players did; the game servers write it through the bridge, and confirm it to the player when it is committed.
CREATE TABLE player_actions (
    write_id   text PRIMARY KEY,
    player     text NOT NULL,
    action     text NOT NULL,
    payload    text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION npc_mood(npc bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN avg(affinity) > 0.3 THEN 'happy' WHEN avg(affinity) < -0.3 THEN 'sad' ELSE 'calm' END
    FROM npc_relationships WHERE npc_id = npc
$$;

CREATE FUNCTION forget_old_memories(keep interval) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    forgotten bigint;
BEGIN
    DELETE FROM npc_memories WHERE created_at < now() - keep AND importance < 0.2;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END
$$;

CREATE VIEW active_quests AS SELECT q.id, q.title, n.name AS giver, n.zone FROM quests q JOIN npcs n ON n.id = q.giver_id WHERE q.state <> 'done';
