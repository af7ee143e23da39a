"""Each documented limit at limit - 1, limit and limit + 1. A row of the table: what is
limited, the limit, what is done with a size n, and what is said within and beyond the
limit (a regular expression each; None: that one is not said). Prints TAP.

    python3 tests/bounds/run.py [WORD]     only the limits whose title holds WORD
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

BUILD = os.environ.get("BUILD", "build")
REPORT = os.environ.get("UTI_REPORT", os.path.join(BUILD, "uti-report"))
EXTENSION = os.path.join(BUILD, "uti")
WORK = tempfile.TemporaryDirectory()
KIB, MIB = 1024, 1024 * 1024
HEADERS = {}


def path(name):
    return os.path.join(WORK.name, name)


def run(command, stdin=None):
    done = subprocess.run(command, input=stdin, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def sql(*statements, database=":memory:"):
    script = "\n".join([f".load {EXTENSION}", ".nullvalue NULL", *[s + ";" for s in statements]])
    return run(["sqlite3", "-batch", database], script.encode())


def header_of(table):
    if table not in HEADERS:
        with open(f"ext/knowledge/{table}.tsv", encoding="utf-8") as file:
            HEADERS[table] = next(line for line in file if not line.startswith("#"))
    return HEADERS[table]


def pack(**tables):
    """A folder with these tables: rows of cells, or the text below the header."""
    folder = tempfile.mkdtemp(dir=WORK.name)
    for table, rows in tables.items():
        text = rows if isinstance(rows, str) else "".join("\t".join(row) + "\n" for row in rows)
        with open(os.path.join(folder, table + ".tsv"), "w", encoding="utf-8") as file:
            file.write(header_of(table) + text)
    return folder


def check(**tables):
    return run([REPORT, "rules", "check", pack(**tables)])


def with_pack(statement, **tables):
    return sql(f"SELECT length(uti_load_rules('{pack(**tables)}'))", statement)


def phrase(pattern, value=""):
    return [["fever", pattern, "", "", value, "lay", "language"]]


def rule(condition):
    return [["X1", "full", "soon", condition, "x", "", "x", "clinical_base"]]


def words(n):
    return "paper " * n


def padded(table, size):
    """The text of a file of this table that makes `size` bytes, in comments."""
    text = "".join("\t".join(row) + "\n" for row in phrase("zorb")) if table == "phrases" else ""
    left = size - len((header_of(table) + text).encode())
    return text + ("#" * 999 + "\n") * (left // 1000) + ("#" * (left % 1000 - 1) + "\n" if left % 1000 else "")


def in_all(n):
    """Three files that have n bytes together."""
    return {"phrases": padded("phrases", 3 * MIB), "contexts": padded("contexts", 3 * MIB), "words": padded("words", n - 6 * MIB)}


def rows_of_sources(n):
    known = int(sql("SELECT count(*) FROM uti_sources").strip())
    return [[f"zorb{i}", "Zorb", "", "2003", "article"] for i in range(n - known)]


def flagged(reports, *options):
    """The text of every part of the workbook of these reports."""
    table, book = path("in.csv"), path("out.xlsx")
    with open(table, "w", encoding="utf-8") as file:
        file.write("id,note\n" + "".join(f'{i},"{report}"\n' for i, report in enumerate(reports)))
    said = run([REPORT, "flag", table, "-o", book, "--force", *options])
    with zipfile.ZipFile(book) as parts:
        return said + "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist() if name.endswith(".xml"))


def queried(text, *options):
    query = path("query.sql")
    with open(query, "w", encoding="utf-8") as file:
        file.write(text)
    run(["sqlite3", path("clinic.db"), "CREATE TABLE IF NOT EXISTS t (a)"])
    return run([REPORT, "run", query, "--db", path("clinic.db"), *options])


def chart(n):
    columns = [f"y{i}" for i in range(n)]
    return queried(f"-- Chart: line x; {', '.join(columns)}\nSELECT 'a' AS x, {', '.join('1 AS ' + c for c in columns)};\n",
                   "-o", path("chart.xlsx"), "--force")


def hashed(n):
    key = path("key")
    with open(key, "wb") as file:
        file.write(bytes(i % 251 for i in range(n)))
    os.chmod(key, 0o600)
    return flagged(["UTI and chills"], "--hash-ids", key)


def widest(columns):
    said = subprocess.run([REPORT, "explain", "a " * 300 + "UTI"], capture_output=True, text=True, check=False,
                          env={**os.environ, "COLUMNS": str(columns)}).stdout
    return f"widest {max(len(line) for line in said.splitlines())}"


def json_facts(n):
    return "{" + ",".join(['"age":30'] * n) + "}"


def pairs(n):
    return ", ".join(["'age', 30"] * n)


def ratings(n):
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n}) SELECT cohen_kappa(i, i) FROM n"


def holders(n):
    return sql(*[f"CREATE TABLE c{i} (r CHECK (uti_urgency(r) <> 'none'))" for i in range(n)], "SELECT uti_rule_set('core')")


def near(before, after):
    return {"phrases": phrase("zorba", "near:@zclass"), "words": [["@zclass", "zorbo", "x"], ["@common", "zarb", "x"]]}, \
        f"SELECT uti_has('{'zorbo ' + words(before) if before >= 0 else ''}zorba{' ' + words(after) + 'zorbo' if after >= 0 else ''}', 'fever')"


def stood_near(before, after):
    tables, statement = near(before, after)
    return with_pack(statement, **tables)


def spanned(n):
    """A wording of seven words whose gaps make n words of it."""
    gaps = [9] * ((n - 7) // 9) + [(n - 7) % 9] + [0] * 6
    text = "".join(f"{word} {words(gap)}" for word, gap in zip(WIDE, gaps))
    return with_pack(f"SELECT uti_has('{text.strip()}', 'fever')", phrases=phrase(" <9> ".join(WIDE)))


WIDE = ["zorba", "zorbc", "zorbd", "zorbf", "zorbg", "zorbh", "zorbk"]
LIMITS = [
    # The extension: ext/README.md
    ("bytes of a report", 256 * MIB, lambda n: sql(f"SELECT uti_urgency('I have a UTI.' || CAST(zeroblob({n - 13}) AS TEXT))"), r"^routine$", r"too big"),
    ("bytes of a text and of a phrase asked for", 256 * MIB, lambda n: sql(f"SELECT uti_context('no zorb' || CAST(zeroblob({n - 7}) AS TEXT), 'zorb')"), r"^absent$", r"too big"),
    ("bytes of a phrase", 256 * MIB, lambda n: sql(f"SELECT uti_context('no zorb', 'zorb' || CAST(zeroblob({n - 4}) AS TEXT))"), r"^absent$", r"too big"),
    ("facts in JSON", 1024, lambda n: sql(f"SELECT uti_urgency('UTI', '{json_facts(n)}')"), r"^routine$", r"wanted at most 1,024 facts"),
    ("facts as pairs", 63, lambda n: sql(f"SELECT uti_urgency('UTI', {pairs(n)})"), r"^routine$", r"too many arguments"),
    ("different ratings of cohen_kappa()", 1000, lambda n: sql(ratings(n)), r"^1\.0$", r"wanted at most 1000 different ratings"),
    ("objects that are named", 5, holders, r"^(?!.*and more).*refused", r"; and more: drop them first"),
    ("letters of an unknown name that is shown", 40, lambda n: sql(f"SELECT uti_urgency('UTI', '{'z' * n}', 1)"), r"got 'zzz", r"got other text"),
    ("bytes of a time whose form is shown", 24, lambda n: sql(f"SELECT uti_episode('UTI', '{'9' * n}')"), r"of the form 999", r"got other text"),
    # Rule packs: ext/README.md, ext/knowledge/README.md
    ("bytes of a file of a pack", 4 * MIB, lambda n: check(phrases=padded("phrases", n)), r"no mistakes", r"wanted at most 4 MB"),
    ("bytes of all files of a pack", 8 * MIB, lambda n: check(**in_all(n)), r"no mistakes", r"wanted at most 8 MB in all files"),
    ("rows of a table", 4000, lambda n: check(sources=rows_of_sources(n)), r"no mistakes", r"wanted fewer rows in this table"),
    ("words of a pattern", 24, lambda n: check(phrases=phrase(" ".join(["zorb"] * n))), r"no mistakes", r"wanted a pattern of at most 24 words"),
    ("bytes of a pattern or condition", 5999, lambda n: check(rules=rule("(" + "fever or ".ljust(n - 8) + "chills)")), r"no mistakes", r"wanted a cell of less than 6000 bytes"),
    ("bytes of a member of a class", 127, lambda n: check(words=[["@zorb", "zorblyzorb " * 11 + "z" * (n - 121), "x"]]), r"no mistakes", r"wanted a member of less than 128 bytes"),
    ("brackets in brackets of a condition", 63, lambda n: check(rules=rule("(" * n + "fever and chills" + ")" * n)), r"no mistakes", r"wanted a condition with less nesting"),
    ("points of an item", 1000, lambda n: check(scores=[["zorb", "sum", "", "", "", "zorb", "", "language"], ["zorb", "item", "a", "fever", str(n), "x", "", "language"]]), r"no mistakes", r"wanted points"),
    ("words of a gap <3>", 3, lambda n: with_pack(f"SELECT uti_has('zorba {words(n)}zorbi', 'fever')", phrases=phrase("zorba <3> zorbi")), r"^1$", r"^NULL$"),
    ("words of a text that one wording spans", 60, spanned, r"^1$", r"^NULL$"),
    ("words of a cue's reach of 4", 4, lambda n: with_pack(f"SELECT uti_has('zorbna {words(n)}fever', 'fever')", contexts=[["absent", "zorbna", "after", "4", "", "language"]]), r"^0$", r"^1$"),
    ("words before a wording where near:@class looks", 40, lambda n: stood_near(n - 1, -1), r"^1$", r"^NULL$"),
    ("words after a wording where near:@class looks", 12, lambda n: stood_near(-1, n - 1), r"^1$", r"^NULL$"),
    # The command line: cli/README.md
    ("UTF-16 units of a cell", 32767, lambda n: flagged(["UTI and chills ".ljust(n, "x")]), r"(?s)^(?!.*\[cut\])", r"\[cut\]"),
    ("UTF-16 units of a cell, of characters with two units", 32767, lambda n: flagged(["UTI and chills " + ("x" if n % 2 == 0 else "") + "\U0001F600" * ((n - 15) // 2)]), r"(?s)^(?!.*\[cut\])", r"\[cut\]"),
    ("findings listed of a case", 1000, lambda n: flagged(["UTI. " + "chills. " * (n - 1)]), r"(?s)^(?!.*more findings are not listed)", r"1 more findings are not listed"),
    ("places that are marked in a cell", 30, lambda n: flagged(["UTI. " + "chills. " * (n - 1)]), r"(?s)^(?!.*is not marked in the text)", r"evidence at 31 places is not marked in the text"),
    ("rows of a sheet", 2, lambda n: flagged(["UTI and chills"] * n, "--sheet-rows", "2"), r"(?s)^(?!.*Cases 2)", r"Cases 2"),
    ("rows to draw", 1000000, lambda n: run([REPORT, "sample", "fixtures/reports/clinic.csv", "--size", str(n), "-o", path("sample.csv"), "--force"]), r"(?s)^(?!.*wanted)", r"--size"),
    ("columns of a chart", 16, chart, r"(?s)^(?!.*chart)", r"[Cc]hart"),
    ("bytes of a query", 4 * MIB, lambda n: queried("SELECT 1 AS one;\n-- ".ljust(n - 1, "x") + "\n", "--format", "csv"), r"^one", r"is longer than 4 MB"),
    ("bytes that a key must have, less one", 15, hashed, r"is shorter", r"id-[0-9a-f]{20}"),
    ("columns of a terminal that are used", 110, widest, r"widest 1(09|10)$", r"widest 110$"),
]


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    number = failed = 0
    for title, limit, said_of, within, beyond in LIMITS:
        if wanted not in title:
            continue
        for n in (limit - 1, limit, limit + 1):
            said, pattern = said_of(n), within if n <= limit else beyond
            number += 1
            good = re.search(pattern, said, re.MULTILINE) is not None
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {title}: {n} of {limit}")
            if not good:
                print(f"#   wanted {pattern}\n#   got    {json.dumps(said[-300:])}")
    print(f"1..{number}")
    return failed > 0


sys.exit(main())
