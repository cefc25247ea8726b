CREATE TABLE npc_routines (
    npc_id bigint NOT NULL REFERENCES npcs,
    hour   integer NOT NULL CHECK (hour BETWEEN 0 AND 23),
    doing  text NOT NULL,
    PRIMARY KEY (npc_id, hour)
);
INSERT INTO npc_routines (npc_id, hour, doing) SELECT n.id, h, (ARRAY['sleep', 'work', 'trade', 'talk'])[1 + h / 6] FROM npcs n, generate_series(0, 18, 6) AS h;
CREATE VIEW world_overview AS
SELECT z.name AS zone, (SELECT count(*) FROM players p WHERE p.zone_id = z.id) AS players,
       (SELECT count(*) FROM npcs n WHERE n.zone_id = z.id) AS npcs,
       (SELECT count(*) FROM world_problems w WHERE w.zone_id = z.id AND w.status = 'open') AS open_problems
FROM zones z