"""Brings the characters' database to this release, starts the worker of the AI service, and ends with it."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import urlsplit

import pymysql
from dotenv import dotenv_values

RELEASE = Path(__file__).resolve().parent.parent
SETTINGS = {name: value for name, value in dotenv_values(RELEASE / "ai-service/.env").items() if value is not None}


def log(level, text):
    print(f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M:%S} | {level:8} | {text}", flush=True)


class Characters:
    """The characters' database, with one session that is opened anew where it broke."""

    def __init__(self, url):
        self.url = urlsplit(url)
        self.session = None
        self.turn = 0

    def run(self, statement, *values):
        if self.session is None:
            self.session = pymysql.connect(
                host=self.url.hostname, port=self.url.port, user=self.url.username, password=self.url.password,
                database=self.url.path[1:], autocommit=True, connect_timeout=5)
        try:
            with self.session.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        except pymysql.MySQLError:
            self.session = None
            raise

    def bring_to_this_release(self):
        done = {row[0] for row in self.run("SELECT name FROM applied_scripts")}
        for script in sorted((RELEASE / "ai-service/characters").glob("*.sql")):
            if script.name not in done:
                log("INFO", f"characters: applying {script.name}")
                for statement in script.read_text().split(";\n"):
                    if statement.strip():
                        self.run(statement)
                self.run("INSERT INTO applied_scripts (name) VALUES (%s)", script.name)

    def save(self):
        """A character plays, and is saved."""
        self.turn += 1
        try:
            self.run("UPDATE `char` SET saves = saves + 1, saved = NOW() WHERE char_id = %s", 1 + self.turn % 500)
        except pymysql.MySQLError as failed:
            log("WARNING", f"characters: not saved: {failed}")


def main():
    characters = Characters(SETTINGS["CHARACTERS_URL"])
    try:
        characters.bring_to_this_release()
    except pymysql.MySQLError as failed:
        log("CRITICAL", f"FATAL characters: {failed}")
        sys.exit(3)
    worker = subprocess.Popen(["bin/ai-service"], cwd=RELEASE, env={**os.environ, **SETTINGS})
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.terminate())
    log("INFO", f"worker {worker.pid} started with {len(SETTINGS)} settings")
    while True:
        try:
            code = worker.wait(timeout=0.5)
            break
        except subprocess.TimeoutExpired:
            characters.save()
    log("INFO", f"worker ended with {code}")
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
