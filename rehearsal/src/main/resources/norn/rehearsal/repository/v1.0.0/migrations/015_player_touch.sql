ALTER TABLE players ADD COLUMN updated_at timestamptz;
UPDATE players SET updated_at = coalesce(last_seen_at, created_at);
CREATE FUNCTION touch_player() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;
CREATE TRIGGER players_touched BEFORE INSERT OR UPDATE ON players FOR EACH ROW EXECUTE FUNCTION touch_player();
