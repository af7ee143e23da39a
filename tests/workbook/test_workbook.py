"""The review workbook, read by openpyxl and part by part as XML. Prints TAP.

    python3 tests/workbook/test_workbook.py [PATTERN]

UTI_REPORT names the program (default: build/uti-report)."""
import csv
import io
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

import openpyxl

import tap

REPORT = os.path.abspath(os.environ.get("UTI_REPORT", "build/uti-report"))
NOW = "2026-03-01T09:30:00Z"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CASE_COLUMNS = ["Case", "Urgency", "Mechanism of cramps", "Reasons", "Temp.", "Other facts", "Report (evidence marked)", "Evidence", "Warnings",
                "Decision", "Corrected urgency", "Corrected mechanism", "Reviewer", "Comment", "Key"]
REPORT_COLUMN = CASE_COLUMNS.index("Report (evidence marked)")
LEVELS = ["emergency", "urgent", "soon", "routine", "none"]


def units(text):
    """UTF-16 units, which is what a cell counts."""
    return len(text.encode("utf-16-le")) // 2


class Book:
    """What `flag` made of rows (a list of lists with a header, or bytes)."""

    def __init__(self, folder, rows, *options, name="in.csv"):
        self.input = os.path.join(folder, name)
        self.file = os.path.join(folder, "out.xlsx")
        if isinstance(rows, bytes):
            data = rows
        else:
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            data = text.getvalue().encode("utf-8", "surrogateescape")
        with open(self.input, "wb") as file:
            file.write(data)
        self.run = subprocess.run([REPORT, "flag", self.input, "-o", self.file, "--force", "--now", NOW, *options], capture_output=True, timeout=300)
        assert self.run.returncode in (0, 3), self.run.stderr.decode()
        self.check_xml()
        self.book = openpyxl.load_workbook(self.file)

    def check_xml(self):
        """Every part is well-formed, and no cell is longer than a cell may be."""
        with zipfile.ZipFile(self.file) as parts:
            assert parts.testzip() is None
            for part in parts.namelist():
                if part.endswith((".xml", ".rels")):
                    root = xml.fromstring(parts.read(part))
                    for cell in list(root.iter(MAIN + "si")) + list(root.iter(MAIN + "is")):
                        assert units("".join(t.text or "" for t in cell.iter(MAIN + "t"))) <= 32767

    def part(self, name):
        with zipfile.ZipFile(self.file) as parts:
            return parts.read(name).decode()

    def strings(self):
        """The shared strings as lists of (text, is bold)."""
        root = xml.fromstring(self.part("xl/sharedStrings.xml"))
        found = []
        for item in root.iter(MAIN + "si"):
            runs = item.findall(MAIN + "r")
            if runs:
                found.append([(r.find(MAIN + "t").text, r.find(MAIN + "rPr/" + MAIN + "b") is not None) for r in runs])
            else:
                found.append([(item.find(MAIN + "t").text or "", False)])
        return found

    def rows(self, sheet):
        return [list(row) for row in self.book[sheet].iter_rows(min_row=2, values_only=True)]

    def cases(self):
        return [dict(zip(CASE_COLUMNS, row)) for row in self.rows("Cases")]

    def summary(self):
        return {row[0]: row[1] for row in self.book["Summary"].iter_rows(values_only=True) if row[0] is not None}

    def marked(self, words):
        return any(text == words and bold for runs in self.strings() for text, bold in runs)


