"""clinic.py - what the fault tests work on: a table of reports, a database of them, a
reviewed workbook, and what a command has left of them."""
import hashlib
import os
import re
import subprocess
import sys
import tempfile

PROGRAM = os.path.realpath(os.environ.get("UTI_REPORT", "build/uti-report"))
NOW = "2026-03-01T00:00:00Z"
CLOCK = re.compile(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")   # when rows were written


def uti_report(folder, arguments, **environment):
    everything = dict(os.environ, TMPDIR=os.path.join(folder, "tmp"), **environment)
    return subprocess.run([PROGRAM, *arguments, "-q", "--threads", "1"] if arguments[0] in ("flag", "sample", "score", "import")
                          else [PROGRAM, *arguments], cwd=folder, env=everything,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=120)


def prepare():
    """What the commands work on: a table, a database of half of it, a reviewed workbook."""
    folder = tempfile.mkdtemp()
    os.mkdir(os.path.join(folder, "tmp"))
    texts = ["Burning when I pee and leg cramps", "UTI with fever of 103 and chills", "No fever, no pain", "Confused, fever, UTI"]
    with open(os.path.join(folder, "reports.csv"), "w") as csv, open(os.path.join(folder, "reports.ndjson"), "w") as lines:
        csv.write("id,patient_id,reported_at,note\n")
        for i in range(400):
            csv.write(f"r{i},p{i % 50},2026-02-{1 + i % 28:02d},{texts[i % 4]} number {i}\n".replace(", ", "; "))
            lines.write('{"id":%d,"text":"%s"}\n' % (i, texts[i % 4]))
    uti_report(folder, ["import", "reports.csv", "--db", "clinic.db", "--now", NOW])
    uti_report(folder, ["flag", "clinic.db:reports", "-o", "reviewed.xlsx", "--now", NOW])
    subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "fill_in.py"),
                    os.path.join(folder, "reviewed.xlsx")], check=True)
    with open(os.path.join(folder, "reports.csv"), "a") as csv:
        csv.write("".join(f"new{i},p{i},2026-02-27,UTI and chills {i}\n" for i in range(40)))
    return folder


def state(folder):
    """Files by name with what they hold; of a database its rows."""
    found = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name == "tmp":
            found.update({f"tmp/{left}": "left over" for left in os.listdir(path)})
        elif name.endswith(".db"):
            rows = subprocess.run(["sqlite3", path, "PRAGMA integrity_check", ".dump"], capture_output=True)
            found[name] = hashlib.sha256(CLOCK.sub(b"T", rows.stdout) + rows.stderr).hexdigest()
        elif not name.endswith(("-journal", "-wal", "-shm")):    # SQLite's own, rolled back at the next opening
            with open(path, "rb") as file:
                found[name] = hashlib.sha256(file.read()).hexdigest()
    return found
