"""Workbooks of `run`, read by openpyxl and part by part as XML. Prints TAP."""
import os
import re
import sqlite3
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

import openpyxl

import tap

REPORT = os.path.abspath(os.environ.get("UTI_REPORT", "build/uti-report"))
EXTENSION = os.path.join(os.path.dirname(REPORT), "uti")
NOW = "2024-03-11T20:00:00Z"
CHARTED = ["by_site", "by_day_7_day_mean", "cramps_by_mechanism", "time_to_review"]


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.TemporaryDirectory()
        cls.database = os.path.join(cls.shared.name, "clinic.db")
        subprocess.run(["sqlite3", "-batch", cls.database, f".load {EXTENSION}"] + [f".read {f}" for f in (
            "sql/schema.sql", "sql/views.sql", "tests/sql/seed.sql", "sql/assess_reports.sql")], check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.shared.cleanup()

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.file = os.path.join(self.scratch.name, "out.xlsx")

    def run_queries(self, *arguments, file=None):
        self.run_of = subprocess.run([REPORT, "run", "--db", self.database, "-o", file or self.file, "--force", "--now", NOW, *arguments], capture_output=True, timeout=300)
        self.assertEqual(self.run_of.returncode, 0, self.run_of.stderr.decode())
        with zipfile.ZipFile(file or self.file) as parts:
            self.parts = {name: parts.read(name) for name in parts.namelist()}
        for name, part in self.parts.items():
            if name.endswith((".xml", ".rels")):
                xml.fromstring(part)
        return openpyxl.load_workbook(file or self.file)

    def ask(self, sql, *arguments, name="own"):
        path = os.path.join(self.scratch.name, name + ".sql")
        with open(path, "w", encoding="utf-8") as file:
            file.write(sql)
        return self.run_queries(path, *arguments)

    def test_each_query_is_a_sheet_and_about_comes_last(self):
        book = self.run_queries("by_site", "unassessable_reports", "flagged_today", "--param", "day=2024-03-11")
        self.assertEqual(book.sheetnames, ["by_site", "unassessable_reports", "flagged_today", "About"])
        self.assertEqual([c.value for c in book["by_site"][1]][:3], ["site", "reports", "emergency"])
        self.assertEqual([c.value for c in book["by_site"][2]][:3], ["North", 9, 1])

    def test_the_cells_are_those_of_the_query(self):
        book = self.run_queries("flagged_today", "--param", "day=2024-03-11")
        database = sqlite3.connect(self.database)
        wanted = {row[0]: row[1] for row in database.execute("SELECT report_id, report FROM reports")}
        rows = list(book["flagged_today"].iter_rows(min_row=2, values_only=True))
        self.assertEqual([row[0] for row in rows], ["R17", "R10", "R11", "R12", "R14"])
        for row in rows:
            self.assertEqual(row[8], wanted[row[0]])

    def test_a_small_result_is_a_table_with_a_frozen_header(self):
        book = self.run_queries("by_site")
        sheet = book["by_site"]
        self.assertEqual([t.ref for t in sheet.tables.values()], ["A1:I4"])
        self.assertEqual(sheet.freeze_panes, "B2")
        self.assertEqual(sheet.print_title_rows, "$1:$1")
        self.assertEqual(sheet.page_setup.orientation, "landscape")

    def test_text_is_never_a_formula_and_numbers_are_numbers(self):
        book = self.ask("SELECT '=1+1' AS a, '+cmd|x' AS b, '@x' AS c, '-1' AS d, -1 AS e, 1.5 AS f, '00123' AS g, NULL AS h, x'00ff' AS i,"
                        " 9007199254740993 AS j, 1e999 AS k, 'http://example.org' AS l, char(1) AS m")
        cells = list(book["own"][2])
        self.assertEqual([c.value for c in cells], ["=1+1", "+cmd|x", "@x", "-1", -1, 1.5, "00123", None, "x'00ff'", "9007199254740993", "Inf", "http://example.org", "␁"])
        self.assertEqual([c.data_type for c in cells[:4]], ["s"] * 4)
        for name, part in self.parts.items():
            if name.startswith("xl/worksheets/"):
                self.assertNotIn(b"<f>", part)
                self.assertNotIn(b"hyperlink", part)

    def test_levels_have_their_colour(self):
        sheet = self.run_queries("flagged_today", "--param", "day=2024-03-11")["flagged_today"]
        self.assertEqual([sheet.cell(row, 5).fill.fgColor.rgb for row in (2, 3, 5)], ["FFB23A00", "FFE69F00", "FFF0E442"])

    def test_widths_follow_the_content_within_bounds(self):
        sheet = self.ask("SELECT 'x' AS a, printf('%.*c', 30, 'm') AS b, printf('%.*c', 5000, 'm') AS c")["own"]
        widths = [sheet.column_dimensions[c].width for c in "ABC"]
        self.assertTrue(9 <= widths[0] < 11 and 30 < widths[1] < 36 and 60 <= widths[2] < 62, widths)
        self.assertTrue(sheet["C2"].alignment.wrap_text)
        self.assertGreater(sheet.row_dimensions[2].height, 100)

    def test_charts_that_headers_ask_for_stand_over_the_right_cells(self):
        book = self.run_queries(*CHARTED)
        charts = [part.decode() for name, part in sorted(self.parts.items()) if name.startswith("xl/charts/chart")]
        self.assertEqual(len(charts), len(CHARTED))
        self.assertNotIn(b"no chart", self.run_of.stderr)
        for query, chart in zip(CHARTED, charts):
            wanted = re.search(r"-- Chart: (?:stacked )?(\w+) (\w+); (.*)", open(f"sql/{query}.sql", encoding="utf-8").read())
            self.assertIn(f"<c:{'line' if wanted[1] == 'line' else 'bar'}Chart>", chart)
            columns = [c.value for c in book[query][1]]
            last = book[query].max_row
            for name in wanted[3].split(", "):
                letter = openpyxl.utils.get_column_letter(columns.index(name) + 1)
                self.assertIn(f"${letter}$2:${letter}${last}</c:f>", chart)
            letter = openpyxl.utils.get_column_letter(columns.index(wanted[2]) + 1)
            self.assertIn(f"<c:cat><c:strRef><c:f>{query}!${letter}$2:${letter}${last}</c:f>", re.sub(r">\s+<", "><", chart))

    def test_every_chart_of_the_library_names_columns_of_its_result(self):
        asked = [f[:-4] for f in sorted(os.listdir("sql")) if f.endswith(".sql") and "\n-- Chart:" in open("sql/" + f, encoding="utf-8").read()]
        self.assertEqual(asked, sorted(CHARTED))

    def test_a_chart_that_cannot_be_is_left_out_with_a_word(self):
        book = self.ask("-- Chart: bar a; missing\n\nSELECT 1 AS a")
        self.assertIn(b"no chart", self.run_of.stderr)
        self.assertFalse([name for name in self.parts if "chart" in name])
        self.assertIn("left out", " ".join(str(c.value) for row in book["About"].iter_rows() for c in row))

    def test_about_holds_queries_parameters_and_versions(self):
        book = self.run_queries("flagged_today", "by_site", "--param", "day=2024-03-11")
        text = "\n".join(str(c) for row in book["About"].iter_rows(values_only=True) for c in row if c is not None)
        for words in ("no diagnosis", "clinic.db", "2024-03-11 20:00 UTC", "rules id", "uti-report ", "day = 2024-03-11", "from not given", "Levels by site",
                      "GROUP BY coalesce(r.site, '(not known)')", "how many reports each site had"):
            self.assertIn(words, text)
        self.assertNotIn(self.shared.name, text.replace("--db " + self.database, ""))
        self.assertEqual(book.properties.creator[:11], "uti-report ")
        self.assertIn(b"rules_id", self.parts["docProps/custom.xml"])

    def test_the_same_input_and_now_give_the_same_bytes(self):
        other = os.path.join(self.scratch.name, "other.xlsx")
        self.run_queries("waiting_for_review", *CHARTED)
        self.run_queries("waiting_for_review", *CHARTED, file=other)
        self.assertEqual(open(self.file, "rb").read(), open(other, "rb").read())

    def test_rows_beyond_a_sheet_go_on_in_the_next(self):
        book = self.ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25) SELECT i FROM n", "--sheet-rows", "10")
        self.assertEqual(book.sheetnames, ["own", "own 2", "own 3", "About"])
        self.assertEqual([r[0] for s in book.worksheets[:3] for r in s.iter_rows(min_row=2, values_only=True)], list(range(1, 26)))
        self.assertEqual(len({t.name for s in book for t in s.tables.values()}), 3)

    def test_a_large_result_is_written_in_constant_memory_with_filters(self):
        book = self.ask("SELECT 'small' AS s; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50001) SELECT i, 'row ' || i AS t FROM n; SELECT 'last' AS s")
        self.assertEqual(book.sheetnames, ["own", "own-2", "own-3", "About"])
        large = book["own-2"]
        self.assertEqual(large.max_row, 50002)
        self.assertEqual([c.value for c in large[50002]], [50001, "row 50001"])
        self.assertEqual(large.auto_filter.ref, "A1:B50002")
        self.assertEqual([book["own"]["A2"].value, book["own-3"]["A2"].value], ["small", "last"])
        self.assertFalse([t for s in book for t in s.tables])

    def test_50000_rows_are_still_a_table(self):
        book = self.ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i FROM n")
        self.assertEqual([t.ref for t in book["own"].tables.values()], ["A1:A50001"])

    def test_names_of_sheets_and_tables_are_ones_that_excel_takes(self):
        for name in ("a1", "Über [x] 'y'", "x" * 60, "About", "History", "R1C1"):
            book = self.ask("SELECT 1 AS a; SELECT 2 AS b", name=name)
            self.assertEqual(len(book.sheetnames), 3)
            for sheet in book.sheetnames:
                self.assertRegex(sheet, r"^[A-Za-z0-9_ -]{1,31}$")
            self.assertEqual(book.sheetnames[-1], "About")
            for sheet in book:
                for table in sheet.tables.values():
                    self.assertRegex(table.name, r"^(_|[A-Za-z]{4})[A-Za-z0-9_]*$")

    def test_headers_are_each_another_and_on_one_line(self):
        book = self.ask('SELECT 1 AS a, 2 AS A, 3 AS "", 4 AS "two\nlines", 5 AS "_x0041_"')
        titles = [c.value for c in book["own"][1]]
        self.assertEqual(titles[:4], ["a", "A (2)", "column 3", "two lines"])
        table = next(iter(book["own"].tables.values()))
        self.assertEqual([c.name for c in table.tableColumns][:4], titles[:4])

    def test_no_rows_are_told(self):
        book = self.ask("-- Chart: bar a; a\n\nSELECT 1 AS a WHERE 0")
        self.assertEqual([c.value for c in book["own"]["A"]], ["a", "(no rows)"])
        self.assertFalse(book["own"].tables)

    def test_long_texts_are_cut_to_what_a_cell_takes(self):
        book = self.ask("SELECT printf('%.*c', 40000, 'm') AS a")
        self.assertEqual(len(book["own"]["A2"].value), 32767)
        self.assertTrue(book["own"]["A2"].value.endswith("[cut]"))


tap.main(Queries)
