"""What uti_assess says of the same rows in SQLite."""
import sqlite3

import reports

COLUMNS = "urgency, urgency_rank, cramp_mechanism, reasons, rules, findings, warnings, rules_id"


def rows(extension, table, facts=True):
    db = sqlite3.connect(":memory:")
    db.enable_load_extension(True)
    db.load_extension(extension)
    known = ", ".join(f"'{fact}', {column}" for fact, column in reports.FACTS.items()) if facts else ""
    db.execute("CREATE TABLE report(id INTEGER, note TEXT, temp, k, age, sex, pregnant)")
    db.executemany("INSERT INTO report VALUES (?,?,?,?,?,?,?)", zip(*(c.to_pylist() for c in table.columns)))
    return db.execute(f"SELECT r.id, {COLUMNS} FROM report r, uti_assess(r.note, json_object({known}))")
