"""The analyst's day on the shipped reports: import, queries, the workbook out, two
reviewers' decisions back, agreement. The commands are those of fixtures/reviews/day.txt,
and what they print must be what stands there. Prints TAP.

    python3 tests/workbook/test_day.py [PATTERN]
    WRITE=1 python3 tests/workbook/test_day.py     writes day.txt anew

The command edit-workbook of that page is LibreOffice, by a script, and once more without
it, so that the page is held to its word on every machine: openpyxl.

UTI_REPORT names the program (default: build/uti-report)."""
import csv
import difflib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import openpyxl

import levels
import tap

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
REPORT = os.path.abspath(os.environ.get("UTI_REPORT", "build/uti-report"))
PAGE = os.path.join(ROOT, "fixtures", "reviews", "day.txt")
LEVELS = os.path.join(ROOT, "fixtures", "reviews", "levels.tsv")
HERE = os.path.join(ROOT, "tests", "workbook")
NO_LIBREOFFICE = 77


def blocks(page):
    """The page in pieces: a line of words ("# ..."), or a command with what it prints."""
    return re.split(r"\n+(?=\$ |# )", page.rstrip("\n"))


def play(folder, page):
    """The page as it is when its commands run now, or None without LibreOffice."""
    played, before = "", ""
    for block in blocks(page):
        here = block
        if block.startswith("$ "):
            command = block.split("\n")[0]
            here = answer(folder, command)
            if here is None:
                return None
        played += gap(before, block) + here
        before = block
    return played + "\n"


def gap(before, block):
    if before == "" or (before.startswith("# ") and block.startswith("# ")):
        return "\n" if before else ""
    return "\n\n" if block.startswith("$ ") else "\n\n\n"


def answer(folder, command):
    run = subprocess.run(["bash", "-c", command[2:]], cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    if run.returncode == NO_LIBREOFFICE:
        return None
    words = re.sub(r"\b[0-9a-f]{16}\b", "*" * 16, run.stdout.decode())
    status = f"[exit status {run.returncode}]\n" if run.returncode else ""
    return (command + "\n" + words + status).rstrip("\n")


def environment(folder):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UTI_REPORT_") and name not in ("COLUMNS", "NO_COLOR")}
    return dict(kept, PATH=os.path.join(folder, "bin") + os.pathsep + os.environ["PATH"], LC_ALL="C.UTF-8")


def program(folder, name, line, after=""):
    path = os.path.join(folder, "bin", name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\nexec {line} "$@" {after}\n')
    os.chmod(path, 0o755)


def scratch(folder, editor):
    """A folder with the shipped table and the programs that the page calls."""
    os.mkdir(os.path.join(folder, "bin"))
    program(folder, "uti-report", f"'{REPORT}'")
    program(folder, "edit-workbook", f"'{sys.executable}' '{os.path.join(HERE, editor)}'", "> /dev/null")
    for source in (os.path.join(ROOT, "fixtures", "reports", "clinic.csv"), LEVELS):
        os.symlink(source, os.path.join(folder, os.path.basename(source)))


def kappa(pairs):
    """Cohen's kappa of two raters, from its definition."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(sum(a == level for a, _ in pairs) * sum(b == level for _, b in pairs) for level in levels.ORDER) / n ** 2
    return (observed - expected) / (1 - expected)


class Day(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = held.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def play_with(self, editor):
        scratch(self.folder, editor)
        with open(PAGE, encoding="utf-8") as file:
            page = file.read()
        played = play(self.folder, page)
        if played is None:
            self.skipTest("this machine has no LibreOffice with Python")
        if os.environ.get("WRITE"):
            with open(PAGE, "w", encoding="utf-8") as file:
                file.write(played)
        else:
            differs = "".join(difflib.unified_diff(page.splitlines(True), played.splitlines(True), "day.txt", "now", n=0))
            self.assertEqual(differs, "", "WRITE=1 python3 tests/workbook/test_day.py writes it anew")
        self.loop_is_closed()

    def loop_is_closed(self):
        """What the page says is in the database, seen without the program: each reviewer's
        level of each case of the workbook, and the agreement that follows."""
        wanted, pairs = [], []
        for reviewer in ("Dr Ahn", "Nurse Bell"):
            decided = levels.of_reviewer(LEVELS, reviewer)
            for sheet in ("Cases", "Sample"):
                for row in openpyxl.load_workbook(self.path("flagged.xlsx"))[sheet].iter_rows(min_row=2, values_only=True):
                    if decided.get(row[0], "") == "":
                        continue
                    level = row[1] if row[1] not in levels.ORDER else decided[row[0]]
                    wanted.append((row[0], reviewer, level if level in levels.ORDER else None))
                    if sheet == "Cases" and reviewer == "Dr Ahn":
                        pairs.append((row[1], level))
        with sqlite3.connect(self.path("clinic.db")) as database:
            got = database.execute("SELECT report_id, reviewer, coalesce(corrected_urgency, seen_urgency) FROM reviews").fetchall()
        self.assertGreater(len(wanted), 200)
        self.assertEqual(sorted(got, key=str), sorted(wanted, key=str))
        with open(self.path("ahn.txt"), encoding="utf-8") as file:
            said = re.search(r"[Kk]appa\D*(-?\d\.\d+)", file.read()).group(1)
        self.assertAlmostEqual(float(said), kappa(pairs), places=2)

    def test_the_day_with_libreoffice(self):
        self.play_with("libreoffice_edit.py")

    def test_the_day_with_a_library(self):
        self.play_with("library_edit.py")


if __name__ == "__main__":
    tap.main(Day)
