-- The names live in zones now. From here on, release v0.9.0 cannot write any more.
DROP VIEW active_quests;
ALTER TABLE players DROP COLUMN zone;
ALTER TABLE npcs DROP COLUMN zone;
CREATE VIEW active_quests AS
SELECT q.id, q.title, n.name AS giver, z.name AS zone
FROM quests q JOIN npcs n ON n.id = q.giver_id JOIN zones z ON z.id = n.zone_id WHERE q.state <> 'done';
