"""The workbook reader: it finds what openpyxl finds, and no damaged workbook breaks it.

    python3 tests/spreadsheet/test_reader.py DUMP BOOK [FILES]

DUMP is dump.c, built with sanitizers; BOOK a workbook to read and to damage; FILES how
many damaged ones (default 400; SEED begins the random numbers). Prints TAP."""
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

DUMP, BOOK = sys.argv[1:3]
FILES = int(sys.argv[3]) if len(sys.argv) > 3 else 400
SEED = int(os.environ.get("SEED", "1"))
RANDOM = random.Random(SEED)
PIECES = [b"<", b">", b"&", b'"', b"</c>", b"<c>", b"<si>", b"</si>", b"<rPh>", b"<t>", b"</t>", b"<v>", b"<row>", b"</row>", b"<sheetData>", b' r="ZZZ99"', b' t="s"',
          b' t="inlineStr"', b' t="b"', b"-1", b"99999999999999999999", b"_x0041_", b"_xD800_", b"\xff", b"\x00", b"&#0;", b"&#x41;", b"<!DOCTYPE a>", b"<!--", b"<![CDATA[",
          b"]]>", b"../../", b"/", b' TargetMode="External"']
NUMBERS = [b"0", b"-1", b"4294967295", b"16385", b"1048577", b"18446744073709551616"]


def same_as_openpyxl():
    found = {}
    for line in subprocess.run([DUMP, BOOK], capture_output=True, check=True, timeout=120).stdout.decode().splitlines():
        sheet, row, column, text = line.split("\t", 3)
        found[sheet, int(row), int(column) + 1] = json.loads(text)
    wanted = {}
    for page in openpyxl.load_workbook(BOOK, data_only=True):
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value:
                    wanted[page.title, cell.row, cell.column] = cell.value
    numbers = [place for place in found if place not in wanted]
    return len(wanted) > 100 and all(found.get(place) == text for place, text in wanted.items()) and all(re.fullmatch(r"[-+.\deE]+", found[place]) for place in numbers)


def damage(data):
    data = bytearray(data)
    for _ in range(RANDOM.choice([1, 1, 2, 5, 20])):
        at, kind = RANDOM.randrange(len(data) + 1), RANDOM.random()
        if kind < .3 and data:
            data[at % len(data)] = RANDOM.randrange(256)
        elif kind < .6:
            data[at:at] = RANDOM.choice(PIECES)
        elif kind < .75:
            del data[at:at + RANDOM.choice([1, 3, 10, 100])]
        elif kind < .9:
            data[at:at] = data[max(0, at - RANDOM.choice([5, 50, 500])):at]
        else:
            places = list(re.finditer(rb"\d+", bytes(data)))
            if places:
                place = RANDOM.choice(places)
                data[place.start():place.end()] = RANDOM.choice(NUMBERS)
    return bytes(data)


def damaged(parts):
    """One part that the reader looks at is damaged, or the file around the parts."""
    target = RANDOM.choice([n for n in parts if n.endswith((".rels", "workbook.xml", "sharedStrings.xml")) or "worksheets/sheet" in n])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", RANDOM.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as book:
        for name, data in parts.items():
            book.writestr(name, damage(data) if name == target else data)
    data = out.getvalue()
    if RANDOM.random() < .2:
        data = damage(data)
    return data[:RANDOM.randrange(len(data))] if RANDOM.random() < .03 else data


def none_breaks_it():
    with zipfile.ZipFile(BOOK) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with tempfile.TemporaryDirectory() as folder:
        for begin in range(0, FILES, 100):
            files = []
            for i in range(begin, min(begin + 100, FILES)):
                files.append(os.path.join(folder, f"{i}.xlsx"))
                with open(files[-1], "wb") as file:
                    file.write(damaged(parts))
            run = subprocess.run([DUMP, *files], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=600)
            if run.returncode != 0:
                print("#", run.stderr.decode(errors="replace")[-2000:].replace("\n", "\n# "))
                return False
            for file in files:
                os.remove(file)
    return True


print("1..2")
good = True
for number, (test, words) in enumerate(((same_as_openpyxl, "every text is read as openpyxl reads it"),
                                        (none_breaks_it, f"{FILES} damaged workbooks are read or refused (seed {SEED})")), 1):
    passed = test()
    good = good and passed
    print("ok" if passed else "not ok", number, "-", words)
sys.exit(0 if good else 1)
