"""Draft files: what is written is read again, damaged files are refused, the search gives the recorded answers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import zstandard

from models.data.heldout import HeldOut
from models.drafts import container
from models.drafts.corpus import write_tokens
from models.drafts.decoder import Drafter
from models.drafts.diagonal import align_diagonal
from models.drafts.folds import _links_of, _rows_of
from models.drafts.language import load_language, save_language
from models.drafts.pair import load_pair, save_pair
from models.drafts.phrases import Text, count_phrases
from models.drafts.select import rank_within
from models.drafts.tokens import join, longest_match, tokenise
from models.tests.drafts_fixture import FOLDER, make

CUT = longest_match({"使用", "文件"})


def words(text: str, language: str) -> list[str]:
    return [token.word for token in tokenise(text, language, CUT)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I don't know Tom's e-mail (foo@bar.com), \"really\"... Open `x y` in 12 files, v3.5 or 3D!"),
        ("de", "Die Datei {name} wurde geöffnet, z. B. „Hallo“ – 50 % (ca.)."),
        ("es", "¿Dónde está el archivo? ¡Aquí!"),
        ("zh", "请使用文件，打开。"),
    ],
)
def test_tokens_give_back_the_text(language: str, text: str) -> None:
    assert join(tokenise(text, language, CUT), language, text, False) == text


def test_tokens_of_english_french_and_chinese() -> None:
    assert words("Tom’s isn't 7 or 12 --help", "en") == ["Tom", "￭'s", "isn't", "7", "or", "⦅n⦆", "⦅x⦆"]
    assert words("L’homme qu'il a", "fr") == ["L'￭", "homme", "qu'￭", "il", "a"]
    assert words("请使用 Python 文件", "zh") == ["请", "使用", "Python", "文件"]


def test_french_signs_have_a_hard_space_and_capitals_follow_the_source() -> None:
    assert join(tokenise("où est-il ?", "fr", CUT), "fr", "Where is he?", False) == "Où est-il\u00a0?"
    assert join(tokenise("öffne {a}. ja", "de", CUT), "de", "OPEN {a}. YES", False) == "ÖFFNE {a}. JA"


def test_varints_come_back_and_a_cut_one_is_refused() -> None:
    values = np.array([0, 1, 127, 128, 16_383, 16_384, 2**31], np.int64)
    assert container.from_varints(container.varints(values)).tolist() == values.tolist()
    with pytest.raises(container.DamagedFileError):
        container.from_varints(b"\x80")


def test_files_come_back_as_they_were(tmp_path: Path) -> None:
    german, english, table = make()
    save_language(german, tmp_path / "de.draft")
    save_language(english, tmp_path / "en.draft")
    save_pair(table, tmp_path / "de-en.draft")
    de, en = load_language(tmp_path / "de.draft"), load_language(tmp_path / "en.draft")
    assert de.words == german.words
    for name, value in vars(german.model).items():
        assert np.array_equal(value, getattr(de.model, name)), name
    back = load_pair(tmp_path / "de-en.draft", de, en)
    assert [back.phrases(n) for n in range(len(back))] == [table.phrases(n) for n in range(len(table))]
    assert back.forward.tolist() == table.forward.tolist()
    assert back.backward.tolist() == table.backward.tolist()
    assert back.orientation.tolist() == table.orientation.tolist()
    assert (tmp_path / "de-en.draft").read_bytes() == (FOLDER / "de-en.draft").read_bytes()


def test_a_damaged_file_and_a_foreign_vocabulary_are_refused(tmp_path: Path) -> None:
    german, english, table = make()
    path = tmp_path / "de-en.draft"
    save_pair(table, path)
    with pytest.raises(container.DamagedFileError, match="vocabulary"):
        load_pair(path, german, german)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(container.DamagedFileError, match="checksum"):
        load_pair(path, german, english)


def test_the_search_gives_the_recorded_answers() -> None:
    german, english, table = make()
    drafters = {"en-de": Drafter(table, english, german), "de-en": Drafter(table, german, english)}
    for case in json.loads((FOLDER / "cases.json").read_text(encoding="utf-8")):
        best = drafters[case["direction"]].best(case["source"], 5)
        assert [draft.text for draft in best] == [draft["text"] for draft in case["best"]]
        assert [draft.score for draft in best] == pytest.approx([draft["score"] for draft in case["best"]], abs=1e-9)


def test_held_out_rows_stay_out(tmp_path: Path) -> None:
    parallel = tmp_path / "parallel"
    train = ["das Haus\tthe house", "ein Hund\tthe dog", "Ein Hund\ta dog"]
    rows = {"train/a": train, "dev/general": ["Hund\tThe  Dog"]}
    for name, lines in rows.items():
        path = parallel / f"{name}.de-en.tsv.zst"
        path.parent.mkdir(parents=True)
        path.write_bytes(zstandard.compress("".join(f"de\ten\t{line}\n" for line in lines).encode()))
    assert write_tokens(tmp_path, "de", "en", HeldOut.load(tmp_path), tmp_path / "out") == 2
    assert (tmp_path / "out" / "b.txt").read_text(encoding="utf-8") == "the house\na dog\n"


def test_alignment_and_extraction_find_the_words() -> None:
    german, english, _ = make()
    de, en = ({word: n for n, word in enumerate(x.words)} for x in (german, english))
    rows = [("das Haus", "the house"), ("Haus", "house"), ("die Datei", "the file"), ("Datei", "file")] * 4
    sides = []
    for side, ids in ((0, de), (1, en)):
        lines = [[ids[word] for word in row[side].split()] for row in rows]
        starts = np.cumsum([0, *map(len, lines)])
        sides.append(Text(np.array([w for line in lines for w in line]), starts, (german, english)[side].words))
    forward, backward = align_diagonal(sides[0], sides[1])
    phrases = count_phrases(sides[0], sides[1], forward, backward)
    found = {
        (de_words[0], en_words[0])
        for x, n, y, m in zip(phrases.a_at, phrases.a_size, phrases.b_at, phrases.b_size, strict=True)
        if n == m == 1
        for de_words, en_words in [([german.words[sides[0].ids[x]]], [english.words[sides[1].ids[y]]])]
    }
    assert found == {("das", "the"), ("die", "the"), ("Haus", "house"), ("Datei", "file")}


def test_ranks_within_groups() -> None:
    assert rank_within(np.array([1, 0, 1, 1]), np.array([0.1, 5.0, 0.3, 0.2])).tolist() == [2, 0, 0, 1]


def test_rows_of_a_fold_keep_their_words_and_links() -> None:
    text = Text(np.array([1, 2, 3, 4, 5]), np.array([0, 2, 3, 5]), ["a"] * 6)
    chosen = np.array([True, False, True])
    kept = _rows_of(text, chosen)
    assert (kept.ids.tolist(), kept.starts.tolist()) == ([1, 2, 4, 5], [0, 2, 4])
    links = np.array([[0, 0], [1, 1], [0, 0], [1, 0]], np.int32), np.array([0, 2, 3, 4])
    pairs, starts = _links_of(links, chosen)
    assert (pairs.tolist(), starts.tolist()) == ([[0, 0], [1, 1], [1, 0]], [0, 2, 3])
