"""What libreoffice_edit.py does to a workbook, with openpyxl: a column added before the
first, Decision moved behind Comment, rows sorted by the text and some of them hidden,
decisions filled in.

    python3 tests/workbook/library_edit.py IN.xlsx OUT.xlsx REVIEWER LEVELS.tsv"""
import sys

import openpyxl

import levels

REPORT = "Report (evidence marked)"


def rows_of(page):
    """Title to value, a row each, in the order of the text."""
    titles = [cell.value for cell in page[1]]
    rows = [dict(zip(titles, row)) for row in page.iter_rows(min_row=2, values_only=True)]
    return titles, sorted(rows, key=lambda row: row[REPORT] or "")


def rewrite(page, titles, rows):
    for table in list(page.tables):
        del page.tables[table]
    page.delete_rows(1, page.max_row)
    for number, row in enumerate([dict(zip(titles, titles))] + rows, 1):
        for column, title in enumerate(titles, 1):
            page.cell(number, column).value = row.get(title)
        page.row_dimensions[number].hidden = number % 3 == 2


def edit(page, reviewer, decided):
    titles, rows = rows_of(page)
    for row in rows:
        given = levels.cells(decided, row["Case"], row["Urgency"])
        row.update(given)
        if given:
            row["Reviewer"] = reviewer
    titles.remove("Decision")
    titles.insert(titles.index("Comment") + 1, "Decision")
    rewrite(page, ["Seen in clinic?"] + titles, rows)


def main():
    source, target, reviewer, table = sys.argv[1:]
    book, decided = openpyxl.load_workbook(source), levels.of_reviewer(table, reviewer)
    for sheet in ("Cases", "Sample"):
        if sheet in book.sheetnames:
            edit(book[sheet], reviewer, decided)
    book.save(target)


main()
