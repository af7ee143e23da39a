"""Workbooks that are broken, something else, or made to do harm: `review` refuses each
with a sentence, in little time and memory. Prints TAP.

    python3 tests/workbook/test_hostile.py [PATTERN]

UTI_REPORT names the program (default: build/uti-report)."""
import os
import resource
import sqlite3
import subprocess
import tempfile
import unittest
import zipfile

import tap

REPORT = os.path.abspath(os.environ.get("UTI_REPORT", "build/uti-report"))
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MEGABYTE = 1 << 20


def relation(number, kind, target, more=""):
    return f'<Relationship Id="rId{number}" Type="{OFFICE}{kind}" Target="{target}" {more}/>'


def cell(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


META = SHEET % "".join(f"<row>{cell(name)}{cell(value)}</row>" for name, value in
                       (("schema_version", "2"), ("run_id", "0" * 16), ("rules_id", "0" * 16)))
CASES = SHEET % f'<row>{cell("Case")}{cell("Decision")}{cell("Key")}</row>'


def parts(**changed):
    """A workbook without cases; names stand for parts."""
    given = {"root": RELATIONS % relation(1, "officeDocument", "xl/workbook.xml"),
             "workbook": '<workbook xmlns:r="x"><sheets><sheet name="Cases" sheetId="1" r:id="rId1"/><sheet name="_meta" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>',
             "relations": RELATIONS % (relation(1, "worksheet", "worksheets/sheet1.xml") + relation(2, "worksheet", "worksheets/sheet2.xml") + relation(3, "sharedStrings", "sharedStrings.xml")),
             "strings": "<sst/>", "cases": CASES, "meta": META}
    given.update(changed)
    names = {"root": "_rels/.rels", "workbook": "xl/workbook.xml", "relations": "xl/_rels/workbook.xml.rels", "strings": "xl/sharedStrings.xml",
             "cases": "xl/worksheets/sheet1.xml", "meta": "xl/worksheets/sheet2.xml"}
    return {names.get(name, name): data for name, data in given.items() if data is not None}


class Hostile(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = self.scratch.name
        self.file = os.path.join(self.folder, "in.xlsx")
        self.database = os.path.join(self.folder, "clinic.db")
        with sqlite3.connect(self.database) as db:
            db.executescript(open("sql/schema.sql", encoding="utf-8").read())

    def write(self, data):
        with open(self.file, "wb") as file:
            file.write(data)

    def zip(self, given):
        with zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED) as book:
            for name, data in given.items():
                if callable(data):
                    with book.open(name, "w", force_zip64=True) as entry:
                        data(entry)
                else:
                    book.writestr(name, data)

    def says(self, *words, seconds=10, memory=400 * MEGABYTE):
        def limit():
            if "san" not in os.environ.get("UTI_REPORT", ""):
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        run = subprocess.run([REPORT, "review", self.file, "--db", self.database], capture_output=True, timeout=120, preexec_fn=limit, cwd=self.folder)
        spoken = run.stderr.decode()
        self.assertEqual((run.returncode, run.stdout), (1, b""), spoken)
        self.assertRegex(spoken, r"^uti-report review: ")
        for word in words:
            self.assertIn(word, spoken)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began, seconds)
        return spoken

    # ---- Something else ----

    def test_the_empty_workbook_is_read(self):
        self.zip(parts())
        self.says("holds no case")

    def test_other_kinds_of_files_are_named_with_the_way_out(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        for data, words in ((ole + bytes(60000), (".xls)", "save it as an Excel workbook")), (ole + "EncryptedPackage".encode("utf-16-le") + bytes(100), ("encrypted with a password", "save it without one")),
                            (ole + bytes(65536 - 608 - 9) + "EncryptedPackage".encode("utf-16-le"), ("encrypted with a password",)),
                            (b"Case,Decision\n0001,agree\n", ("CSV", "fill in the workbook itself")), (b"%PDF-1.7", ("PDF",)), (b"", ("empty",)), (b"SQLite format 3\0", ("database",))):
            self.write(data)
            self.says(*words)

    def test_other_zipped_documents_are_named(self):
        for name, data, words in (("mimetype", "application/vnd.oasis.opendocument.spreadsheet", ".ods"), ("xl/workbook.bin", "x", ".xlsb"), ("word/document.xml", "<a/>", "text document"),
                                  ("photo.jpg", "x", "no workbook")):
            self.zip({name: data})
            self.says(words)

    def test_no_such_file(self):
        self.says("cannot open", "No such file")

    # ---- Broken ----

    def test_cut_off_at_any_place(self):
        self.zip(parts())
        whole = open(self.file, "rb").read()
        for share in range(1, 20):
            self.write(whole[:len(whole) * share // 20])
            self.says("damaged")

    def test_a_wrong_checksum(self):
        with zipfile.ZipFile(self.file, "w", zipfile.ZIP_STORED) as book:
            for name, data in parts().items():
                book.writestr(name, data)
        data = open(self.file, "rb").read()
        self.write(data.replace(b">Decision<", b">Decisive<"))
        self.says("checksum")

    def test_relations_that_lead_nowhere(self):
        for changed in ({"relations": RELATIONS % relation(1, "worksheet", "worksheets/sheet1.xml")},
                        {"relations": RELATIONS % (relation(1, "worksheet", "nothing.xml") + relation(2, "worksheet", "worksheets/sheet2.xml"))},
                        {"relations": RELATIONS % (relation(1, "worksheet", "http://x.example/a.xml", 'TargetMode="External"') + relation(2, "worksheet", "worksheets/sheet2.xml"))},
                        {"meta": None}, {"strings": None}):
            self.zip(parts(**changed))
            self.says("damaged")

    def test_texts_rows_and_columns_that_are_not_there(self):
        for row in ('<row><c t="s"><v>0</v></c></row>', '<row><c t="s"><v>99999999999999999999</v></c></row>', '<row><c t="s"><v>-1</v></c></row>', '<row><c t="s"><v>x</v></c></row>',
                    '<row r="0"><c><v>1</v></c></row>', '<row r="1048577"><c><v>1</v></c></row>', '<row><c r="XFE1"><v>1</v></c></row>', '<row><c r="1"><v>1</v></c></row>',
                    '<row><c r="AAAAAAAAAAAAAAAAAAAAAAAAA1"><v>1</v></c></row>'):
            self.zip(parts(cases=SHEET % row))
            self.says("damaged")

    def test_xml_that_is_none(self):
        for data in ("", "<a>", "<a></b>", "\0" * 100, b"<a>\xff\xfe</a>", '<?xml version="1.0" encoding="EBCDIC"?><a/>'):
            self.zip(parts(cases=data))
            self.says("no valid XML")

    # ---- Made to do harm ----

    def test_entities_are_refused(self):
        laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
        for declared in (f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
                         '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'):
            for part in ("cases", "strings", "workbook", "relations", "root"):
                data = parts()[{"cases": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "workbook": "xl/workbook.xml", "relations": "xl/_rels/workbook.xml.rels", "root": "_rels/.rels"}[part]]
                self.zip(parts(**{part: declared + data.replace('<?xml version="1.0"?>', "")}))
                spoken = self.says("document type")
                self.assertNotIn("root:", spoken)

    def test_a_zip_bomb(self):
        def elements(entry):
            entry.write(b"<a>")
            for _ in range(1024):
                entry.write(b"<b/>" * (MEGABYTE // 4))
        for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
            self.zip({**parts(), part: elements})
            self.says("300 times its size")

    def test_a_bomb_of_cells(self):
        def cells(entry):
            entry.write(CASES.split("</sheetData>")[0].encode())
            for _ in range(64):
                entry.write(b'<row><c t="n"><v>1</v></c></row>' * 32768)
        self.zip({**parts(), "xl/worksheets/sheet1.xml": cells})
        self.says("cannot read")

    def test_a_bomb_in_many_names(self):
        sheets = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId{i + 10}"/>' for i in range(6000))
        self.zip(parts(workbook=f'<workbook xmlns:r="x"><sheets>{sheets}</sheets></workbook>'))
        self.says("more than 5000 sheets")
        self.zip({**parts(), **{f"n{i}": "" for i in range(20001)}})
        self.says("more than 20000 parts")

    def test_deep_xml(self):
        for tags in ("<a>" * 200, "<a>" * 1000000):
            self.zip(parts(cases=tags))
            self.says("nested too deeply")

    def test_a_tag_without_an_end(self):
        import random
        noise = bytes(random.Random(1).choices(b"abcdefghijklmnopqrstuvwxyz", k=20 * MEGABYTE))
        for data in (b"<a" + noise, b'<a b="' + noise, b"<!-- " + noise, b"<?a " + noise):
            self.zip(parts(cases=data))
            self.says("tag without an end", seconds=20)

    def test_a_cell_of_twenty_megabytes(self):
        self.zip(parts(cases=SHEET % ("<row>" + cell("xy z" * 5 * MEGABYTE) + "</row>")))
        self.says("more text than a spreadsheet takes")

    def test_a_million_shared_strings(self):
        self.zip(parts(strings="<sst>" + "".join(f"<si><t>text {i}</t></si>" for i in range(1000000)) + "</sst>"))
        self.says("holds no case")

    def test_names_are_no_paths(self):
        trap = os.path.join(self.folder, "trap")
        for name in ("../trap", "/etc/passwd", trap, "xl/../../trap", "..\\trap", "xl/worksheets/../../../trap"):
            self.zip({**parts(relations=RELATIONS % (relation(1, "worksheet", name) + relation(2, "worksheet", "worksheets/sheet2.xml"))), name: "x"})
            self.says("cannot read")
            self.assertFalse(os.path.exists(trap))
        self.assertEqual(sorted(os.listdir(self.folder)), ["clinic.db", "in.xlsx"])


if __name__ == "__main__":
    tap.main(Hostile)
