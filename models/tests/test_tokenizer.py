"""The tokenizer of both families, on small models trained for the test."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import sentencepiece

from models.data.train_tokenizer import train_model
from models.text.tokenizer import COPY_CODE_POINT, COPY_TOKENS, Tokenizer

LINES = [
    f"{subject} {verb} {thing}."
    for subject in ("The cat", "Der Hund", "Le garçon", "La niña", "My brother", "Unser Nachbar")
    for verb in ("sees", "sieht", "voit", "ve", "follows", "folgt")
    for thing in ("a green house", "ein grünes Haus", "une maison verte", "una casa verde", "一座绿色的房子")
] + ["In 2024 there were 2024 cats."] * 20
#: The real XLM-R vocabulary lies outside the repository; where it is, parity is checked on it too.
XLMR = Path(__file__).parents[3] / "shared" / "data" / "tokenizer" / "xlmr.rebuilt.sentencepiece.bpe.model"


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    folder = tmp_path_factory.mktemp("mini")
    return Tokenizer(train_model(LINES, folder / "tokenizer", 348, required="绿", coverage=1.0))


@pytest.fixture(scope="module")
def xlmr(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tokenizer, sentencepiece.SentencePieceProcessor]:
    prefix = tmp_path_factory.mktemp("xlmr") / "tokenizer"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES), model_prefix=str(prefix), vocab_size=56, minloglevel=2
    )
    path = prefix.with_suffix(".model")
    return Tokenizer(path, "xlm-roberta"), sentencepiece.SentencePieceProcessor(model_file=str(path))


def test_mini_special_ids(mini: Tokenizer) -> None:
    assert [mini.pad, mini.unknown, mini.separator, mini.mask, mini.length] == [0, 1, 2, 3, 4]
    assert mini.copy == list(range(5, 5 + COPY_TOKENS))
    assert mini.vocabulary_size == 348


def test_text_returns_from_its_ids(mini: Tokenizer) -> None:
    for text in (LINES[0], LINES[-1], "Zwölf Boxkämpfer: 1234 €, naïve façade", "混合 text und 文字", "🙂 emoji"):
        assert mini.decode(mini.encode(text)) == text


def test_digits_are_split(mini: Tokenizer) -> None:
    pieces = [mini.piece(token) for token in mini.encode("2024")]
    assert pieces == ["▁", "2", "0", "2", "4"]


def test_control_symbols_are_never_produced_from_text(mini: Tokenizer) -> None:
    ids = mini.encode("a <pad> b <unk> c </s> d <mask> e <length> f")
    assert min(ids) >= 5


def test_unknown_characters_become_bytes_and_not_unknown(mini: Tokenizer) -> None:
    ids = mini.encode("ᚠ")
    assert mini.unknown not in ids
    assert sum(mini.is_byte(token) for token in ids) == len("ᚠ".encode())


def test_copy_tokens_are_whole_pieces_even_inside_text(mini: Tokenizer) -> None:
    text = f"sees{chr(COPY_CODE_POINT)}house {chr(COPY_CODE_POINT + 31)}."
    ids = mini.encode(text)
    assert [token for token in ids if token in mini.copy] == [mini.copy[0], mini.copy[31]]
    assert mini.decode(ids) == text


def test_text_is_composed_first(mini: Tokenizer) -> None:
    composed = "Le garçon voit la niña."
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert mini.encode(decomposed) == mini.encode(composed)


def test_decode_skips_special_ids(mini: Tokenizer) -> None:
    ids = mini.encode("The cat")
    assert mini.decode([mini.length, *ids, mini.separator, mini.pad, mini.mask, mini.unknown]) == "The cat"


def test_decode_replaces_invalid_bytes(mini: Tokenizer) -> None:
    lead, *rest = [token for token in mini.encode("ᚠ") if mini.is_byte(token)]
    assert mini.decode([lead, *rest]) == "ᚠ"
    assert mini.decode([lead, *mini.encode("cat")]) == "\ufffd cat"
    assert mini.decode([lead, mini.mask, *rest]) == "ᚠ"


def test_decode_drops_spaces_at_the_start(mini: Tokenizer) -> None:
    ids = mini.encode("cat")
    assert mini.piece(ids[0]).startswith("▁")
    space = mini.encode(chr(COPY_CODE_POINT))[0]
    assert mini.piece(space) == "▁"
    assert mini.decode([space, *ids]) == "cat"


def test_batch_equals_single(mini: Tokenizer) -> None:
    texts = [*LINES[:20], "", unicodedata.normalize("NFD", "niña")]
    assert mini.encode_batch(texts) == [mini.encode(text) for text in texts]
    assert mini.encode("") == []


def test_a_model_with_another_layout_is_refused(tmp_path: Path) -> None:
    prefix = tmp_path / "other"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES), model_prefix=str(prefix), vocab_size=56, minloglevel=2
    )
    with pytest.raises(ValueError, match="expected '<pad>'"):
        Tokenizer(prefix.with_suffix(".model"))


def test_xlmr_ids_are_shifted_by_one(xlmr: tuple[Tokenizer, sentencepiece.SentencePieceProcessor]) -> None:
    tokenizer, plain = xlmr
    assert tokenizer.encode(LINES[3]) == [token + 1 for token in plain.encode(LINES[3])]
    assert tokenizer.decode(tokenizer.encode(LINES[3])) == LINES[3]


def test_xlmr_special_ids(xlmr: tuple[Tokenizer, sentencepiece.SentencePieceProcessor]) -> None:
    tokenizer, plain = xlmr
    assert [tokenizer.length, tokenizer.pad, tokenizer.separator, tokenizer.unknown] == [0, 1, 2, 3]
    assert tokenizer.mask == plain.get_piece_size() + 1
    assert tokenizer.vocabulary_size == plain.get_piece_size() + 2
    assert tokenizer.copy == []
    assert tokenizer.decode([0, *tokenizer.encode("Der Hund"), 2, tokenizer.mask]) == "Der Hund"


def test_xlmr_unknown_is_three(xlmr: tuple[Tokenizer, sentencepiece.SentencePieceProcessor]) -> None:
    tokenizer, _ = xlmr
    assert tokenizer.unknown in tokenizer.encode("ᚠ")


if XLMR.exists():

    def test_real_xlmr_vocabulary() -> None:
        tokenizer = Tokenizer(XLMR, "xlm-roberta")
        assert tokenizer.vocabulary_size == 250_002
        assert tokenizer.mask == 250_001
        assert tokenizer.encode("Hello world") == [35378, 8999]
        assert tokenizer.decode([0, 35378, 8999, 2]) == "Hello world"
