-- Run by the AI service when it starts. Each statement may be repeated.
ALTER TABLE `char` ADD COLUMN IF NOT EXISTS zone VARCHAR(30) NOT NULL DEFAULT 'prontera';
UPDATE item_db SET zeny = 100 WHERE id = 501;
