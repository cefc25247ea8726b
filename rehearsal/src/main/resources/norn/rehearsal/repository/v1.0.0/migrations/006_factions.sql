CREATE TABLE factions (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);
CREATE TABLE faction_members (
    faction_id integer NOT NULL REFERENCES factions,
    npc_id     bigint NOT NULL REFERENCES npcs,
    PRIMARY KEY (faction_id, npc_id)
);
INSERT INTO factions (name) VALUES ('crown'), ('guilds'), ('church'), ('outlaws');
INSERT INTO faction_members (faction_id, npc_id) SELECT 1 + id % 4, id FROM npcs;
