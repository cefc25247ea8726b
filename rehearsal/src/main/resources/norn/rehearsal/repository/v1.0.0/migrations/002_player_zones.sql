ALTER TABLE players ADD COLUMN zone_id integer REFERENCES zones;
UPDATE players SET zone_id = zones.id FROM zones WHERE zones.name = players.zone;
ALTER TABLE players ALTER COLUMN zone_id SET NOT NULL;
