#!/usr/bin/env python3
"""metadata.py DATABASE_NAME SQL_FILE... - what Datasette shows: each query of sql/ as a
canned query, facets by urgency, and a page that explains one report. JSON to stdout.

A parameter of a query is NULL where it is not set; Datasette sends an empty text."""
import json
import pathlib
import re
import sys

USE = ("Decision support for staff who can check each answer; no diagnosis. "
       "The level speaks of urinary infections and leg clots alone: none is not well.")

EXPLAIN = """\
WITH one AS (
  SELECT report, facts_json, uti_explain(report, facts_json) AS answer
  FROM assessable_reports WHERE report_id = :report_id
)
SELECT '1 level' AS part, answer ->> 'urgency' AS what, uti_reasons(report, facts_json) AS detail FROM one
UNION ALL SELECT '2 report', NULL, uti_highlight(report, '[', ']') FROM one
UNION ALL SELECT '3 rule', value ->> 'id', (value ->> 'label') || ' - ' || (value ->> 'citation') FROM one, json_each(answer, '$.rules')
UNION ALL SELECT '4 mechanism', value ->> 'mechanism', value ->> 'evidence' FROM one, json_each(answer, '$.mechanisms')
UNION ALL SELECT '5 denied', value ->> 'label', value ->> 'text' FROM one, json_each(answer, '$.denied')
UNION ALL SELECT '6 not known', value ->> 'name', value ->> 'sentence' FROM one, json_each(answer, '$.not_known')
UNION ALL SELECT '7 ask next', value ->> 'rule', value ->> 'question' FROM one, json_each(answer, '$.ask_next')
UNION ALL SELECT '8 warning', NULL, value FROM one, json_each(answer, '$.warnings')
"""


def header(text):
    """The lines of the header by their names: {"Title": ..., "What it answers": ...}."""
    fields, name = {}, None
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        found = re.match(r"-- ([A-Z][^:]*): *(.*)", line)
        if found:
            name = found.group(1)
            fields[name] = found.group(2)
        elif name:
            fields[name] += "\n" + line[2:].strip()
    return fields


def numbers(parameters):
    """Parameters whose default is a number are compared as numbers."""
    return {name for name, about in re.findall(r":(\w+)((?:[^:]|:(?!\w))*)", parameters) if re.search(r"default \d", about)}


def canned(text):
    fields = header(text)
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip().rstrip(";")
    as_number = numbers(fields.get("Parameters", ""))

    def given(match):
        value = f"nullif(:{match.group(1)}, '')"
        return f"CAST({value} AS REAL)" if match.group(1) in as_number else value

    query = {"title": fields["Title"], "sql": re.sub(r"(?<![:\w]):([a-z_]+)", given, body),
             "description": fields["What it answers"].replace("\n", " ")}
    parameters = fields.get("Parameters", "none").strip()
    if parameters != "none":
        query["description"] += " Left empty, a parameter takes its default. " + " ".join(parameters.split())
    return query


def main():
    queries = {}
    for file in map(pathlib.Path, sys.argv[2:]):
        text = file.read_text()
        writes = re.search(r"^(INSERT|CREATE|DROP)", text, re.M)
        if not writes and not file.stem.startswith("columns_"):
            queries[file.stem] = canned(text)
    queries["explain"] = {"title": "Explain one report", "sql": EXPLAIN, "params": ["report_id"],
                          "description": "The level, what it rests on, and what is not known. report_id as in reports: 00018."}
    queries["assess_text"] = {
        "title": "Assess a text", "params": ["report"],
        "description": "The level, mechanism and reasons of any text.",
        "sql": "SELECT urgency, cramp_mechanism, reasons, warnings FROM uti_assess(:report)"}
    facets = {"facets": ["urgency", "cramp_mechanism", "site"], "size": 50}
    json.dump({
        "title": "Reports of urinary tract infections", "description": USE,
        "databases": {sys.argv[1]: {"queries": queries, "tables": {
            "flagged_cases": {"description": "Who must be looked at, worst first. " + USE, **facets},
            "current_assessments": {"facets": ["urgency", "cramp_mechanism"]},
            "reports": {"facets": ["site"], "label_column": "report_id"}}}},
    }, sys.stdout, indent=1)


main()
