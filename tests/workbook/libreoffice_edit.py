"""What a reviewer does to a workbook in LibreOffice, scripted.

    python3 tests/workbook/libreoffice_edit.py IN.xlsx OUT.xlsx REVIEWER LEVELS.tsv

Opens IN, puts a column of its own before the first, moves Decision behind Comment,
hides Warnings, sorts by the text of the report, fills in decisions (see levels.py),
filters Cases, hides rows of Sample, and saves OUT as a new workbook. Prints a line a
check of the links: "link SHEET CASE -> CASE". Exits with 77 where there is no
LibreOffice with Python."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

try:
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.sheet import TableFilterField
    from com.sun.star.sheet.FilterOperator import NOT_EQUAL
    from com.sun.star.table import CellAddress, CellRangeAddress, TableSortField
except ImportError:
    sys.exit(77)

import levels


def value(name, x):
    p = PropertyValue()
    p.Name, p.Value = name, x
    return p


def start(folder):
    pipe = f"uti-{os.getpid()}"
    office = subprocess.Popen(["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{folder}/profile",
                               f"--accept=pipe,name={pipe};urp"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    stop(office)
    sys.exit("soffice did not start")


def stop(office):
    """With the programs that it has started itself."""
    try:
        os.killpg(office.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def address(sheet, left, top, right, bottom):
    a = CellRangeAddress()
    a.Sheet, a.StartColumn, a.StartRow, a.EndColumn, a.EndRow = sheet.RangeAddress.Sheet, left, top, right, bottom
    return a


def used(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow


def titles(sheet):
    last, _ = used(sheet)
    return {sheet.getCellByPosition(c, 0).String: c for c in range(last + 1)}


def add_column(sheet):
    sheet.Columns.insertByIndex(0, 1)
    sheet.getCellByPosition(0, 0).String = "Seen in clinic?"
    sheet.getCellByPosition(0, 1).String = "tomorrow"


def move_column(sheet, name, behind):
    """As dragging does: cut, and put in behind another."""
    _, last = used(sheet)
    target = titles(sheet)[behind] + 1
    sheet.Columns.insertByIndex(target, 1)
    source = titles(sheet)[name]
    to = CellAddress()
    to.Sheet, to.Column, to.Row = sheet.RangeAddress.Sheet, target, 0
    sheet.moveRange(to, address(sheet, source, 0, source, last))
    sheet.Columns.removeByIndex(source, 1)


def sort(sheet, by):
    right, last = used(sheet)
    field = TableSortField()
    field.Field, field.IsAscending, field.IsCaseSensitive = titles(sheet)[by], True, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    area = sheet.getCellRangeByPosition(0, 0, right, last)
    uno.invoke(area, "sort", ((value("SortFields", fields), value("ContainsHeader", True)),))


def filter_out(sheet, column, value_of_cell):
    """As the filter of a column does: rows with this value are not shown."""
    right, last = used(sheet)
    area = sheet.getCellRangeByPosition(0, 0, right, last)
    field = TableFilterField()
    field.Field, field.Operator, field.IsNumeric, field.StringValue = titles(sheet)[column], NOT_EQUAL, False, value_of_cell
    wanted = area.createFilterDescriptor(True)
    wanted.ContainsHeader = True
    wanted.setFilterFields((field,))
    area.filter(wanted)


def hide_rows(sheet):
    _, last = used(sheet)
    for row in range(1, last + 1, 3):
        sheet.Rows.getByIndex(row).IsVisible = False


def fill(sheet, reviewer, decided):
    columns = titles(sheet)
    for row in range(1, used(sheet)[1] + 1):
        cell = {name: sheet.getCellByPosition(column, row) for name, column in columns.items()}
        for name, word in levels.cells(decided, cell["Case"].String, cell["Urgency"].String).items():
            cell[name].String = word
            cell["Reviewer"].String = reviewer


def check_links(document, sheet, column):
    """Follows the links of some rows, as a click does, and says where they lead."""
    columns, evidence = titles(sheet), document.Sheets.getByName("Evidence")
    for row in range(1, used(sheet)[1] + 1, 7):
        formula = sheet.getCellByPosition(columns[column], row).Formula
        if "HYPERLINK" not in formula:
            continue
        probe = sheet.getCellByPosition(60, 0)
        probe.Formula = "=" + formula[formula.index("MATCH"):formula.rindex(";")]
        target = int(probe.Value) - 1
        probe.String = ""
        print("link", sheet.Name, sheet.getCellByPosition(columns["Case"], row).String, "->", evidence.getCellByPosition(0, target).String)


def main():
    source, target, reviewer = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
    decided = levels.of_reviewer(sys.argv[4], reviewer)
    if shutil.which("soffice") is None:
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "opened.xlsx")
        shutil.copy(source, copy)
        office, context = start(folder)
        try:
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            document = desktop.loadComponentFromURL(f"file://{copy}", "_blank", 0, (value("Hidden", True),))
            for name in ("Cases", "Sample"):
                if not document.Sheets.hasByName(name):
                    continue
                sheet = document.Sheets.getByName(name)
                add_column(sheet)
                move_column(sheet, "Decision", "Comment")
                sort(sheet, "Report (evidence marked)")
                sheet.Columns.getByIndex(titles(sheet)["Warnings"]).IsVisible = False
                fill(sheet, reviewer, decided)
                if name == "Cases":
                    filter_out(sheet, "Urgency", "soon")
                else:
                    hide_rows(sheet)
                check_links(document, sheet, "Evidence")
            document.storeToURL(f"file://{target}", (value("FilterName", "Calc MS Excel 2007 XML"),))
            document.close(True)
            try:
                desktop.terminate()
            except Exception:
                pass
            office.wait(30)
        finally:
            stop(office)


main()
