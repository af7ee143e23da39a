#!/usr/bin/env python3
"""run.py [POSITIONS] - makes reads and writes of the command line fail, one after the
other, and prints TAP: a line for each command and kind of fault.

A command that meets a fault says so and fails, or does what it would have done without:
no output under its final name is half written, a database is as it was or complete, no
temporary file stays, and nothing ends by a signal. An interrupted call and one that does
less than asked change nothing. POSITIONS: how many calls of each are made to fail, spread
over all of them; 0: every one. From the root of the repository."""
import os
import shutil
import sys
import tempfile

from clinic import NOW, prepare, state, uti_report

POSITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 12
LIBRARY = os.path.realpath(os.path.join(os.environ.get("BUILD", "build"), "tests/failing_calls.so"))
FAULTS = [("write", "ENOSPC", True), ("write", "EIO", False), ("read", "EIO", False),
          ("write", "SHORT", False), ("read", "SHORT", False), ("write", "EINTR", False), ("read", "EINTR", False)]
COMMANDS = {
    "flag": ["flag", "reports.csv", "-o", "out.xlsx", "--now", NOW],
    "sample": ["sample", "reports.csv", "--size", "5", "-o", "out.xlsx", "--now", NOW],
    "score": ["score", "reports.ndjson"],
    "import": ["import", "reports.csv", "--db", "clinic.db", "--now", NOW],
    "review": ["review", "reviewed.xlsx", "--db", "clinic.db", "--reviewer", "nurse", "--apply", "--now", NOW],
    "run": ["run", "flagged_today", "--db", "clinic.db", "-o", "out.xlsx", "--now", NOW],
    "explain": ["explain", "--db", "clinic.db", "--id", "r3"],
}


class Trial:
    def __init__(self, template, arguments):
        self.template, self.arguments = template, arguments
        self.before = state(template)
        done, self.after = self.attempt({})
        self.output = done.stdout
        if done.returncode not in (0, 3):
            sys.exit(f"{arguments[0]} fails without a fault: {done.stderr.decode()}")
        self.status = done.returncode

    def attempt(self, environment):
        folder = tempfile.mkdtemp()
        shutil.rmtree(folder)
        shutil.copytree(self.template, folder)
        try:
            done = uti_report(folder, self.arguments, **environment)
            return done, state(folder)
        finally:
            shutil.rmtree(folder)

    def calls(self, which):
        with tempfile.NamedTemporaryFile() as count:
            self.attempt({"LD_PRELOAD": LIBRARY, "FAULT_CALLS": which, "FAULT_COUNT": count.name})
            return int(count.read() or 0)

    def wrong(self, which, kind, stays, at):
        environment = {"LD_PRELOAD": LIBRARY, "FAULT_CALLS": which, "FAULT_KIND": kind, "FAULT_AT": str(at)}
        if stays:
            environment["FAULT_STAYS"] = "1"
        done, found = self.attempt(environment)
        if done.returncode < 0:
            return f"ended by signal {-done.returncode}"
        if done.returncode == self.status:
            if done.stdout != self.output:
                return "says success with another output"
            return None if found == self.after else "says success with other files: " + differing(found, self.after)
        if kind in ("SHORT", "EINTR"):
            return f"fails: {done.stderr.decode()[:200]}"
        if not done.stderr:
            return f"fails with status {done.returncode} and says nothing"
        if found not in (self.before, self.after):
            return "leaves other files: " + differing(found, self.before)
        return None


def differing(found, wanted):
    return ", ".join(name for name in sorted(set(found) | set(wanted)) if found.get(name) != wanted.get(name))


def positions(count):
    if POSITIONS == 0 or count <= POSITIONS:
        return range(1, count + 1)
    return sorted({1 + round(i * (count - 1) / (POSITIONS - 1)) for i in range(POSITIONS)})


def main():
    template, number, failed, tried = prepare(), 0, 0, 0
    for name, arguments in COMMANDS.items():
        trial = Trial(template, arguments)
        counts = {which: trial.calls(which) for which in ("read", "write")}
        for which, kind, stays in FAULTS:
            number += 1
            problems = []
            for at in positions(counts[which]):
                tried += 1
                wrong = trial.wrong(which, kind, stays, at)
                if wrong:
                    problems.append(f"call {at} of {counts[which]}: {wrong}")
            failed += bool(problems)
            print(f"{'not ok' if problems else 'ok'} {number} - {name}: {which} {kind}{' from then on' if stays else ''}, {counts[which]} calls", flush=True)
            for problem in problems[:6]:
                print(f"# {problem}", flush=True)
    shutil.rmtree(template)
    print(f"# {tried} faults")
    print(f"1..{number}")
    return failed > 0


sys.exit(main())
