CREATE TABLE player_reputation (
    player_id  bigint NOT NULL REFERENCES players,
    faction_id integer NOT NULL REFERENCES factions,
    reputation integer NOT NULL DEFAULT 0,
    PRIMARY KEY (player_id, faction_id)
);
INSERT INTO player_reputation (player_id, faction_id, reputation)
SELECT p.id, f.id, count(a.write_id) FROM players p CROSS JOIN factions f
LEFT JOIN player_actions a ON a.player = p.name AND a.action = (ARRAY['talk', 'trade', 'move', 'fight'])[f.id]
GROUP BY p.id, f.id;
