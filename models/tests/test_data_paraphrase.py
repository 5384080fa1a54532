"""Paraphrases found among translations of one sentence."""

from __future__ import annotations

import random

from models.data.paraphrase import MOST_PER_SENTENCE, paraphrase_pairs


def pairs(*versions: str, language: str = "en") -> list[tuple[str, str]]:
    return list(paraphrase_pairs([list(versions)], language, random.Random(1)))


def test_different_words_make_a_pair() -> None:
    found = pairs("She started to cry when she heard it.", "She began to weep when she heard that.")
    assert len(found) == 1


def test_nearly_equal_and_quite_different_sentences_do_not() -> None:
    assert not pairs("She started to cry.", "She started to cry!")
    assert not pairs("She started to cry.", "What a wonderful morning it was, wasn't it?")


def test_a_change_of_register_is_no_paraphrase() -> None:
    assert not pairs("Hast du das Buch schon gelesen?", "Haben Sie das Buch schon gelesen?", language="de")


def test_often_translated_sentences_do_not_dominate() -> None:
    versions = [f"He {verb} the old house last summer." for verb in ("bought", "purchased", "acquired", "got", "took")]
    assert len(pairs(*versions)) == MOST_PER_SENTENCE
