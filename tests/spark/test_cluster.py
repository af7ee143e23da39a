"""uti_spark.assess on a cluster of two executor processes: the rows of uti_assess
in SQLite, also when an executor is killed, and score under RDD.pipe.

    ROWS=1000000 BUILD=build python test_cluster.py
"""
import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

from pyspark.sql import SparkSession

import golden
import reports
from uti_spark import COLUMNS, UtiError, assess

BUILD = os.path.abspath(os.environ.get("BUILD", "build"))
ROWS = int(os.environ.get("ROWS", "20000"))
PARTS = 24
SAID = ("urgency", "urgency_rank", "cramp_mechanism", "rules_id")
HERE = os.path.dirname(os.path.abspath(__file__))
number = failed = 0


def ok(right, name):
    global number, failed
    number += 1
    failed += not right
    print(f"{'ok' if right else 'not ok'} {number} - {name}", flush=True)


def make_reports(batches):
    """Rows of reports.table() for each range of ids."""
    import reports

    for batch in batches:
        yield from reports.table(batch.num_rows, first=batch.column(0)[0].as_py()).to_batches() if batch.num_rows else ()


def digest_rows(batches):
    import pyarrow as pa
    import reports

    names = ("id",) + tuple(json.loads(os.environ["UTI_COLUMNS"]))
    count, total = 0, 0
    for batch in batches:
        columns = [batch.column(batch.schema.names.index(name)).to_pylist() for name in names]
        rows, digest = reports.digest(zip(*columns))
        count, total = count + rows, (total + int(digest, 16)) % (1 << 128)
    yield pa.RecordBatch.from_pydict({"rows": [count], "digest": [f"{total:032x}"]})


def digest_of(df):
    count, total = 0, 0
    for part in df.mapInArrow(digest_rows, "rows long, digest string").collect():
        count, total = count + part.rows, (total + int(part.digest, 16)) % (1 << 128)
    return count, f"{total:032x}"


def executors():
    """Process ids of the executors of this driver."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
    own = f"-Dspark.driver.port={spark.conf.get('spark.driver.port')}"
    return [int(line.split()[0]) for line in listed.splitlines() if "CoarseGrainedExecutorBackend" in line and own in line]


def with_an_executor_killed(df):
    """The digest, and the executor that was killed while it was made."""
    killed = []

    def kill():
        tracker = spark.sparkContext.statusTracker()
        while not killed:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and 0 < info.numCompletedTasks < info.numTasks // 2:
                    killed.append(executors()[0])
                    os.kill(killed[0], signal.SIGKILL)
                    return
            time.sleep(0.01)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = digest_of(df)
    return found, killed[0] if killed else None


def piped(df, rows):
    """What `uti-report score` says on the executors, by id."""
    spark.sparkContext.addFile(os.path.join(BUILD, "uti-report"))
    lines = df.where(f"id < {rows}").select("id", "note").toJSON()
    answers = lines.pipe("./uti-report score --text-field note --quiet", checkCode=True).map(json.loads)
    return {row["id"]: tuple(row[name] for name in SAID) for row in answers.collect()}


def examples():
    """The programs of ext/spark/README.md, on a table of the columns that they name."""
    table = spark.createDataFrame([(1, "UTI and shaking chills.", None, 34), (2, "I feel fine.", 98.1, 40)], "id long, note string, temperature double, age long")
    with open("ext/spark/README.md", encoding="utf-8") as page:
        one, pipe = re.findall(r"```python\n(.*?)```", page.read(), re.S)
    names = {"df": table, "spark": spark}
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(one, names)
    exec(pipe.replace("/usr/bin/uti-report", os.path.join(BUILD, "uti-report")), names)
    return shown.getvalue(), [json.loads(line)["urgency"] for line in names["answers"].collect()]


os.environ["PYSPARK_PYTHON"] = sys.executable
spark = (SparkSession.builder.master("local-cluster[2,1,1024]").appName("uti")
         .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
         .config("spark.executorEnv.UTI_COLUMNS", json.dumps(COLUMNS))
         .getOrCreate())
spark.sparkContext.setLogLevel("OFF")
spark.sparkContext.addPyFile(os.path.join(HERE, "reports.py"))

df = spark.range(0, ROWS, 1, PARTS).mapInArrow(make_reports, "id long, note string, temp double, k string, age long, sex string, pregnant boolean")
scored = assess(df, text="note", facts=reports.FACTS)
ok(scored.columns == df.columns + list(COLUMNS), "the columns of uti_assess are added")

expected = (0, 0)
for first in range(0, ROWS, 50000):
    rows, digest = reports.digest(golden.rows(os.path.join(BUILD, "uti"), reports.table(min(50000, ROWS - first), first=first)))
    expected = (expected[0] + rows, (expected[1] + int(digest, 16)) % (1 << 128))
expected = (expected[0], f"{expected[1]:032x}")

began = time.time()
found = digest_of(scored)
print(f"# {ROWS} rows in {time.time() - began:.1f} s, with the making and the digest of the rows", flush=True)
ok(len(executors()) == 2, "there are two executor processes")
ok(found == expected, f"{ROWS} rows on two executors are those of SQLite (digest {expected[1]})")
found, killed = with_an_executor_killed(scored)
ok(killed is not None, "an executor is killed in the middle")
ok(found == expected, "and the rows are still those of SQLite")
answers = piped(df, 500)
by_id = {row[0]: tuple(row[1 + COLUMNS.index(name)] for name in SAID) for row in golden.rows(os.path.join(BUILD, "uti"), reports.table(500), facts=False)}
ok(len(answers) == 500 and all(answers[i] == by_id[i] for i in answers), "uti-report score under RDD.pipe says the same")
shown, levels = examples()
ok("urgent" in shown and "chills" in shown and "fine" not in shown, "the first example of the page")
ok(levels == ["urgent", "none"], "the second example of the page")
try:
    assess(df, text="note", facts={"no_such_fact": "temp"})
    ok(False, "an unknown fact fails on the driver")
except UtiError as error:
    ok("no_such_fact" in str(error), "an unknown fact fails on the driver")
print(f"1..{number}")
spark.stop()
sys.exit(failed > 0)
