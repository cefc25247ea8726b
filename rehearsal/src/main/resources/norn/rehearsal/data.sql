-- A game that has been played for years. %memories% is how many memories its characters have: they are most of its size.
INSERT INTO agents (name, kind)
SELECT name, kind FROM (VALUES
    ('dialogue', 'social'), ('relationships', 'social'), ('memory', 'social'), ('mood', 'social'), ('gossip', 'social'),
    ('prices', 'economy'), ('merchants', 'economy'), ('crafting', 'economy'), ('trade-routes', 'economy'),
    ('weather', 'world'), ('monsters', 'world'), ('events', 'world'), ('factions', 'world'),
    ('storyteller', 'director'), ('quests', 'director'), ('pacing', 'director'), ('rewards', 'director'),
    ('budget', 'system'), ('moderation', 'system'), ('routing', 'system'), ('archivist', 'system')) AS a (name, kind);

INSERT INTO players (name, zone, level, experience, zeny, created_at, last_seen_at)
SELECT 'citizen' || i, (ARRAY['prontera', 'geffen', 'payon', 'morroc', 'alberta', 'izlude'])[1 + i % 6], 1 + i % 99,
       (i * 7919) % 100000, (i * 104729) % 1000000, now() - i * interval '7 minutes', now() - i * interval '1 minute'
FROM generate_series(1, 4000) AS i;

INSERT INTO npcs (name, zone, mood, personality)
SELECT 'npc' || i, (ARRAY['prontera', 'geffen', 'payon', 'morroc', 'alberta', 'izlude'])[1 + i % 6],
       (ARRAY['calm', 'happy', 'sad', 'angry'])[1 + i % 4],
       jsonb_build_object('openness', (i * 37) % 100, 'kindness', (i * 53) % 100, 'greed', (i * 71) % 100)
FROM generate_series(1, 1500) AS i;

INSERT INTO npc_memories (npc_id, importance, content, created_at)
SELECT 1 + i % 1500, (i % 100) / 100.0, 'day ' || i || ': ' || repeat(md5(i::text) || ' ', 12), now() - (i % 90000) * interval '1 minute'
FROM generate_series(1, %memories%) AS i;

INSERT INTO npc_relationships (npc_id, other_npc_id, affinity)
SELECT a, 1 + (a + d) % 1500, ((a * d) % 200 - 100) / 100.0 FROM generate_series(1, 1500) AS a, generate_series(1, 4) AS d;

INSERT INTO dialogues (npc_id, player_id, said, created_at)
SELECT 1 + i % 1500, 1 + i % 4000, 'well met, traveller number ' || i, now() - i * interval '30 seconds' FROM generate_series(1, 8000) AS i;

INSERT INTO quests (title, giver_id, reward, state)
SELECT 'errand ' || i, 1 + i % 1500, 50 * (i % 40), (ARRAY['open', 'taken', 'done'])[1 + i % 3] FROM generate_series(1, 900) AS i;

INSERT INTO story_arcs (title, status, started_at, ended_at)
SELECT 'chapter ' || i, 'finished', now() - (40 - i) * interval '6 days', now() - (39 - i) * interval '6 days' FROM generate_series(1, 38) AS i;

INSERT INTO world_events (kind, zone, severity, description, happened_at)
SELECT (ARRAY['weather', 'raid', 'festival', 'shortage'])[1 + i % 4], (ARRAY['prontera', 'geffen', 'payon', 'morroc', 'alberta', 'izlude'])[1 + i % 6],
       1 + i % 5, 'event ' || i, now() - i * interval '20 minutes' FROM generate_series(1, 6000) AS i;

-- Prices came in by hand for years: some with a decimal comma, some with none at all.
INSERT INTO economy_prices (item, zone, price, observed_at)
SELECT 'item' || i % 120, (ARRAY['prontera', 'geffen', 'payon', 'morroc', 'alberta', 'izlude'])[1 + i % 6],
       CASE WHEN i % 997 = 0 THEN '12,5' WHEN i % 2999 = 0 THEN 'n/a' ELSE (i % 5000)::text END, now() - i * interval '9 minutes'
FROM generate_series(1, 12000) AS i;

INSERT INTO llm_calls (provider, purpose, tokens, cost_usd, called_at)
SELECT (ARRAY['openai', 'anthropic', 'deepseek'])[1 + i % 3], (ARRAY['dialogue', 'quest', 'storyline'])[1 + i % 3], 200 + i % 3000,
       0.0100 + (i % 40) * 0.0010, now() - i * interval '4 minutes' FROM generate_series(1, 9000) AS i;

INSERT INTO player_actions (write_id, player, action, payload, created_at)
SELECT 'history-' || i, 'citizen' || 1 + i % 4000, (ARRAY['move', 'talk', 'trade', 'fight'])[1 + i % 4], '{"n":' || i || '}', now() - i * interval '1 minute'
FROM generate_series(1, 15000) AS i;
