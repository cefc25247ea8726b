-- Players write all the time: the index is built beside them, which no transaction can hold.
CREATE INDEX CONCURRENTLY player_actions_by_player ON player_actions (player, created_at);
