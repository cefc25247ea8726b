-- Zones become things of their own.
CREATE TABLE zones (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    mood text NOT NULL DEFAULT 'calm'
);
INSERT INTO zones (name) SELECT zone FROM players UNION SELECT zone FROM npcs UNION SELECT zone FROM world_events ORDER BY 1;
