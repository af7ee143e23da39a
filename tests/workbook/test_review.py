"""`review`: what reviewers wrote into a workbook comes back into the database, whatever
was done to the workbook. Prints TAP.

    python3 tests/workbook/test_review.py [PATTERN]

UTI_REPORT names the program (default: build/uti-report)."""
import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile

import openpyxl

import tap

REPORT = os.path.abspath(os.environ.get("UTI_REPORT", "build/uti-report"))
EXTENSION = os.path.abspath(os.path.join(os.environ.get("BUILD", "build"), "uti"))
NOW = "2026-03-01T09:30:00Z"
RE_HEADERS = ["Decision", "Corrected urgency", "Corrected mechanism", "Reviewer", "Comment"]
ROWS = [["0001", "I have a UTI. No fever."],
        ["0002", "I have a UTI and shaking chills, my flank hurts"],
        ["0003", "Leg cramps, and my calf is swollen"],
        ["0004", "nothing to say"],
        ["0005", "I have a UTI and a fever"],
        ["0006", "I have a UTI and a fever, and chills"],
        ["0007", ""]]
FLAGGED = ["0003", "0002", "0006", "0005"]


class Clinic:
    """A table of reports, the database that holds them, and the workbook of its flagged cases."""

    def __init__(self, folder, rows=ROWS, options=()):
        self.folder = folder
        self.database = self.path("clinic.db")
        self.input = self.path("in.csv")
        self.file = self.path("out.xlsx")
        with open(self.input, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["id", "note"]] + rows)
        if os.path.exists(self.database):
            os.remove(self.database)
        with sqlite3.connect(self.database) as db:
            for script in ("schema", "views"):
                db.executescript(open(f"sql/{script}.sql", encoding="utf-8").read())
            db.executemany("INSERT INTO reports (report_id, report) VALUES (?, ?)", rows)
        self.flag(*options)

    def path(self, name):
        return os.path.join(self.folder, name)

    def flag(self, *options, file=None, now=NOW):
        subprocess.run([REPORT, "flag", self.input, "-o", file or self.file, "--force", "-q", "--now", now, *options], check=True, timeout=120)

    def review(self, *options, file=None):
        run = subprocess.run([REPORT, "review", file or self.file, "--db", self.database, "--now", NOW, *options], capture_output=True, timeout=120)
        self.status, self.data, self.words = run.returncode, run.stdout.decode(), run.stderr.decode()
        return self

    def json(self, *options):
        return json.loads(self.review("--format", "json", *options).data)

    def query(self, sql, *values):
        with sqlite3.connect(self.database) as db:
            return db.execute(sql, values).fetchall()

    def reviews(self):
        return self.query("SELECT report_id, reviewer, decision, corrected_urgency, corrected_mechanism, comment FROM reviews ORDER BY review_id")

    def edit(self, change, source=None, target=None):
        book = openpyxl.load_workbook(source or self.file)
        change(book)
        book.save(target or self.file)
        return self

    def fill(self, decisions, sheet="Cases", reviewer="Dr A", **where):
        """decisions: id -> (decision, urgency, mechanism, comment), cut short at will."""
        def change(book):
            page = book[sheet]
            at = columns(page)
            for row in range(2, page.max_row + 1):
                given = decisions.get(page.cell(row, at["Case"]).value)
                if given is None:
                    continue
                given = (given,) if isinstance(given, str) else given
                for name, value in zip(["Decision", "Corrected urgency", "Corrected mechanism", "Comment"], given + (None,) * 3):
                    page.cell(row, at[name]).value = value
                page.cell(row, at["Reviewer"]).value = reviewer
        return self.edit(change, **where)

    def parts(self, change, target=None):
        """Rewrites the file's parts: change(dict name -> bytes) may give another dict."""
        with zipfile.ZipFile(self.file) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        parts = change(parts) or parts
        with zipfile.ZipFile(target or self.file, "w", zipfile.ZIP_DEFLATED) as book:
            for name, data in parts.items():
                book.writestr(name, data)
        return self


def decide_in_parts(parts):
    """What decided() does, in the file's own shared strings and cells, as Excel would."""
    strings = parts["xl/sharedStrings.xml"].replace(b"</sst>", b"<si><t>Dr A</t></si></sst>")
    texts = [re.sub(r"<[^>]*>", "", s) for s in re.findall(r"<si>(.*?)</si>", strings.decode(), re.S)]
    page = parts["xl/worksheets/sheet2.xml"].decode()
    for case, decision, urgency in (("0002", "agree", None), ("0003", "too high", "urgent"), ("0005", "too low", "emergency")):
        row = re.search(r'<c r="A(\d+)" s="\d+" t="s"><v>%d</v>' % texts.index(case), page).group(1)
        for column, word in (("J", decision), ("K", urgency), ("M", "Dr A")):
            if word is not None:
                page, count = re.subn(r'<c r="%s%s" (s="\d+")/>' % (column, row), r'<c r="%s%s" \1 t="s"><v>%d</v></c>' % (column, row, texts.index(word)), page)
                assert count == 1
    parts["xl/sharedStrings.xml"], parts["xl/worksheets/sheet2.xml"] = strings, page.encode()


