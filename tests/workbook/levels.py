"""The levels that reviewers would give, from a table, as the cells of a workbook.

The table has tabs between its columns: the first, `case`, is the case's id, each other
one is named after a reviewer. A cell is a level, "=" for the level that the program
gave, or empty where the reviewer left the case out."""
import csv

ORDER = ["none", "routine", "soon", "urgent", "emergency"]


def of_reviewer(file, reviewer):
    """Case to level."""
    with open(file, newline="", encoding="utf-8") as table:
        return {row["case"]: row[reviewer] for row in csv.DictReader(table, delimiter="\t")}


def cells(levels, case, program):
    """The reviewer's cells by their titles, in the case and with the blanks that people
    write; nothing where the case was left out."""
    level = levels.get(case, "")
    if level == "":
        return {}
    if level in ("=", program) or program not in ORDER:
        return {"Decision": "agree"}
    low = ORDER.index(program) < ORDER.index(level)
    return {"Decision": " Too low" if low else "too high", "Corrected urgency": level.capitalize()}