class Workbook(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = self.scratch.name

    def flag(self, rows, *options, **named):
        return Book(self.folder, rows, *options, **named)

    def usual(self):
        return self.flag([["id", "note", "temp_f", "potassium", "site"],
                          ["00001", "I have a UTI. No fever.", "98.4", "", "A"],
                          ["00002", "I have a UTI and shaking chills, my flank hurts", "103.4", "3.1", "A"],
                          ["00003", "Leg cramps, and my calf is swollen", "", "", "B"],
                          ["00004", "nothing to say", "", "", "B"],
                          ["00005", "I have a UTI and a fever", "", "low", "B"]])

    def test_sheets_and_columns_are_those_of_the_reference(self):
        book = self.usual().book
        self.assertEqual(book.sheetnames, ["Summary", "Cases", "Evidence", "Data quality", "About", "Lists", "_meta"])
        self.assertEqual([c.value for c in book["Cases"][1]], CASE_COLUMNS)
        self.assertEqual([c.value for c in book["Evidence"][1]], ["Case", "Finding", "Status", "Words", "Cue", "Qualifier", "Value", "Unit", "Source", "Start", "Length", "Key"])
        self.assertEqual([c.value for c in book["Data quality"][1]], ["Kind", "Input", "Line or row", "Case", "What"])
        self.assertEqual([s.title for s in book if s.sheet_state != "visible"], ["_meta"])
        self.assertTrue(book["Cases"].column_dimensions["O"].hidden)
        reference = open("cli/README.md", encoding="utf-8").read()
        for title in CASE_COLUMNS + book.sheetnames:
            self.assertIn(title, reference)

    def test_cases_stand_worst_first_and_ids_stay_text(self):
        cases = self.usual().cases()
        self.assertEqual([c["Case"] for c in cases], ["00003", "00002", "00005"])
        self.assertEqual([c["Urgency"] for c in cases], ["emergency", "urgent", "soon"])
        self.assertEqual(cases[0]["Mechanism of cramps"], "possible_clot")
        self.assertIn("A3", cases[1]["Reasons"])
        self.assertEqual(cases[1]["Temp."], "103.4 °F")
        self.assertIn("potassium 3.1 mmol/L", cases[1]["Other facts"])

    def test_summary_adds_up(self):
        summary = self.flag([["id", "note"], ["1", "UTI and chills"], ["2", "x", "y"], ["3", ""], ["4", "UTI"]]).summary()
        self.assertEqual((summary["read"], summary["assessed"], summary["rejected"], summary["flagged"]), (4, 3, 1, 1))
        self.assertEqual(sum(summary[level] for level in LEVELS) + summary["not assessable"], 3)

    def test_summary_has_two_charts_over_its_counts(self):
        book = self.usual()
        with zipfile.ZipFile(book.file) as parts:
            charts = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")]
        self.assertEqual(len(charts), 2)
        for chart in charts:
            first, last = map(int, re.search(r"<c:val>.*?Summary!\$B\$(\d+):\$B\$(\d+)", chart).groups())
            labels = [book.book["Summary"].cell(row, 1).value for row in range(first, last + 1)]
            self.assertIn(labels[0], ("emergency", "possible_clot"))
            self.assertIn(labels[-1], ("not assessable", "unexplained"))

    def test_evidence_is_marked_in_the_text(self):
        book = self.usual()
        self.assertTrue(book.marked("shaking chills"))
        self.assertFalse(book.marked("fever."))
        texts = ["".join(text for text, _ in runs) for runs in book.strings()]
        self.assertIn("I have a UTI and shaking chills, my flank hurts", texts)

    def test_urgency_has_its_own_colour_and_the_word(self):
        book = self.usual()
        colours = {c.value: c.fill.fgColor.rgb for c in book.book["Cases"]["B"][1:]}
        self.assertEqual(len(set(colours.values())), 3)

    def test_evidence_rows_say_where_and_why(self):
        book = self.flag([["id", "note"], ["7", "I have a UTI and chills.\nNo fever. é Flank pain."]])
        rows = book.rows("Evidence")
        text = "I have a UTI and chills.\nNo fever. é Flank pain."
        found = {(r[1], r[2]): r for r in rows}
        fever = next(r for r in rows if r[1] == "fever")
        self.assertEqual((fever[2], fever[3], fever[4].lower(), fever[8]), ("absent", "fever", "no", "text"))
        for row in rows:
            if row[9] is not None and row[3]:
                self.assertEqual(text[row[9] - 1:row[9] - 1 + row[10]], row[3])
        self.assertTrue(found)

    def test_links_find_their_rows_by_key(self):
        book = self.flag([["id", "note"], ['<a> & "b"', "UTI and chills"], ["00002", "UTI, fever"]])
        shown = openpyxl.load_workbook(book.file, data_only=True)
        link = r'=HYPERLINK\("#\'%s\'!A"&MATCH\(%s(\d+),\'%s\'!\$%s:\$%s,0\),"(.*)"\)'
        for sheet, column, here, there, target in (("Cases", 8, "O", "L", "Evidence"), ("Evidence", 1, "L", "O", "Cases")):
            keys = [row[0].value for row in book.book[target][f"{there}2:{there}{book.book[target].max_row}"]]
            for row in range(2, book.book[sheet].max_row + 1):
                found = re.fullmatch(link % (target, here, target, there, there), book.book[sheet].cell(row, column).value)
                self.assertEqual(int(found.group(1)), row)
                self.assertIn(book.book[sheet][f"{here}{row}"].value, keys)
                self.assertEqual(found.group(2).replace('""', '"'), shown[sheet].cell(row, column).value)
        self.assertEqual({row[0].value for row in shown["Evidence"]["A2:A4"]}, {'<a> & "b"', "00002"})

    def test_drop_downs_come_from_lists(self):
        book = self.usual().book
        names = {name: book.defined_names[name].attr_text for name in ("Decisions", "Urgencies", "Mechanisms")}
        lists = {v.formula1: str(v.sqref) for v in book["Cases"].data_validations.dataValidation}
        self.assertEqual(lists, {"Decisions": "J2:J4", "Urgencies": "K2:K4", "Mechanisms": "L2:L4"})
        for target in names.values():
            sheet, cells = target.split("!")
            self.assertTrue(all(c[0].value for c in book[sheet][cells.replace("$", "")]))
        self.assertEqual([c.value for c in book["Lists"]["B"][1:6]], LEVELS)

    def test_key_and_meta_identify_case_and_run(self):
        first = self.usual()
        keys = [c["Key"] for c in first.cases()]
        self.assertEqual(len(set(keys)), len(keys))
        self.assertTrue(all(re.fullmatch(r"c\.(emergency|urgent|soon)\.[a-z_-]+\.[0-9a-f]{16}\.0000\d\.[0-9a-f]{16}", k) for k in keys), keys)
        meta = {r[0]: r[1] for r in first.book["_meta"].iter_rows(values_only=True)}
        self.assertEqual(meta["schema_version"], "2")
        self.assertEqual((meta["rows_flagged"], meta["rows_not_flagged"], meta["rows_sampled"]), ("3", "2", "0"))
        self.assertEqual(meta["rule_set"], "full")
        self.assertRegex(meta["rules_id"], r"^[0-9a-f]{16}$")
        self.assertRegex(meta["run_id"], r"^[0-9a-f]{16}$")
        other = self.flag([["id", "note"], ["1", "I have a UTI and chills"]])
        self.assertNotEqual({r[0]: r[1] for r in other.book["_meta"].iter_rows(values_only=True)}["run_id"], meta["run_id"])

    def test_data_quality_lists_rejections_warnings_and_unread_columns(self):
        book = self.flag([["id", "note", "temp_f", "site"], ["1", "UTI", "1031", "A"], ["2", "x"], ["3", "", "", ""]])
        rows = book.rows("Data quality")
        self.assertEqual((rows[0][0], rows[0][2]), ("rejected row", 3))
        self.assertIn("2 cells, wanted 4", rows[0][4])
        self.assertTrue(any(r[0] == "warning" and r[2] == 2 and "implausible" in r[4] for r in rows))
        self.assertTrue(any(r[0] == "warning" and r[2] == 4 and "nothing to assess" in r[4] for r in rows))
        self.assertTrue(any(r[0] == "column not read" and "'site'" in r[4] for r in rows))

    def test_serious_signs_outside_the_scope_show_in_cases_and_data_quality(self):
        book = self.flag([["id", "note"], ["1", "Back from the tropics: rigors and 40 C fever, vomiting, unable to drink"]])
        self.assertIn("outside the scope", book.cases()[0]["Warnings"])
        self.assertTrue(any("outside the scope" in row[4] for row in book.rows("Data quality")))

    def test_a_case_names_what_to_ask_next(self):
        book = self.flag([["id", "note"], ["1", "UTI with fever and leg cramps"], ["2", "UTI with fever"]])
        warnings = {case["Case"]: case["Warnings"] or "" for case in book.cases()}
        self.assertIn("ask next: ", warnings["1"])
        self.assertIn("Is it one leg or both", warnings["1"])
        self.assertNotIn("ask next", warnings["2"])

    def test_about_has_intended_use_rules_and_sources(self):
        about = [str(c) for row in self.usual().book["About"].iter_rows(values_only=True) for c in row if c]
        text = "\n".join(about)
        for wanted in ("Intended use", "Decision support for qualified staff", "no diagnosis", "not for patients on their own", "A1", "NICE NG111", "constant memory", "rules id"):
            self.assertIn(wanted, text)

    def test_every_printed_page_is_set_up(self):
        book = self.usual().book
        for name in ("Cases", "Evidence", "Data quality"):
            sheet = book[name]
            self.assertEqual(sheet.page_setup.orientation, "landscape")
            self.assertEqual((sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage), (0, True))
            self.assertEqual(sheet.print_title_rows, "$1:$1")
            self.assertEqual(sheet.freeze_panes, "B2")

    def test_small_results_are_real_tables(self):
        book = self.usual()
        self.assertEqual(list(book.book["Cases"].tables), ["Cases"])
        self.assertEqual(book.book["Cases"].tables["Cases"].ref, "A1:O4")

    def test_large_results_are_written_in_constant_memory_worst_first(self):
        texts = {"urgent": "UTI and shaking chills", "emergency": "Leg cramps, and my calf is swollen", "soon": "UTI and a fever"}
        levels = [list(texts)[i % 3] for i in range(5001)]
        book = self.flag([["id", "note"]] + [[f"{i:05d}", texts[level]] for i, level in enumerate(levels)])
        cases = book.cases()
        wanted = sorted(range(5001), key=lambda i: (LEVELS.index(levels[i]), i))
        self.assertEqual([(row["Case"], row["Urgency"]) for row in cases], [(f"{i:05d}", levels[i]) for i in wanted])
        for name in ("Cases", "Evidence"):
            sheet = book.book[name]
            self.assertEqual((list(sheet.tables), sheet.auto_filter.ref is not None, sheet.freeze_panes), ([], True, "B2"))
        self.assertTrue(any("constant memory" == str(row[1])[:15] for row in book.rows("About")))

    def test_long_reports_are_written_in_constant_memory_too(self):
        text = "UTI and shaking chills. " + "all is well otherwise. " * 1400
        for count, tables in ((480, ["Cases"]), (520, [])):
            book = self.flag([["id", "note"]] + [[str(i), text] for i in range(count)])
            self.assertEqual(list(book.book["Cases"].tables), tables)

    def test_properties_hold_title_and_run(self):
        book = self.usual()
        self.assertIn("urinary tract infection", book.book.properties.title)
        self.assertIn("2026-03-01T09:30:00Z", book.part("docProps/core.xml"))
        self.assertIn("run_id", book.part("docProps/custom.xml"))

    def test_the_same_input_and_time_give_the_same_bytes(self):
        first = open(self.usual().file, "rb").read()
        self.assertEqual(first, open(self.usual().file, "rb").read())

    def test_strings_like_formulas_stay_text(self):
        texts = ["=cmd|'/c calc'!A1 UTI and chills", "+1 UTI and chills", "-1 UTI and chills", "@SUM(1) UTI and chills", "{=1} UTI and chills",
                 "http://x.example UTI chills"]
        book = self.flag([["id", "note"]] + [[t, t] for t in texts])
        for row in book.book["Cases"].iter_rows(min_row=2):
            self.assertEqual((row[0].data_type, row[REPORT_COLUMN].data_type), ("s", "s"))
            self.assertIn(row[REPORT_COLUMN].value, texts)
        for sheet in ("sheet2", "sheet3"):
            formulas = re.findall("<f>(.*?)</f>", book.part(f"xl/worksheets/{sheet}.xml"))
            self.assertTrue(formulas)
            for formula in formulas:
                # Outside its strings it holds no word of the report.
                self.assertRegex(re.sub('"[^"]*"', "", formula), r"^HYPERLINK\(&amp;MATCH\([A-Z]+\d+,'\w+'!\$[A-Z]:\$[A-Z],0\),\)$")

    def test_bad_bytes_and_control_characters_are_made_visible(self):
        book = self.flag(b'{"id":"a\\u0001","text":"UTI \xff\xc3( chills \\u0001\\u001b[31m \\ufffe \\r\\n x\\ry \\u007f \\u0085 end"}\n', name="in.ndjson")
        text = book.cases()[0]["Report (evidence marked)"]
        self.assertEqual(book.cases()[0]["Case"], "a\u2401")
        self.assertTrue(any("replaced" in row[4] for row in book.rows("Data quality")))
        for wanted in ("\ufffd\ufffd( chills", "\u2401\u241b[31m", "\n x\ny", "\u2421", "end"):
            self.assertIn(wanted, text)

    def test_zero_bytes_are_visible_in_csv(self):
        book = self.flag(b"id,note\n1,UTI and chills \x00 after\n")
        self.assertIn("\u2400", book.cases()[0]["Report (evidence marked)"])

    def test_windows_1252_becomes_readable(self):
        book = self.flag(b"id,note\n1,UTI and chills, 103\xb0F, can\x92t drink, Ren\xe9e\n".replace(b", ", b" "))
        self.assertIn("103°F can’t drink Renée", book.cases()[0]["Report (evidence marked)"])
        self.assertTrue(any("Windows-1252" in row[4] for row in book.rows("Data quality")))

    def test_what_looks_like_an_escape_is_not_read_as_one(self):
        book = self.flag([["id", "note"], ["1", "UTI and chills _x0041_ _x000D_"]])
        texts = ["".join(t for t, _ in runs) for runs in book.strings()]
        self.assertTrue(any("_x005F_x0041_" in t for t in texts))

    def test_markup_in_a_report_is_text(self):
        text = 'UTI & chills <b>"x"</b> ]]> &amp; \'y\''
        self.assertEqual(self.flag([["id", "note"], ["1", text]]).cases()[0]["Report (evidence marked)"], text)

    def test_long_texts_are_cut_between_characters(self):
        for filler in ("a", "é", "🙂", "&", "<"):
            text = "UTI and chills " + filler * 40000
            case = self.flag([["id", "note"], ["1", text]]).cases()[0]
            cell = case["Report (evidence marked)"]
            self.assertTrue(cell.endswith("[cut]"), filler)
            self.assertTrue(text.startswith(cell[:-6]), filler)
            self.assertGreater(units(cell), 32700)
            self.assertIn("cut", case["Warnings"])

    def test_texts_near_the_limit_stay_whole(self):
        for length in (31000, 31990, 32700, 32767):
            text = ("UTI and chills " + "a" * length)[:length]
            self.assertEqual(self.flag([["id", "note"], ["1", text]]).cases()[0]["Report (evidence marked)"], text)
        text = "UTI & chills " + "&<" * 14000
        self.assertEqual(self.flag([["id", "note"], ["1", text]]).cases()[0]["Report (evidence marked)"], text)

    def test_many_places_of_evidence(self):
        for count in (1, 2, 20, 31, 127, 128, 255, 256, 300, 1500):
            text = " ".join(f"chills x{i}." for i in range(count)) + " I have a UTI"
            book = self.flag([["id", "note"], ["1", text]])
            case = book.cases()[0]
            self.assertEqual(case["Report (evidence marked)"], text)
            if count > 60:
                self.assertIn("not marked", case["Warnings"])
            self.assertGreaterEqual(book.book["Evidence"].max_row, min(count, 1000))
            self.assertLessEqual(book.book["Evidence"].max_row, 1002)

    def test_the_whole_text_is_evidence(self):
        book = self.flag([["id", "note"], ["1", "chills"], ["2", "UTI"]], "--min-level", "none")
        self.assertEqual({c["Report (evidence marked)"] for c in book.cases()}, {"chills", "UTI"})

    def test_long_ids_and_facts(self):
        book = self.flag([["id", "note", "sex"], ["x" * 50000, "UTI and chills", "y" * 50000]])
        self.assertTrue(book.cases()[0]["Case"].endswith("[cut]"))

    def test_rows_without_an_id_are_named_by_their_line(self):
        self.assertEqual(self.flag([["note"], ["UTI and chills"]]).cases()[0]["Case"], "line 2")

    def test_more_rows_than_a_sheet_takes_go_on_in_the_next(self):
        rows = [["id", "note"]] + [[f"{i:04d}", "UTI and chills and flank pain"] for i in range(25)]
        book = self.flag(rows, "--sheet-rows", "10")
        cases = [s for s in book.book.sheetnames if s.startswith("Cases")]
        self.assertEqual(cases, ["Cases", "Cases 2", "Cases 3"])
        ids = [r[0] for s in cases for r in book.rows(s)]
        self.assertEqual(ids, [f"{i:04d}" for i in range(25)])
        for sheet in cases:
            self.assertEqual([c.value for c in book.book[sheet][1]], CASE_COLUMNS)
            self.assertEqual(len(book.book[sheet].data_validations.dataValidation), 3)
        last = book.book["Cases 3"]
        sheet = re.search(r"'(Evidence \d+)'!", last.cell(2, CASE_COLUMNS.index("Evidence") + 1).value).group(1)
        key = last.cell(2, CASE_COLUMNS.index("Key") + 1).value
        back = [row[0] for row in book.rows(sheet) if row[11] == key]
        self.assertTrue(back and all("'Cases 3'!" in formula for formula in back))

    def test_no_rows_and_no_cases(self):
        for rows in ([["id", "note"]], [["id", "note"], ["1", "hello there"]]):
            book = self.flag(rows)
            self.assertEqual(book.rows("Cases")[0][0], "No row was flagged.")
            self.assertEqual(book.summary()["flagged"], 0)

    def test_what_score_says_stands_in_the_workbook(self):
        texts = ["I have a UTI and a fever", "kidney infection, vomiting all day", "no problems", "Leg cramps and swelling of the calf", "UTI, 34 weeks pregnant"]
        book = self.flag([["id", "note"]] + [[str(i), t] for i, t in enumerate(texts)], "--min-level", "none")
        lines = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
        scored = subprocess.run([REPORT, "score"], input=lines.encode(), capture_output=True, timeout=60).stdout.decode().splitlines()
        wanted = {s["id"]: (s["urgency"], s["cramp_mechanism"]) for s in map(json.loads, scored)}
        self.assertEqual({c["Case"]: (c["Urgency"], c["Mechanism of cramps"]) for c in book.cases()}, wanted)


if __name__ == "__main__":
    tap.main(Workbook)
