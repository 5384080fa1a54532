"""Wordy sentences: longer than what they were made from, and in every language."""

from __future__ import annotations

import random

import pytest

from models.data.shorten import make_wordy

SENTENCES = {
    "en": "I can help you because we use the same book now.",
    "de": "Ich kann heute nicht kommen, weil ich jetzt viele Aufgaben habe.",
    "fr": "Il est parti parce que c'est toujours trop tard maintenant.",
    "es": "No puedo ir porque ahora siempre estoy cansado.",
    "zh": "因为我们现在很忙，所以可以明天开始。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_wordy_sentences_are_longer_and_differ(language: str) -> None:
    text = SENTENCES[language]
    made = {make_wordy(text, language, random.Random(seed)) for seed in range(40)}
    assert len(made) > 10
    assert all(len(wordy) > len(text) for wordy in made if wordy != text)
    assert sum(wordy == text for wordy in made) <= 1


def test_a_name_keeps_its_capital_behind_an_opener() -> None:
    for seed in range(60):
        wordy = make_wordy("I went there.", "en", random.Random(seed))
        assert "I" in wordy
        assert " i " not in wordy


def test_no_turn_of_phrase_is_put_inside_a_word() -> None:
    made = {make_wordy("Canada is a useful place.", "en", random.Random(seed)) for seed in range(60)}
    assert all("anada" in wordy and "useful" in wordy for wordy in made)
