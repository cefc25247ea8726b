CREATE TABLE story_branches (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    arc_id  bigint NOT NULL REFERENCES story_arcs,
    choice  text NOT NULL,
    outcome text
);
INSERT INTO story_branches (arc_id, choice, outcome) SELECT id, 'as told', 'finished' FROM story_arcs WHERE status = 'finished';
ALTER TABLE story_arcs ADD COLUMN budget_usd numeric(8, 2) NOT NULL DEFAULT 5.00;
