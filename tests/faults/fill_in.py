#!/usr/bin/env python3
"""fill_in.py FILE.xlsx - marks every second case of a workbook as a reviewer would."""
import sys

from openpyxl import load_workbook

book = load_workbook(sys.argv[1])
sheet = book["Cases"]
head = {cell.value: cell.column for cell in sheet[1]}
decision = next(column for name, column in head.items() if name and "decision" in name.lower())
for row in range(2, sheet.max_row + 1, 2):
    sheet.cell(row, decision, "agree")
book.save(sys.argv[1])
