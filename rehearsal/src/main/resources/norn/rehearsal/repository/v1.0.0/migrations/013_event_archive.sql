CREATE TABLE world_events_archive (LIKE world_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
INSERT INTO world_events_archive
SELECT * FROM world_events WHERE happened_at < now() - interval '30 days' AND id NOT IN (SELECT event_id FROM world_problems WHERE event_id IS NOT NULL);
DELETE FROM world_events WHERE id IN (SELECT id FROM world_events_archive);
