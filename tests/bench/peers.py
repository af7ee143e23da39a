#!/usr/bin/env python3
"""peers.py CORPUS.csv LITERALS.tsv LIBRARY [GOLD.ndjson ...] - what a user of Python would
take instead: an alternation of `re` as a function in SQLite, and medspaCy (rules on
tokens and ConText) where it is installed. All read the same wordings. Prints lines of
"what<TAB>goal<TAB>reached"; GOLD are labelled texts of `uti-report eval`."""
import csv
import itertools
import json
import re
import sqlite3
import sys
import time
from collections import Counter

ROWS = 2000
corpus, literals, library, gold = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
with open(corpus, newline="") as file:
    reports = [row["report"] for row in itertools.islice(csv.DictReader(file), ROWS)]
with open(literals) as file:
    wordings = [line.rstrip("\n").split("\t") for line in file]

db = sqlite3.connect(":memory:")
if not hasattr(db, "enable_load_extension"):
    sys.exit("peers: this Python loads no extension of SQLite")
db.enable_load_extension(True)
db.load_extension(library)
alternation = re.compile(r"\b(?:" + "|".join(re.escape(w) for _, w in wordings[:300]) + r")\b", re.IGNORECASE)
db.create_function("python_findings", 1, lambda report: sum(1 for _ in alternation.finditer(report)), deterministic=True)
db.execute("CREATE TABLE reports(report)")
db.executemany("INSERT INTO reports VALUES (?)", [(r,) for r in reports])


def seconds(work):
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return sorted(times)[1]


ours = seconds(lambda: db.execute("SELECT count(uti_urgency(report)) FROM reports").fetchone())
in_python = seconds(lambda: db.execute("SELECT sum(python_findings(report)) FROM reports").fetchone())
print(f"Python re, 300 wordings / uti_urgency\t\t{in_python / ours:.3g}")

try:
    import medspacy
    from loguru import logger
    from medspacy.ner import TargetRule
except ImportError:
    print("medspaCy / uti_urgency\t\tmedspaCy is not installed")
    sys.exit()

logger.remove()   # of its splitter of sentences, which logs every token
nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
nlp.get_pipe("medspacy_target_matcher").add([TargetRule(words, concept) for concept, words in wordings])
start = time.process_time()
for report in reports:
    nlp(report)
print(f"medspaCy, {ROWS} rows / uti_urgency\t\t{(time.process_time() - start) / ours:.3g}")

STATUSES = {"NEGATED_EXISTENCE": "absent", "HISTORICAL": "past", "POSSIBLE_EXISTENCE": "possible", "HYPOTHETICAL": "hypothetical", "FAMILY": "other"}
STRENGTH = ["present", "possible", "past", "absent", "hypothetical", "other"]


def of_medspacy(text):
    found = {}
    for entity in nlp(text).ents:
        status = next((STATUSES[m.category] for m in entity._.modifiers if m.category in STATUSES), "present")
        found.setdefault(entity.label_, []).append(status)
    return {concept: min(all_, key=STRENGTH.index) for concept, all_ in found.items()}


def of_uti(text, facts):
    rows = db.execute("SELECT concept, status FROM uti_findings(?, ?)", (text, json.dumps(facts)))
    found = {}
    for concept, status in rows:
        found.setdefault(concept, []).append(status)
    return {concept: min(all_, key=STRENGTH.index) for concept, all_ in found.items()}


for path in gold:
    counts = {"medspaCy": Counter(), "uti": Counter()}
    known = {concept for concept, _ in wordings}
    with open(path) as file:
        rows = [json.loads(line) for line in file]
    known &= {concept for row in rows for concept in row["findings"]}   # what the labels speak of
    for row in rows:
        wanted = {item for item in row["findings"].items() if item[0] in known}
        for name, found in (("medspaCy", of_medspacy(row["text"])), ("uti", of_uti(row["text"], row.get("facts", {})))):
            got = {item for item in found.items() if item[0] in known}
            counts[name].update(hit=len(wanted & got), extra=len(got - wanted), missed=len(wanted - got))
    for name, c in counts.items():
        name_of_file = path.rsplit("/", 1)[-1]
        print(f"F1 of finding and status, {name}, {name_of_file}\t\t{2 * c['hit'] / (2 * c['hit'] + c['extra'] + c['missed']):.3f}")
