"""Registers of address, and pairs that differ in them."""

from __future__ import annotations

import pytest

from models.data.formality import register_of, register_pairs


@pytest.mark.parametrize(
    ("language", "text", "register"),
    [
        ("de", "Kannst du mir helfen?", "informal"),
        ("de", "Können Sie mir helfen?", "formal"),
        ("de", "Sie sind gegangen.", None),
        ("de", "Ich weiß. Sie kommt nicht.", None),
        ("de", "Könnt ihr mir helfen?", None),
        ("de", "Es regnet.", None),
        ("fr", "Où vas-tu ?", "informal"),
        ("fr", "Où allez-vous ?", "formal"),
        ("fr", "Je t'aime.", "informal"),
        ("fr", "Tu viens avec votre ami ?", None),
        ("es", "¿Tienes hambre?", "informal"),
        ("es", "¿Tiene usted hambre?", "formal"),
        ("es", "¿Tienen ustedes hambre?", None),
        ("en", "Are you hungry?", None),
    ],
)
def test_register_of(language: str, text: str, register: str | None) -> None:
    assert register_of(text, language) == register


def test_pairs_translate_the_same_sentence() -> None:
    pairs = [
        ("Can you help me?", "Kannst du mir helfen?"),
        ("Can you help me?", "Können Sie mir helfen?"),
        ("Can you see it?", "Siehst du es?"),
        ("It is raining.", "Es regnet."),
    ]
    assert list(register_pairs(pairs, "de")) == [("Können Sie mir helfen?", "Kannst du mir helfen?")]


def test_versions_that_differ_in_more_are_left_out() -> None:
    pairs = [("Help!", "Hilf mir doch, du da drüben!"), ("Help!", "Wären Sie so freundlich?")]
    assert list(register_pairs(pairs, "de")) == []


def test_often_translated_sentences_are_bounded() -> None:
    pairs = [("Go!", f"Warum gehst du schon{mark}") for mark in "!?.…"]
    pairs += [("Go!", f"Warum gehen Sie schon{mark}") for mark in "!?.…"]
    assert len(list(register_pairs(pairs, "de", most=3))) == 3
