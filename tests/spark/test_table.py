"""uti_spark.assess_table against uti_assess in SQLite, row by row."""
import os
import sys
import threading

import pyarrow as pa

import golden
import reports
from uti_spark import COLUMNS, UtiError, assess_table

BUILD = os.environ.get("BUILD", "build")
EXTENSION = os.path.join(BUILD, "uti")
failed = 0
number = 0


def ok(right, name):
    global failed, number
    number += 1
    failed += not right
    print(f"{'ok' if right else 'not ok'} {number} - {name}", flush=True)


def assessed(table, **options):
    made = assess_table(table, "note", reports.FACTS, **options)
    return list(zip(*(made.column(name).to_pylist() for name in ("id", *COLUMNS))))


def refused(wanted, *arguments, **options):
    try:
        assess_table(*arguments, **options)
    except UtiError as error:
        return wanted in str(error)
    return False


table = reports.table(int(os.environ.get("UTI_TABLE_ROWS", "20000")))
expected = list(golden.rows(EXTENSION, table))
found = assessed(table)
for row in [pair for pair in zip(found, expected) if pair[0] != pair[1]][:3]:
    print("#", row)
ok(found == expected and len(found) == table.num_rows, f"{len(found)} rows are those of uti_assess")
ok(len({row[1] for row in expected}) >= 5 and any(row[1] is None for row in expected), "the rows have many levels and NULLs")
ok(assessed(table.slice(1003, 777)) == expected[1003:1780], "a slice with an offset that is no multiple of 8")
large = table.set_column(1, "note", table.column("note").cast(pa.large_string()))
ok(assessed(large) == expected, "LargeUtf8 reports")
coded = table.set_column(5, "sex", table.column("sex").dictionary_encode())
ok(assessed(coded) == expected, "dictionary-encoded facts")
ok(assessed(table.slice(0, 0)) == [], "an empty table has the columns too")
empty = assess_table(pa.table({"note": pa.array([None, None], pa.string())}))
ok(empty.column("urgency").null_count == 2 and empty.column("reasons").null_count == 2, "NULL texts without facts give NULLs")
ok(empty.column("warnings").null_count == 0, "and their JSON columns are as in SQL")
ok(assess_table(table, None, {"temp_f": "temp"}).num_rows == table.num_rows, "facts alone")
nan = assess_table(pa.table({"note": ["UTI"], "t": [float("nan")]}), facts={"temp_f": "t"})
ok(nan.column("warnings")[0].as_py() == "[]", "NaN is not known")
ok(refused("temp_q", table, facts={"temp_q": "temp"}), "an unknown fact is named")
ok(refused("no column 'nota'", table, "nota"), "an unknown column is named")
ok(refused("rule_set", table, rule_set="fulll"), "an unknown rule set is named")
ok(refused("already there", table.append_column("urgency", table.column("note"))), "a column that would be doubled is refused")
parallel = [None] * 4
threads = [threading.Thread(target=lambda i=i: parallel.__setitem__(i, assessed(table.slice(0, 4000)))) for i in range(4)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
ok(all(rows == expected[:4000] for rows in parallel), "four threads at once agree")
print(f"1..{number}")
sys.exit(failed > 0)
