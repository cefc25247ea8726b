ALTER TABLE npcs ADD COLUMN zone_id integer REFERENCES zones;
UPDATE npcs SET zone_id = zones.id FROM zones WHERE zones.name = npcs.zone;
ALTER TABLE npcs ALTER COLUMN zone_id SET NOT NULL;
CREATE INDEX npcs_by_zone_id ON npcs (zone_id);
