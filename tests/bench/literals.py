#!/usr/bin/env python3
"""literals.py PROGRAM FILE - the wordings of the built-in phrases for peers that know
none of our notation: "concept<TAB>words" a line. Choices are written out, a class gives
its first members, word forms their plain form; patterns with gaps or numbers are left
out, and of a pattern no more than 40 wordings are kept."""
import itertools
import re
import subprocess
import sys

MOST, MEMBERS = 40, 6
PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(@\w+)|([a-z']+)~?|(\S)")


def table(program, name):
    rows = subprocess.run([program, "rules", "print", name, "--format", "tsv"], capture_output=True, text=True, check=True).stdout.splitlines()
    head = rows[0].split("\t")
    return [dict(zip(head, row.split("\t"))) for row in rows[1:]]


def wordings(pattern, classes):
    parts = []
    for choice, option, named, word, other in PART.findall(pattern):
        if other or "@" in choice + option or "<" in choice + option:
            return
        if choice:
            parts.append([c.replace("~", "") for c in choice.split("|")])
        elif option:
            parts.append(["", *(c.replace("~", "") for c in option.split("|"))])
        elif named:
            parts.append(classes.get(named, [])[:MEMBERS])
        else:
            parts.append([word])
    for words in itertools.islice(itertools.product(*parts), MOST):
        yield " ".join(w for w in words if w)


def main():
    classes = {}
    for row in table(sys.argv[1], "words"):
        classes.setdefault(row["class"], []).extend(m.replace("~", "") for m in row["members"].split("|"))
    seen = set()
    with open(sys.argv[2], "w") as out:
        for row in table(sys.argv[1], "phrases"):
            if row["concept"] == "-" or row["concept"].startswith("fact:") or row["status"] or row["value"]:
                continue
            for words in wordings(row["pattern"], classes):
                if re.fullmatch(r"[a-z' ]{4,}", words) and words not in seen:
                    seen.add(words)
                    out.write(f"{row['concept']}\t{words}\n")


main()
