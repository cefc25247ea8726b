ALTER TABLE npc_memories ADD COLUMN words tsvector;
UPDATE npc_memories SET words = to_tsvector('simple', left(content, 60)) WHERE importance >= 0.9;
CREATE INDEX npc_memories_words ON npc_memories USING gin (words) WHERE words IS NOT NULL;
CREATE FUNCTION search_memories(npc bigint, wanted text) RETURNS SETOF npc_memories LANGUAGE sql STABLE AS $$
    SELECT * FROM npc_memories WHERE npc_id = npc AND words @@ plainto_tsquery('simple', wanted) ORDER BY importance DESC
$$;
