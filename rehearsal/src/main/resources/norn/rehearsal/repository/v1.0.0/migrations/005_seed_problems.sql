-- The gravest recent events are the first problems.
INSERT INTO world_problems (zone_id, event_id, title, severity, created_at)
SELECT zones.id, e.id, e.kind || ' in ' || e.zone, e.severity, e.happened_at
FROM world_events e JOIN zones ON zones.name = e.zone
WHERE e.severity >= 4 AND e.kind <> 'festival'
ORDER BY e.happened_at DESC LIMIT 60;
