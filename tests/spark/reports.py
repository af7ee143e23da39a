"""Invented reports with facts, the same for the same seed, and the digest of
what an assessment of them says."""
import hashlib
import random

import pyarrow as pa

PARTS = [
    "burning when I pee", "going every twenty minutes", "no fever", "fever of 103 and shaking chills",
    "my calf is swollen and warm", "leg cramps at night", "denies flank pain", "pain in my left side and back",
    "threw up three times", "started a water pill last week", "muscle cramps since the weekend",
    "my mother had a clot", "if I get a fever I will call", "blood in my urine", "cannot pass urine since morning",
    "numb between the legs", "confused since last night", "day 4 of the antibiotic and no better",
    "I have a UTI", "potassium was 2.9", "pelvic pain that spreads to the leg", "possible DVT",
    "feeling fine otherwise", "took cranberry juice", "the weather was cold – 5 °C", "short of breath", "été à l'hôpital",
]
FACTS = {"temp_f": "temp", "potassium": "k", "age": "age", "sex": "sex", "pregnant": "pregnant"}


def table(rows, seed=20260123, first=0):
    """Rows `first` on: any piece of the same table may be made by itself."""
    columns = {name: [] for name in ("id", "note", *FACTS.values())}
    for i in range(first, first + rows):
        dice = random.Random(seed * 1_000_003 + i)
        parts = [dice.choice(PARTS) for _ in range(dice.randint(1, 8))]
        note = dice.choice([". ", ", ", " and ", "\n"]).join(parts) + dice.choice(["", ".", "!"])
        odd = dice.random()
        columns["id"].append(i)
        columns["note"].append(None if odd < 0.02 else "" if odd < 0.03 else "..." if odd < 0.04 else note)
        columns["temp"].append(dice.choice([None, None, 98.6, 101.2, 103.4, 400.0]))
        columns["k"].append(dice.choice([None, None, "", "3,1", " 4.2 ", "not done", "2.8 mmol/L"]))
        columns["age"].append(dice.choice([None, 4, 34, 71, 200]))
        columns["sex"].append(dice.choice([None, "F", "M", "female"]))
        columns["pregnant"].append(dice.choice([None, None, False, True]))
    kinds = {"id": pa.int64(), "temp": pa.float64(), "age": pa.int64(), "pregnant": pa.bool_()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})


def row_digest(row):
    """128 bits of one row: the digests of many rows are added, so that their
    order and their division among machines do not matter."""
    text = "\x1f".join("\x00" if value is None else str(value) for value in row)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")


def digest(rows):
    count, total = 0, 0
    for row in rows:
        count += 1
        total = (total + row_digest(row)) % (1 << 128)
    return count, f"{total:032x}"
