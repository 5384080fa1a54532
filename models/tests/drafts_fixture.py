"""A tiny pair of languages for tests of both readers; `python -m models.tests.drafts_fixture` writes its files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from models.drafts.decoder import DEFAULTS, Drafter
from models.drafts.estimate import estimate, stream_of
from models.drafts.language import Language, choose_words, save_language
from models.drafts.pair import PairTable, save_pair, sorted_table

FOLDER = Path(__file__).parents[2] / "test" / "fixtures" / "drafts"

ENGLISH = """the house is small ￭.|the big house|open the file|where is the file ￭?|⦅x⦆ is open
Tom opened the file ⦅x⦆ ￭.|the file is not open ￭.|⦅n⦆ files|I don't know ￭.|open ⦅n⦆ files"""
GERMAN = """das Haus ist klein ￭.|das große Haus|öffnen Sie die Datei|wo ist die Datei ￭?|⦅x⦆ ist offen
Tom öffnete die Datei ⦅x⦆ ￭.|die Datei ist nicht offen ￭.|⦅n⦆ Dateien|ich weiß nicht ￭.|öffne ⦅n⦆ Dateien"""

#: German, English, level de→en, level en→de, orientation.
PAIRS = """Haus|house|1|1|0 das|the|4|6|0 das Haus|the house|1|2|0 die|the|3|3|0 die Datei|the file|0|1|1
Datei|file|1|1|0 Dateien|files|1|1|0 ist|is|1|1|0 offen|open|1|3|0 öffne|open|1|5|0 öffnen Sie|open|2|2|0
öffnete|opened|1|1|2 klein|small|1|1|0 große|big|2|1|0 wo ist|where is|0|0|0 wo|where|1|1|0
ist nicht|is not|1|2|0 nicht|not|1|1|0 ￭.|￭.|0|0|0 ￭?|￭?|0|0|0 ⦅x⦆|⦅x⦆|0|0|0 ⦅n⦆|⦅n⦆|0|0|0
⦅n⦆ Dateien|⦅n⦆ files|0|0|0 ich|I|1|1|0 ich weiß nicht|I don't know|0|0|0 Sie|you|3|2|0 Tom|Tom|0|0|0
ist offen|is open|1|1|1 öffnete die Datei|opened the file|1|1|3"""

SENTENCES = {
    "en-de": [
        "The house is small.",
        "Where is the file?",
        "Tom opened the file `a.txt`.",
        "I don’t know.",
        "Open 12 files",
        "OPEN THE FILE",
        "Zyx is not big.",
        "The file \ue003 is (not) open. where is Tom?",
        "",
    ],
    "de-en": [
        "Das Haus ist klein.",
        "Öffnen Sie die Datei {name}!",
        "wo ist das große Haus?",
        "Ich weiß nicht. Tom öffnete die Datei.",
    ],
}


def _language(code: str, text: str, extra: list[str]) -> Language:
    lines = [part.split() for line in text.split("\n") for part in line.split("|")]
    words = choose_words(Counter(word for line in lines for word in line) + Counter(extra), least=1)
    ids = {word: number for number, word in enumerate(words)}
    stream = stream_of([np.array([ids[word] for word in line]) for line in lines])
    return Language(code, words, estimate(stream, len(words), 0.0, 0.0))


def make() -> tuple[Language, Language, PairTable]:
    """German, English and their table."""
    rows = [tuple(part.strip() for part in row.split("|")) for row in _rows(PAIRS)]
    german = _language("de", GERMAN, [word for row in rows for word in row[0].split()])
    english = _language("en", ENGLISH, [word for row in rows for word in row[1].split()])
    de, en = ({word: number for number, word in enumerate(x.words)} for x in (german, english))
    coded = [
        (tuple(de[w] for w in a.split()), tuple(en[w] for w in b.split()), int(x), int(y), int(z))
        for a, b, x, y, z in rows
    ]
    settings: dict[str, Any] = {**DEFAULTS, "weights": {**DEFAULTS["weights"], "orientation": 0.15}}
    return (
        german,
        english,
        sorted_table(
            coded,
            a="de",
            b="en",
            step=0.25,
            orientations=[
                [-0.1, -3.0, -3.0, -0.1],
                [-0.5, -1.2, -3.0, -0.3],
                [-0.7, -2.0, -1.1, -0.8],
                [-1.5, -0.6, -0.6, -1.5],
            ],
            directions={"de-en": settings, "en-de": settings},
            vocabularies={"a": german.vocabulary, "b": english.vocabulary},
        ),
    )


def _rows(text: str) -> list[str]:
    """Rows end with a number; the next one starts after it."""
    words, rows, row = text.split(), [], []
    for word in words:
        row.append(word)
        if word.count("|") and word.rsplit("|", 1)[1].isdigit():
            rows.append(" ".join(row))
            row = []
    return rows


def main() -> None:
    """Write the files and what the reference makes of some sentences."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    german, english, table = make()
    save_language(german, FOLDER / "de.draft")
    save_language(english, FOLDER / "en.draft")
    save_pair(table, FOLDER / "de-en.draft")
    cases = []
    for direction, sentences in SENTENCES.items():
        source, target = (english, german) if direction == "en-de" else (german, english)
        drafter = Drafter(table, source, target)
        for text in sentences:
            tokens = [list(token) for token in drafter.tokens(text).tokens]
            best = [draft._asdict() for draft in drafter.best(text, 5)]
            cases.append({"direction": direction, "source": text, "tokens": tokens, "best": best})
    text = json.dumps(cases, ensure_ascii=False, indent=1)
    (FOLDER / "cases.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
