#!/usr/bin/env python3
"""Puts one random typing error into 15 % of the words of five letters and more.

Reads labelled NDJSON on standard input and writes it with damaged texts: a
letter left out, added, changed, or swapped with the one before, never the
first. The seed is fixed, so that two runs damage the same letters.
"""
import json
import random
import re
import sys

SHARE, SHORTEST, SEED = 0.15, 5, 1
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def damaged(word, chance):
    at, letter = chance.randrange(1, len(word)), chance.choice(LETTERS)
    return (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )[chance.randrange(4)]


def damage(text, chance):
    def one(match):
        word = match.group(0)
        hit = len(word) >= SHORTEST and chance.random() < SHARE
        return damaged(word, chance) if hit else word

    return re.sub("[A-Za-z]+", one, text)


chance = random.Random(SEED)
for line in sys.stdin:
    row = json.loads(line)
    row["text"] = damage(row["text"], chance)
    print(json.dumps(row, ensure_ascii=False))
