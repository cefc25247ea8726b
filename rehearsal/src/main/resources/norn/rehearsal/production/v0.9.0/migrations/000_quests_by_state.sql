-- Applied in place, years ago, with Flyway's own command line.
CREATE INDEX quests_by_state ON quests (state);
