#!/usr/bin/env python3
"""kills.py TIMES [SEED] - kills commands that write at random moments and prints TAP: a
line a command. A database is as it was or complete, whether it has a rollback journal or
a log (WAL); an output file is whole or not there. Moments are spread over the time that
the command takes undisturbed. From the root of the repository."""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from clinic import NOW, PROGRAM, prepare, state

TIMES = int(sys.argv[1])
COMMANDS = {
    "import": ["import", "reports.csv", "--db", "clinic.db", "--now", NOW, "-q"],
    "review": ["review", "reviewed.xlsx", "--db", "clinic.db", "--reviewer", "nurse", "--apply", "--now", NOW],
    "flag": ["flag", "reports.csv", "-o", "out.xlsx", "--now", NOW, "-q"],
}


def left_behind():
    """Beginnings of names that a killed program cannot remove: temporary files of SQLite, and
    where the disk has no files without names, its unfinished output."""
    try:
        os.close(os.open(tempfile.gettempdir(), os.O_TMPFILE | os.O_WRONLY))
        return ("tmp/",)
    except OSError:
        return ("tmp/", ".uti-report-")


LEFT_BEHIND = left_behind()


def attempt(template, arguments, moment, log):
    """What is left after a kill at `moment` (None: no kill), and how long it took."""
    folder = tempfile.mkdtemp()
    shutil.rmtree(folder)
    shutil.copytree(template, folder)
    if log:
        subprocess.run(["sqlite3", os.path.join(folder, "clinic.db"), "PRAGMA journal_mode = WAL"], stdout=subprocess.DEVNULL, check=True)
    try:
        began = time.monotonic()
        running = subprocess.Popen([PROGRAM, *arguments], cwd=folder, env=dict(os.environ, TMPDIR=os.path.join(folder, "tmp")),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if moment is not None:
            time.sleep(moment)
            running.send_signal(signal.SIGKILL)
        running.wait()
        took = time.monotonic() - began
        left = state(folder)
        return {name: held for name, held in left.items() if not name.startswith(LEFT_BEHIND)}, took
    finally:
        shutil.rmtree(folder)


def main():
    template, chance = prepare(), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    failed = 0
    for number, (name, arguments) in enumerate(COMMANDS.items(), 1):
        before = state(template)
        after, length = attempt(template, arguments, None, False)
        unchanged = complete = neither = 0
        for i in range(TIMES):
            left, _ = attempt(template, arguments, chance.random() * length * 1.2, i % 2 == 1)
            unchanged += left == before
            complete += left == after
            neither += left not in (before, after)
        failed += neither > 0 or unchanged == 0
        print(f"{'not ok' if neither or not unchanged else 'ok'} {number} - {name}: {TIMES} kills, as it was {unchanged}, complete {complete}, neither {neither}", flush=True)
    shutil.rmtree(template)
    print(f"1..{len(COMMANDS)}")
    return failed > 0


sys.exit(main())
