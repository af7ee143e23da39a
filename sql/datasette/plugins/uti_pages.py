"""Datasette pages for patient reports: ids lead to the page that explains the
level, and levels stand out in more than colour.

The page is what `uti-report explain --format html` writes: one way to show why.
"""
import asyncio
import os
import urllib.parse

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup, escape

LEVELS = {"emergency", "urgent", "soon", "routine", "none"}
LEVEL_COLUMNS = {"urgency", "seen_urgency", "corrected_urgency", "first_urgency", "last_urgency", "worst_urgency", "urgency_now", "episode_urgency", "highest_single", "program", "reviewer"}


@hookimpl
def register_routes():
    return [(r"^/-/uti/(?P<database>[^/]+)/(?P<report>[^/]+)$", explain)]


async def explain(request, datasette):
    name = urllib.parse.unquote(request.url_vars["database"])
    report = urllib.parse.unquote(request.url_vars["report"])
    try:
        database = datasette.get_database(name)
    except KeyError:
        raise NotFound("no such database")
    await datasette.ensure_permissions(
        request.actor, [("view-table", (name, "assessable_reports")), ("view-database", name), "view-instance"])
    if database.path is None:
        raise NotFound("the database is no file")
    program = os.environ.get("UTI_REPORT", "uti-report")
    process = await asyncio.create_subprocess_exec(
        program, "explain", f"--db={database.path}", f"--id={report}", "--format=html",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)
    page, _ = await process.communicate()
    if process.returncode != 0:
        raise NotFound("no report with this id")
    back = f'<nav><a href="{escape(datasette.urls.table(name, "flagged_cases"))}">All flagged cases</a></nav>\n<main>'
    return Response.html(page.decode("utf-8").replace("<main>", back, 1))


@hookimpl
def render_cell(value, column, table, database, datasette):
    if column == "report_id" and value is not None and database != "_internal":
        path = datasette.urls.path(f"/-/uti/{urllib.parse.quote(database, safe='')}/{urllib.parse.quote(str(value), safe='')}")
        return Markup(f'<a href="{escape(path)}" aria-label="why: report {escape(value)}">{escape(value)}</a>')
    if column in LEVEL_COLUMNS and value in LEVELS:
        return Markup(f'<span class="uti-level uti-{value}">{value}</span>')
    return None