def columns(page, row=1):
    return {cell.value: cell.column for cell in page[row] if cell.value is not None}


def values(page):
    return [[cell.value for cell in row] for row in page.iter_rows()]


def rewrite(page, rows):
    page.delete_rows(1, page.max_row)
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            page.cell(r, c).value = value


class Review(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = self.scratch.name

    def clinic(self, *arguments, **named):
        return Clinic(self.folder, *arguments, **named)

    def decided(self, *arguments, **named):
        return self.clinic(*arguments, **named).fill({"0002": "agree", "0003": ("too high", "urgent"), "0005": ("too low", "emergency")})

    def takes_all(self, clinic, **named):
        """What decided() wrote, and nothing else."""
        clinic.review("--apply", **named)
        self.assertEqual((clinic.status, sorted(r[:4] for r in clinic.reviews())), (0, WANTED), clinic.words)

    # ---- Writing ----

    def test_without_apply_nothing_is_written(self):
        clinic = self.decided()
        before = open(clinic.database, "rb").read()
        clinic.review()
        self.assertEqual(clinic.status, 0, clinic.words)
        self.assertEqual(open(clinic.database, "rb").read(), before)
        self.assertIn("Nothing was written", clinic.words)
        self.assertIn("--apply", clinic.words)
        self.assertRegex(clinic.data, r"0005 +soon +too low, emergency +Dr A +new")

    def test_apply_records_who_when_what_and_what_was_seen(self):
        clinic = self.decided()
        self.takes_all(clinic)
        rows = clinic.query("SELECT reviewer, reviewed_at, decision, corrected_urgency, seen_urgency, seen_mechanism, length(seen_rules_id) FROM reviews WHERE report_id = '0003'")
        self.assertEqual(rows, [("Dr A", NOW, "too high", "urgent", "emergency", "possible_clot", 16)])

    def test_applying_again_adds_nothing(self):
        clinic = self.decided()
        self.takes_all(clinic)
        self.takes_all(clinic)
        self.assertIn("0 new decisions, 0 changed, 3 there already", clinic.words)

    def test_nothing_but_reviews_is_altered(self):
        clinic = self.decided()
        with sqlite3.connect(clinic.database) as db:
            before = [line for line in db.iterdump()]
        clinic.review("--apply")
        with sqlite3.connect(clinic.database) as db:
            after = [line for line in db.iterdump()]
        self.assertEqual([line for line in after if line not in before and 'INTO "reviews"' not in line], [])
        self.assertEqual([line for line in before if line not in after], [])

    def test_a_changed_decision_is_added_and_the_earlier_one_kept(self):
        clinic = self.decided()
        clinic.review("--apply")
        clinic.fill({"0002": "too high"}, target=clinic.path("second.xlsx"))
        clinic.review("--apply", file=clinic.path("second.xlsx"))
        self.assertIn("changed (was: agree)", clinic.data)
        self.assertEqual([r[2] for r in clinic.reviews() if r[0] == "0002"], ["agree", "too high"])
        self.assertEqual(clinic.query("SELECT decision FROM current_reviews WHERE report_id = '0002'"), [("too high",)])

    def test_an_older_workbook_does_not_take_a_later_decision_back(self):
        clinic = self.decided()
        clinic.review("--apply")
        clinic.fill({"0002": "too high"}, target=clinic.path("second.xlsx")).review("--apply", file=clinic.path("second.xlsx"))
        clinic.review("--apply")
        self.assertIn("replaced since", clinic.data)
        self.assertEqual([r[2] for r in clinic.reviews() if r[0] == "0002"], ["agree", "too high"])
        clinic.review("--apply", "--force")
        self.assertEqual([r[2] for r in clinic.reviews() if r[0] == "0002"], ["agree", "too high", "agree"])

    def test_two_reviewers_of_a_case_are_both_kept_and_compared(self):
        clinic = self.decided()
        clinic.review("--apply")
        second = clinic.path("second.xlsx")
        clinic.fill({"0002": "agree", "0003": "agree", "0005": ("too low", "urgent")}, reviewer="Nurse B", target=second)
        clinic.review("--apply", file=second)
        self.assertEqual(len(clinic.reviews()), 6)
        self.assertIn("Reviewers: Dr A and Nurse B, 3 cases", clinic.data)
        pair = clinic.json()["reviewers"][0]
        self.assertEqual(sorted((p["first"], p["second"]) for p in pair["levels"]), [("emergency", "urgent"), ("urgent", "emergency"), ("urgent", "urgent")])

    def test_two_reviewers_in_copies_of_one_sheet(self):
        clinic = self.decided()

        def change(book):
            copy = book.copy_worksheet(book["Cases"])
            copy.title = "Nurse B"
            for row in range(2, copy.max_row + 1):
                if copy.cell(row, columns(copy)["Decision"]).value:
                    copy.cell(row, columns(copy)["Reviewer"]).value = "Nurse B"
        clinic.edit(change).review("--apply")
        self.assertEqual((clinic.status, len(clinic.reviews())), (0, 6), clinic.words)

    def test_an_empty_reviewer_is_filled_by_the_option(self):
        clinic = self.clinic().fill({"0002": "agree"}, reviewer=None)
        clinic.review()
        self.assertIn("name no reviewer", clinic.words)
        clinic.review("--apply", "--reviewer", "Dr C")
        self.assertEqual([r[1] for r in clinic.reviews()], ["Dr C"])

    # ---- What was done to the workbook ----

    def test_rows_sorted_and_columns_moved_added_and_renamed(self):
        def change(book):
            rows = values(book["Cases"])
            rows = [rows[0]] + sorted(rows[1:], key=lambda row: row[6])
            order = list(reversed(range(len(rows[0]))))
            rows = [["mine" if r else "Seen?"] + [row[c] for c in order] for r, row in enumerate(rows)]
            rows[0] = [" " + name.upper() + " " if name in RE_HEADERS else name for name in rows[0]]
            rewrite(book["Cases"], rows)
            for table in list(book["Cases"].tables):
                del book["Cases"].tables[table]
        self.takes_all(self.decided().edit(change))

    def test_rows_hidden_deleted_and_written_above_and_below(self):
        def change(book):
            rows = values(book["Cases"])
            rows = [["For Monday"], []] + [row for row in rows if row[0] != "0006"] + [[], ["total", 3]]
            rewrite(book["Cases"], rows)
            book["Cases"].row_dimensions[4].hidden = True
        self.takes_all(self.decided().edit(change))

    def test_the_file_and_the_sheet_renamed(self):
        clinic = self.decided()

        def change(book):
            book["Cases"].title = "Été & co"
            del book["Evidence"], book["Summary"], book["About"], book["Data quality"]
        other = clinic.path("réunion ; 1 (final).xlsx")
        clinic.edit(change, target=other)
        self.takes_all(clinic, file=other)

    def test_cases_that_go_on_in_further_sheets(self):
        clinic = self.clinic(options=["--sheet-rows", "2"])
        for sheet in ("Cases", "Cases 2"):
            clinic.fill({"0002": "agree", "0003": ("too high", "urgent"), "0005": ("too low", "emergency")}, sheet=sheet)
        self.takes_all(clinic)

    def test_words_in_any_case_and_with_blanks(self):
        clinic = self.clinic().fill({"0002": " Agree ", "0003": ("TOO HIGH", "Urgent\n"), "0005": ("Too low", "EMERGENCY")}, reviewer=" Dr A ")
        self.takes_all(clinic)

    def test_cells_that_a_reviewer_overwrote_do_not_change_what_the_program_said(self):
        def change(book):
            for row in range(2, book["Cases"].max_row + 1):
                book["Cases"].cell(row, 1).value = "0001"
                book["Cases"].cell(row, 2).value = "none"
                book["Cases"].cell(row, 7).value = "text"
        self.takes_all(self.decided().edit(change))

    def test_what_libreoffice_saves(self):
        """By the last digit but one of an id: 0 and 1 agree, 2 says emergency, 3 is left out."""
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libreoffice_edit.py")
        clinic = self.clinic(rows=[[f"R{i:03d}", ROWS[i % 6][1]] for i in range(60)], options=["--sample", "10"])
        edited, table = clinic.path("edited.xlsx"), clinic.path("levels.tsv")
        with open(table, "w", encoding="utf-8") as file:
            file.write("case\tNurse B\n" + "".join(f"R{i:03d}\t{('=', '=', 'emergency', '')[i // 10 % 4]}\n" for i in range(60)))
        run = subprocess.run([sys.executable, script, clinic.file, edited, "Nurse B", table], capture_output=True, timeout=300)
        if run.returncode == 77:
            self.skipTest("this machine has no LibreOffice with Python")
        self.assertEqual(run.returncode, 0, run.stderr.decode()[-500:])
        links = [line.split() for line in run.stdout.decode().splitlines()]
        self.assertGreater(len(links), 5)
        self.assertEqual([x for x in links if x[2] != x[4]], [])
        saved = openpyxl.load_workbook(edited)
        for sheet in ("Cases", "Sample"):
            hidden = [row for row, shape in saved[sheet].row_dimensions.items() if shape.hidden]
            self.assertTrue(0 < len(hidden) < saved[sheet].max_row - 1, f"{sheet}: {len(hidden)} rows are hidden")
        result = json.loads(clinic.review("--format", "json", "--apply", file=edited).data)
        self.assertEqual(clinic.status, 0, clinic.words)
        pages = openpyxl.load_workbook(clinic.file)
        wanted = []
        for sheet in ("Cases", "Sample"):
            for row in pages[sheet].iter_rows(min_row=2, values_only=True):
                digit = int(row[0][-2]) % 4
                low = digit == 2 and row[1] != "emergency"
                if digit != 3:
                    wanted.append((row[0], "Nurse B", "too low" if low else "agree", "emergency" if low else None, None, None))
        self.assertEqual(sorted(clinic.reviews()), sorted(wanted))
        self.assertEqual(result["sample"]["missed"]["all"], sum(1 for w in wanted if w[0] in [r[0] for r in pages["Sample"].iter_rows(min_row=2, values_only=True)]))
        clinic.review("--apply", file=edited)
        self.assertEqual(len(clinic.reviews()), len(wanted))

    # ---- How other programs write ----

    def test_texts_in_the_cells_and_cells_without_their_places(self):
        def change(parts):
            decide_in_parts(parts)
            strings = [re.sub(rb"<rPr>.*?</rPr>", b"", s) for s in re.findall(rb"<si>(.*?)</si>", parts.pop("xl/sharedStrings.xml"), re.S)]
            for name in list(parts):
                if "worksheets/sheet" in name and name.endswith(".xml"):
                    page = re.sub(rb'<c ([^>]*)t="s"([^>]*)><v>(\d+)</v></c>', lambda m: b"<c " + m[1] + b't="inlineStr"' + m[2] + b"><is>" + strings[int(m[3])] + b"</is></c>", parts[name])
                    page = re.sub(rb"<dimension [^>]*/>", b"", re.sub(rb' spans="[^"]*"', b"", page))
                    if name.endswith("sheet2.xml"):
                        page = re.sub(rb'<row r="\d+"', b"<row", re.sub(rb'<c r="[A-Z]+\d+"', b"<c", page))
                    parts[name] = page
            parts["xl/_rels/workbook.xml.rels"] = re.sub(rb'<Relationship [^>]*sharedStrings[^>]*/>', b"", parts["xl/_rels/workbook.xml.rels"])
        self.takes_all(self.clinic().parts(change))

    def test_shared_strings_last_in_the_file_in_runs_with_readings_above(self):
        def change(parts):
            decide_in_parts(parts)
            strings = parts.pop("xl/sharedStrings.xml")
            self.assertIn(b"<t>agree</t>", strings)
            parts["xl/sharedStrings.xml"] = strings.replace(b"<t>agree</t>", b'<r><t>ag</t></r><r><rPr><b/></rPr><t>ree</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/>')
            return parts
        self.takes_all(self.clinic().parts(change))

    def test_prefixes_other_part_names_and_absolute_targets(self):
        def change(parts):
            moved = {}
            decide_in_parts(parts)
            for name, data in parts.items():
                if name == "xl/workbook.xml" or "worksheets/sheet" in name or name == "xl/sharedStrings.xml":
                    data = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", data).replace(b'xmlns="http://schemas.openxmlformats.org/spreadsheetml', b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml')
                moved[name.replace("xl/worksheets/sheet", "data/Page")] = data
            moved["xl/_rels/workbook.xml.rels"] = re.sub(rb'Target="/?(xl/)?worksheets/sheet', b'Target="/Data/x/../page', moved["xl/_rels/workbook.xml.rels"])
            return moved
        self.takes_all(self.clinic().parts(change))

    def test_sheets_in_utf_16(self):
        def change(parts):
            decide_in_parts(parts)
            for name in list(parts):
                if "worksheets/sheet" in name or name == "xl/sharedStrings.xml":
                    text = re.sub(r"^<\?xml[^>]*\?>", "", parts[name].decode())
                    parts[name] = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
        self.takes_all(self.clinic().parts(change))

    def test_characters_that_are_written_as_escapes(self):
        clinic = self.clinic().fill({"0002": ("agree", None, None, "line_x000D_\nand _x005F_x0041_ tail")})
        clinic.review("--apply")
        self.assertEqual(clinic.reviews()[0][5], "line\r\nand _x0041_ tail")

    # ---- What a row says ----

    def rejects(self, decisions, words, status=3):
        clinic = self.clinic().fill({"0006": "agree", **decisions})
        clinic.review("--apply")
        self.assertEqual((clinic.status, [r[0] for r in clinic.reviews()]), (status, ["0006"]), clinic.words)
        self.assertIn(words, clinic.words)
        self.assertRegex(clinic.words, r"rejected: .*out\.xlsx, sheet Cases, row \d+: ")
        return clinic

    def test_an_unknown_word_is_listed_and_not_repeated(self):
        for given, what in ((("Smith, J.",), "Decision"), (("agree", "Smith, J."), "Corrected urgency"), (("agree", None, "Smith, J."), "Corrected mechanism")):
            clinic = self.rejects({"0002": given}, what + ": wanted")
            self.assertNotIn("Smith", clinic.words + clinic.data)

    def test_contradictions_are_left_out(self):
        for given in (("agree", "emergency"), ("agree", None, "bladder_spasm"), ("too low", "soon"), ("too high", "emergency"), ("cannot tell", "soon")):
            self.rejects({"0002": given}, "the decision is")
        self.rejects({"0003": "too low"}, "no level above")
        self.rejects({"0003": ("wrong mechanism", None, "possible_clot")}, "is the same")

    def test_a_comment_without_a_decision_is_listed(self):
        clinic = self.rejects({"0002": (None, None, None, "Mrs Smith called")}, "a comment and no decision")
        self.assertNotIn("Smith", clinic.words + clinic.data)

    def test_one_reviewer_who_decides_differently_in_two_rows(self):
        clinic = self.clinic().fill({"0006": "agree", "0002": "agree"})

        def change(book):
            page = book["Cases"]
            row = next(r for r in range(2, page.max_row + 1) if page.cell(r, 1).value == "0002")
            last = page.max_row + 1
            for c in range(1, page.max_column + 1):
                page.cell(last, c).value = page.cell(row, c).value
            page.cell(last, columns(page)["Decision"]).value = "too low"
        clinic.edit(change).review("--apply")
        self.assertEqual((clinic.status, [r[0] for r in clinic.reviews()]), (3, ["0006"]))
        self.assertEqual(clinic.words.count("decide differently"), 2)

    def test_a_correction_alone_is_the_decision_that_it_means(self):
        clinic = self.clinic().fill({"0002": (None, "emergency"), "0003": (None, "none"), "0005": (None, None, "referred_pain"), "0006": (None, "urgent")})
        clinic.review("--apply")
        self.assertEqual(sorted(r[:3] for r in clinic.reviews()), [("0002", "Dr A", "too low"), ("0003", "Dr A", "too high"), ("0005", "Dr A", "wrong mechanism"), ("0006", "Dr A", "agree")])
        self.assertEqual(clinic.words.count("taken as the decision"), 4)

    def test_too_low_without_a_level_counts_as_the_next_one(self):
        clinic = self.clinic().fill({"0002": "too low"})
        result = clinic.json("--apply")
        self.assertEqual(result["disagreements"][0]["reviewer_level"], "emergency")
        self.assertEqual(clinic.reviews(), [("0002", "Dr A", "too low", None, None, None)])

    def test_a_reviewer_without_anything_else_is_not_reviewed(self):
        clinic = self.clinic().fill({case: "" for case in FLAGGED})
        clinic.review("--apply")
        self.assertEqual((clinic.status, clinic.reviews()), (0, []))
        self.assertIn("4 not reviewed", clinic.words)

    def test_no_word_of_a_report_or_comment_is_shown(self):
        clinic = self.clinic().fill({"0002": ("agree", None, None, "Mrs Smith called"), "0003": ("nonsense", None, None, "Mr Jones")})
        for options in ((), ("--apply",), ("--format", "json")):
            clinic.review(*options)
            for word in ("Smith", "Jones", "chills", "calf", "nonsense"):
                self.assertNotIn(word, clinic.data + clinic.words)

    def test_names_cannot_move_the_cursor_of_a_terminal(self):
        clinic = self.clinic().fill({"0002": "agree"}, reviewer="A_x001B_[2J")
        clinic.review("--apply")
        second = clinic.path("second.xlsx")
        clinic.fill({"0002": "agree"}, reviewer="B_x001B_[2J", target=second).review(file=second)
        self.assertIn("A\u241b[2J and B\u241b[2J", clinic.data)
        self.assertNotIn("\x1b", clinic.data + clinic.words)

    # ---- Where it belongs ----

    def test_a_row_of_another_workbook_is_refused_and_listed(self):
        clinic = self.decided()
        other = clinic.path("other.xlsx")
        clinic.flag(file=other, now="2026-03-02")
        clinic.fill({"0006": "agree"}, source=other, target=other)
        row = next(r for r in values(openpyxl.load_workbook(other)["Cases"]) if r[0] == "0006")

        def change(book):
            for c, value in enumerate(row, 1):
                book["Cases"].cell(book["Cases"].max_row + (c == 1), c).value = value
        clinic.edit(change).review("--apply")
        self.assertEqual((clinic.status, [r[0] for r in clinic.reviews()]), (3, ["0003", "0002", "0005"]), clinic.words)
        self.assertIn("sheet Cases, row 6: it comes from another workbook", clinic.words)

    def test_a_key_that_was_changed_is_refused(self):
        clinic = self.clinic().fill({case: "agree" for case in FLAGGED})

        def change(book):
            page = book["Cases"]
            key = columns(page)["Key"]
            page.cell(2, key).value = page.cell(2, key).value.replace("emergency", "none")
            page.cell(3, key).value = "0002"
            page.cell(4, key).value = None
        clinic.edit(change).review("--apply")
        self.assertEqual((clinic.status, [r[0] for r in clinic.reviews()]), (3, ["0005"]), clinic.words)
        for words in ("row 2: it comes from another workbook", "row 3: its key was changed", "row 4: there is a decision, and no key"):
            self.assertIn(words, clinic.words)

    def refuses(self, clinic, *words, options=("--apply",), file=None):
        clinic.review(*options, file=file)
        self.assertEqual((clinic.status, clinic.reviews(), clinic.data), (1, [], ""), clinic.words)
        for word in words:
            self.assertIn(word, clinic.words)

    def test_a_workbook_of_another_database(self):
        clinic = self.decided()
        clinic.query("DELETE FROM reports")
        self.refuses(clinic, "none of the 4 cases", "uti-report import")

    def test_a_workbook_of_which_only_some_cases_are_there(self):
        clinic = self.decided()
        clinic.query("DELETE FROM reports WHERE report_id IN ('0003', '0006')")
        self.refuses(clinic, "only 2 of the 4 cases", "uti-report import", "--force")
        clinic.review("--apply", "--force")
        self.assertEqual((clinic.status, [r[0] for r in clinic.reviews()]), (3, ["0002", "0005"]))
        self.assertIn("its report is not in the database", clinic.words)

    def test_a_workbook_of_other_reports_with_the_same_ids(self):
        clinic = self.decided()
        clinic.query("UPDATE reports SET report = 'Another clinic: ' || report")
        self.refuses(clinic, "4 ids of", "the same ids for other reports", "--force")
        clinic.review("--apply", "--force")
        self.assertEqual((clinic.status, len(clinic.reviews())), (0, 3), clinic.words)

    def test_a_report_that_has_changed_since(self):
        clinic = self.decided()
        clinic.query("UPDATE reports SET report = 'I feel fine now' WHERE report_id = '0003'")
        clinic.review("--apply")
        self.assertEqual((clinic.status, [r[0] for r in clinic.reviews()]), (3, ["0002", "0005"]))
        self.assertIn("has changed since", clinic.words)
        clinic.review("--apply", "--force")
        self.assertEqual((clinic.status, len(clinic.reviews())), (0, 3))

    def redacted(self, rows, *options):
        """A workbook of --redact with a decision on every case of the rows."""
        clinic = self.clinic(rows=rows, options=["--redact", *options])
        cases = [row[0] for row in values(openpyxl.load_workbook(clinic.file)["Cases"])[1:]]
        return clinic.fill({case: "agree" for case in cases})

    def test_a_redacted_workbook_is_taken_back_and_changes_are_seen(self):
        names = " ".join(f"Mrs Smith{chr(97 + i)} called." for i in range(12))
        clinic = self.redacted([["1", "  UTI and a fever. My name is Jane Doe, call 555-123-4567, said Dr Müller."], ["2", "UTI and chills. " + names], ["3", "UTI and a fever"], ["4", "UTI and a fever"]])
        self.assertNotIn("Jane", str(values(openpyxl.load_workbook(clinic.file)["Cases"])))
        clinic.review()
        self.assertEqual((clinic.status, clinic.data.count(" new\n")), (0, 4), clinic.words)
        clinic.query("UPDATE reports SET report = replace(report, 'Jane', 'Rose') WHERE report_id = '1'")
        clinic.review()
        self.assertEqual(clinic.status, 0, clinic.words)
        for report, old, new in (("1", "a fever", "a cough"), ("2", "chills", "cramps"), ("3", "fever", "cough")):
            clinic.query("UPDATE reports SET report = replace(report, ?, ?) WHERE report_id = ?", old, new, report)
        clinic.review()
        self.assertEqual((clinic.status, clinic.words.count("has changed since")), (3, 3), clinic.words)

    def test_a_redacted_report_without_an_id_needs_a_key_to_come_back(self):
        key = os.path.join(self.folder, "key")
        with open(key, "wb") as file:
            file.write(os.urandom(32))
        os.chmod(key, 0o600)
        for options, status, count in (([], 1, 0), (["--hash-ids", key], 0, 2)):
            clinic = self.clinic()
            with open(clinic.input, "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([["note"], ["UTI and a fever, I am called Jane Doe"], ["UTI and chills"]])
            os.remove(clinic.database)
            subprocess.run([REPORT, "import", clinic.input, "--db", clinic.database, "-q"], check=True, timeout=120)
            clinic.flag("--redact", *options)
            cases = [row[0] for row in values(openpyxl.load_workbook(clinic.file)["Cases"])[1:]]
            clinic.fill({case: "agree" for case in cases}).review("--apply", *options)
            self.assertEqual((clinic.status, len(clinic.reviews())), (status, count), clinic.words)
        self.assertIn("content-", clinic.reviews()[0][0])

    def test_a_report_without_an_id_is_found_by_its_content(self):
        clinic = self.clinic()
        with open(clinic.input, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["note"], ["I have a UTI and a fever"]])
        clinic.flag()
        page = openpyxl.load_workbook(clinic.file)["Cases"]
        key = page.cell(2, columns(page)["Key"]).value
        content = key.split(".")[4]
        self.assertRegex(content, r"^content-[0-9a-f]{16}$")
        clinic.query("INSERT INTO reports (report_id, report) VALUES (?, 'I have a UTI and a fever')", content)
        clinic.fill({"line 2": "agree"}).review("--apply")
        self.assertEqual([r[0] for r in clinic.reviews()], [content])

    def test_ids_of_any_kind(self):
        ids = ["a.b%c", "é 1\"<&>'", "-", "=1+1", "x" * 300, "_x0041_"]
        clinic = self.clinic(rows=[[i, "UTI and chills"] for i in ids]).fill({i: "agree" for i in ids})
        clinic.review("--apply")
        self.assertEqual((clinic.status, sorted(r[0] for r in clinic.reviews())), (0, sorted(ids)), clinic.words)

    def test_a_workbook_made_under_other_rules_than_the_database(self):
        clinic = self.decided()
        clinic.query("INSERT INTO assessments (report_id, rules_id, engine_version, rules, findings, warnings) VALUES ('0002', 'feedfeedfeedfeed', '0', '[]', '[]', '[]')")
        clinic.review("--apply")
        self.assertEqual(clinic.status, 0)
        self.assertIn("warning: the workbook was made under the rules", clinic.words)
        meta = {r[0]: r[1] for r in openpyxl.load_workbook(clinic.file)["_meta"].iter_rows(values_only=True)}
        self.assertEqual(clinic.query("SELECT DISTINCT seen_rules_id FROM reviews"), [(meta["rules_id"],)])

    def test_a_workbook_without_meta_or_key_or_of_a_newer_version(self):
        clinic = self.decided()

        def set_version(version):
            def change(book):
                book["_meta"]["B1"].value = version
            return change

        def remove(book):
            del book["_meta"]

        def lose_key(book):
            book["Cases"].delete_cols(columns(book["Cases"])["Key"])

        def twice(book):
            book["Cases"].cell(1, 30).value = "Decision"
        for change, words in ((set_version("3"), "version 3"), (set_version("1"), "older uti-report"), (set_version(None), "_meta is damaged"), (remove, "no sheet _meta"),
                              (lose_key, "the hidden column Key is missing"), (twice, "two columns are called Decision")):
            clinic.edit(change, target=clinic.path("changed.xlsx"))
            self.refuses(clinic, words, file=clinic.path("changed.xlsx"))

    def test_a_database_that_is_none_or_has_no_such_tables(self):
        clinic = self.decided()
        clinic.query("DROP TABLE assessments")
        self.takes_all(clinic)
        for make, words in ((lambda p: open(p, "w").write("x" * 4096), "cannot be"), (lambda p: sqlite3.connect(p).execute("CREATE TABLE t (a)"), "uti-report import")):
            clinic.database = clinic.path("other.db")
            if os.path.exists(clinic.database):
                os.remove(clinic.database)
            make(clinic.database)
            clinic.review("--apply")
            self.assertEqual(clinic.status, 1)
            self.assertIn(words, clinic.words)

    def test_an_older_database_works(self):
        clinic = self.decided()
        with sqlite3.connect(clinic.database) as db:
            for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
                db.execute(f"DROP VIEW {name}")
        self.takes_all(clinic)

    # ---- Figures ----

    def test_kappa_is_that_of_sql_and_its_interval_that_of_the_formula(self):
        rows = [[f"{i:04d}", ROWS[(1, 2, 4, 5)[i % 4]][1]] for i in range(60)]
        choice = {i: ("agree", None) if i % 3 else (("too high", "none") if i % 2 else ("too high", "routine")) for i in range(60)}
        clinic = self.clinic(rows=rows).fill({f"{i:04d}": choice[i] for i in range(60)})
        flagged = clinic.json("--apply")["flagged"]
        levels = ["none", "routine", "soon", "urgent", "emergency"]
        pairs = {(p["reviewer"], p["program"]): p["count"] for p in flagged["levels"]}
        self.assertEqual(sum(pairs.values()), 60)
        for weighted, name in ((False, "kappa"), (True, "weighted_kappa")):
            value, low, high = interval(pairs, levels, weighted)
            for got, wanted in ((flagged[name]["value"], value), (flagged[name]["low"], low), (flagged[name]["high"], high)):
                self.assertAlmostEqual(got, wanted, places=4)
        shell = subprocess.run(["sqlite3", clinic.database, "-cmd", f".load {EXTENSION}", "SELECT cohen_kappa(coalesce(corrected_urgency, seen_urgency), seen_urgency) FROM reviews"],
                               capture_output=True, timeout=60)
        self.assertAlmostEqual(float(shell.stdout), flagged["kappa"]["value"], places=4)

    def test_the_page_says_what_flagged_cases_cannot_show(self):
        clinic = self.decided()
        clinic.review()
        for words in ("TOO LOW", "urgent and above: sensitivity", "who was missed altogether cannot be among them", "uti-report sample"):
            self.assertIn(words, clinic.data)
        self.assertLess(clinic.data.index("TOO LOW"), clinic.data.rindex("too high  0003"))

    def test_a_sample_gives_an_estimate_of_what_was_missed(self):
        clinic = self.clinic(options=["--sample", "10"])
        page = openpyxl.load_workbook(clinic.file)["Sample"]
        drawn = {row[0]: row[1] for row in page.iter_rows(min_row=2, values_only=True)}
        self.assertEqual(drawn, {"0001": "routine", "0004": "none", "0007": "not assessable"})
        clinic.fill({case: "agree" for case in FLAGGED}).fill({"0001": ("too low", "urgent"), "0004": "agree", "0007": "agree"}, sheet="Sample")
        result = clinic.json("--apply")["sample"]
        self.assertEqual((result["missed"]["hits"], result["missed"]["all"], result["rows_not_flagged"]), (1, 3, 3))
        self.assertAlmostEqual(result["share_flagged_of_those_who_should_be"]["value"], 4 / 5)
        clinic.review()
        self.assertIn("missed: reviewers would have flagged them", clinic.data)
        self.assertIn("not flagged", clinic.data)
        self.assertEqual(clinic.query("SELECT seen_urgency FROM reviews WHERE report_id = '0007'"), [(None,)])


def interval(pairs, levels, weighted):
    """Kappa and its 95 % interval, written from the paper (Fleiss, Cohen, Everitt 1969)."""
    n, k = sum(pairs.values()), len(levels)
    p = [[pairs.get((a, b), 0) / n for b in levels] for a in levels]
    w = [[1 - abs(i - j) / (k - 1) if weighted else float(i == j) for j in range(k)] for i in range(k)]
    row, column = [sum(x) for x in p], [sum(x) for x in zip(*p)]
    cells = [(i, j) for i in range(k) for j in range(k)]
    observed = sum(w[i][j] * p[i][j] for i, j in cells)
    expected = sum(w[i][j] * row[i] * column[j] for i, j in cells)
    wi = [sum(column[j] * w[i][j] for j in range(k)) for i in range(k)]
    wj = [sum(row[i] * w[i][j] for i in range(k)) for j in range(k)]
    variance = (sum(p[i][j] * (w[i][j] * (1 - expected) - (wi[i] + wj[j]) * (1 - observed)) ** 2 for i, j in cells)
                - (observed * expected - 2 * expected + observed) ** 2) / (n * (1 - expected) ** 4)
    kappa, half = (observed - expected) / (1 - expected), 1.959963984540054 * variance ** 0.5
    return kappa, kappa - half, kappa + half


WANTED = [("0002", "Dr A", "agree", None), ("0003", "Dr A", "too high", "urgent"), ("0005", "Dr A", "too low", "emergency")]

if __name__ == "__main__":
    tap.main(Review)
