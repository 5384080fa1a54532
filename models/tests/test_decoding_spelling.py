"""Spelling: lexicons, what may be misspelt, and what the model makes of it."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from models.architecture.config import mini_config
from models.data.heldout import HeldOut
from models.data.lexicon import count_words, render
from models.decoding.encoded import EncodedSources
from models.decoding.spelling import Speller, SpellingSettings, differs_at_end
from models.export.random_model import random_model
from models.text.lexicon import Lexicon, load_lexicons, without_accents

ALPHABET = tuple("abcdefghijklmnopqrstuvwxyz")
ENGLISH = Lexicon("en", ALPHABET, {"the": 18, "cat": 8, "sat": 7, "on": 14, "mat": 5, "a": 16, "lot": 10})
FRENCH = Lexicon("fr", (*ALPHABET, "é"), {"et": 15, "été": 11, "la": 16, "là": 9, "chat": 8})
SETTINGS = SpellingSettings(
    margin=1.5, known_margin=2.0, frequency_weight=0.5, accents=2.0, ending=4.0, capital=3.0, confused=1.0, repeated=1.0
)
CONFIG = mini_config(400, hidden_size=32, layers=2, heads=4, feed_forward_size=64)


def test_suggestions_are_one_slip_away_accents_first() -> None:
    assert [s.word for s in ENGLISH.suggest("teh", 6)] == ["the"]
    assert [s.word for s in FRENCH.suggest("ete", 6)] == ["été", "et"]
    assert [s.word for s in FRENCH.suggest("ete", 1)] == ["été"]
    assert [s.word for s in ENGLISH.suggest("thelot", 6)] == ["the lot"]
    assert [s.word for s in FRENCH.accented("la", 6)] == ["là"]
    assert without_accents("Où fenêtré") == "Ou fenetre"


def test_only_the_last_letters_make_another_form() -> None:
    assert differs_at_end("cascades", "cascade")
    assert differs_at_end("matz", "mat")
    assert not differs_at_end("recieve", "receive")


def test_a_file_comes_back_and_a_wrong_line_is_named(tmp_path: Path) -> None:
    counts = {"en": Counter({"the": 1000, "cat": 8, "rare": 1}), "fr": Counter({"été": 16})}
    path = tmp_path / "lexicon.gz"
    path.write_bytes(gzip.compress(render(counts, 2).encode()))
    english, french = load_lexicons(path)
    assert english.frequencies == {"the": 10, "cat": 3}
    assert french.alphabet == ("t", "é")
    path.write_bytes(gzip.compress(b"#en\tab\nword\n"))
    with pytest.raises(ValueError, match="line 2"):
        load_lexicons(path)


def test_held_out_and_repeated_texts_are_not_counted() -> None:
    texts = [("en", "The cat, the mat"), ("en", "The cat, the mat"), ("en", "A held-out dog."), ("xx", "cat")]
    counts = count_words(texts, HeldOut(iter(["a held-out dog."])))
    assert counts["en"] == {"the": 2, "cat": 1, "mat": 1}
    assert "xx" not in counts


class _Letters:
    """A tokenizer whose tokens are letters; a word begins with a mark, as in SentencePiece."""

    MARK = 300

    def encode(self, text: str) -> list[int]:
        return [i for word in text.split(" ") for i in (self.MARK, *(ord(c) - ord("A") + 10 for c in word))]

    def decode(self, ids: list[int]) -> str:
        return "".join(" " if i == self.MARK else chr(i - 10 + ord("A")) for i in ids).lstrip(" ")


class _Fixed(Speller):
    """A speller whose model has a fixed opinion: tokens of `liked` are probable."""

    def __init__(self, liked: str, settings: SpellingSettings = SETTINGS) -> None:
        letters = _Letters()
        model = random_model(CONFIG, seed=1)
        super().__init__(model, settings, [ENGLISH, FRENCH], letters.encode, letters.decode, longest=100)
        self.liked, self.rows = liked, 0

    def _tables(self, sources: EncodedSources, owner: int, rows: list[list[int]]):  # type: ignore[no-untyped-def]
        import torch

        self.rows += len(rows)
        tables = []
        for row in rows:
            table = torch.full((len(row), CONFIG.vocabulary_size), -3.0)
            start = row.index(CONFIG.mask_id)
            for place, token in enumerate(_Letters().encode(self.liked)):
                if start + place < len(row):
                    table[start + place, token] = -0.1
            tables.append(table)
        return tables


def _correct(text: str, liked: str) -> tuple[str, int]:
    letters, speller = _Letters(), _Fixed(liked)
    tokens, passes = speller.correct(None, 0, letters.encode(text))  # type: ignore[arg-type]
    assert all((token.score is None) == (token.id in letters.encode(text)) or token.score for token in tokens)
    return letters.decode([token.id for token in tokens]), passes


def test_a_misspelt_word_becomes_what_the_model_thinks_it_is() -> None:
    assert _correct("The cat sta on the mat", "sat") == ("The cat sat on the mat", 1)


def test_a_word_that_the_model_likes_as_it_is_stays() -> None:
    assert _correct("The cat sta on the mat", "sta") == ("The cat sta on the mat", 1)


def test_nothing_is_asked_about_a_text_without_suspicious_words() -> None:
    assert _correct("The cat sat on the mat", "sat") == ("The cat sat on the mat", 0)


def test_a_repeated_word_may_be_left_out() -> None:
    assert _correct("The cat sat sat on the mat", "lot") == ("The cat sat on the mat", 1)
    assert _correct("The cat sat sat on the mat", "sat") == ("The cat sat sat on the mat", 1)


def test_names_stay() -> None:
    assert _correct("The cat Stat on the mat", "Sat") == ("The cat Stat on the mat", 0)
    assert _correct("The cat STA on the mat", "sat") == ("The cat STA on the mat", 0)
