"""Writes Datasette's metadata from the files of sql/: make_metadata.py DATABASE_NAME > metadata.json

Every query of the folder becomes a page with a form for its parameters. Datasette
gives an empty box as '', which the queries take as NULL: their default.
"""
import html
import json
import pathlib
import re
import sys
import urllib.parse

FOLDER = pathlib.Path(__file__).resolve().parent.parent
# What writes, or needs a table of its own.
LEFT_OUT = re.compile(r"^(schema|views|assess_reports|columns_.*)$")
FACETED = {
    "flagged_cases": ["urgency", "cramp_mechanism", "site"],
    "current_assessments": ["urgency", "cramp_mechanism"],
    "reports": ["site"],
    "reviews": ["decision", "reviewer"],
}
ABOUT = (
    "Decision support for qualified staff who can review the basis of each result. Not a diagnosis, not for "
    "patients on their own, not for emergencies as they happen; 'none' is not 'well'."
)


def header_part(header, name):
    """The text of "-- NAME: ..." up to the next part."""
    found = re.search(rf"^-- {name}: ?(.*(?:\n--   .*)*)", header, re.M)
    return re.sub(r"\n--\s+", " ", found.group(1)).strip() if found else ""


def parameters(header):
    """Each ":name  what it is" under "-- Parameters:"."""
    found = re.findall(r"^--   :(\w+)\s+(.*(?:\n--     .*)*)", header, re.M)
    return [(name, re.sub(r"\n--\s+", " ", what)) for name, what in found]


def description(header):
    terms = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(what)}</dd>" for name, what in parameters(header))
    says = header_part(header, "What it answers")
    return f"<p>{html.escape(says[:1].upper() + says[1:])}</p>" + (f"<dl>{terms}</dl>" if terms else "")


def query(file):
    source = file.read_text(encoding="utf-8")
    header = re.match(r"(?:--.*\n)+", source).group(0)
    body = re.sub(r"^\s*--.*\n", "", source[len(header):], flags=re.M).strip().rstrip(";")
    names = [name for name, _ in parameters(header)]
    for name in names:
        body = re.sub(rf":{name}\b", f"nullif(:{name}, '')", body)
    return {"title": header_part(header, "Title"), "description_html": description(header), "sql": body, "params": names, "hide_sql": True}


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_metadata.py DATABASE_NAME > metadata.json")
    queries = {f.stem: query(f) for f in sorted(FOLDER.glob("*.sql")) if not LEFT_OUT.match(f.stem)}
    tables = {name: {"facets": facets} for name, facets in FACETED.items()}
    tables["flagged_cases"]["description"] = "Who must be looked at, worst first. The id leads to the reasons."
    name = sys.argv[1]
    # Datasette lists views last, and the first page not at all.
    about = f'<p>{html.escape(ABOUT)}</p><p><a href="{urllib.parse.quote(name)}/flagged_cases">Flagged cases</a></p>'
    database = {"description_html": about, "queries": queries, "tables": tables}
    json.dump({"title": "Patient reports: urinary tract infection", "description_html": about,
               "extra_css_urls": ["/uti/uti.css"], "databases": {name: database}}, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
