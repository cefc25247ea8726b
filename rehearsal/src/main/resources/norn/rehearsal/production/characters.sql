-- What the game servers keep of the characters, as the old release left it.
CREATE TABLE `char` (
    char_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(30) NOT NULL UNIQUE,
    zeny BIGINT NOT NULL DEFAULT 0,
    saves BIGINT NOT NULL DEFAULT 0,
    saved TIMESTAMP NULL
) ENGINE=InnoDB;
CREATE TABLE inventory (
    id INT AUTO_INCREMENT PRIMARY KEY,
    char_id INT UNSIGNED NOT NULL,
    item_id INT NOT NULL,
    card VARBINARY(20),
    KEY (char_id),
    FOREIGN KEY (char_id) REFERENCES `char` (char_id)
) ENGINE=InnoDB;
CREATE TABLE picklog (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT) ENGINE=MyISAM;
CREATE TABLE item_db (id INT PRIMARY KEY, name VARCHAR(50) NOT NULL, zeny INT NOT NULL) ENGINE=InnoDB CHARACTER SET utf8mb4;
CREATE TABLE applied_scripts (name VARCHAR(100) PRIMARY KEY, applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB;
INSERT INTO `char` (name, zeny, saved) SELECT CONCAT('citizen', seq), seq * 1000, '2026-01-01 00:00:00' FROM seq_1_to_500;
INSERT INTO inventory (char_id, item_id, card) SELECT 1 + seq % 500, 501 + seq % 20, UNHEX(MD5(seq)) FROM seq_1_to_1500;
INSERT INTO picklog (what) SELECT CONCAT('picked up ', seq) FROM seq_1_to_50;
INSERT INTO item_db SELECT 500 + seq, CONCAT('Tränklein ', seq), 50 * seq FROM seq_1_to_20;
CREATE VIEW rich AS SELECT char_id, name FROM `char` WHERE zeny > 100000;
