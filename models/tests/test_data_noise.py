"""The noise generator: errors, but only such as can be put right."""

from __future__ import annotations

import random

import pytest

from models.data import noise
from models.data.confusions import CONFUSIONS, KEYBOARDS, NEIGHBOURS_EN
from models.data.copy_tokens import character

SENTENCES = {
    "en": "They're going to the theatre with Anna, but she doesn't know whether it's open.",
    "de": "Der Bäcker weiß, dass die größeren Brötchen morgen früher fertig sind.",
    "fr": "Où est-ce que tu as trouvé la clé de la maison, à côté de l'église ?",
    "es": "¿Cuándo llegará el próximo tren? Mi hermano está esperándolo aquí, señor.",
    "zh": "我们昨天在学校里见到了他的老师，大家都很高兴。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_noise_changes_a_sentence_and_keeps_most_of_it(language: str) -> None:
    clean = SENTENCES[language]
    rng = random.Random(1)
    versions = [noise.add_noise(clean, language, rng) for _ in range(200)]
    assert sum(version != clean for version in versions) > 190
    assert len(set(versions)) > 50
    assert all(abs(len(version) - len(clean)) <= 16 for version in versions)


@pytest.mark.parametrize("language", SENTENCES)
def test_same_seed_same_errors(language: str) -> None:
    first = [noise.add_noise(SENTENCES[language], language, random.Random(seed)) for seed in range(30)]
    again = [noise.add_noise(SENTENCES[language], language, random.Random(seed)) for seed in range(30)]
    assert first == again


@pytest.mark.parametrize("language", SENTENCES)
def test_copy_tokens_survive_in_order(language: str) -> None:
    clean = f"{character(0)} {SENTENCES[language]} {character(1)}"
    rng = random.Random(3)
    for _ in range(300):
        noisy = noise.add_noise(clean, language, rng)
        assert [c for c in noisy if c >= character(0) and c <= character(31)] == [character(0), character(1)]


@pytest.mark.parametrize("text", ["", "?!", "42", character(0)])
def test_text_without_words_comes_back(text: str) -> None:
    rng = random.Random(1)
    for language in SENTENCES:
        for _ in range(20):
            result = noise.add_noise(text, language, rng)
            assert result.strip() or not text


def test_slip_uses_the_keyboard_of_the_language() -> None:
    rng = random.Random(1)
    for _ in range(100):
        word = noise.slip("zzzz", "de", rng)
        changed = [c for c in word if c != "z"]
        assert len(changed) == 1
        assert changed[0] in KEYBOARDS["de"]["z"]
    assert "y" not in NEIGHBOURS_EN["z"]


def test_accents_are_lost_and_nothing_else() -> None:
    rng = random.Random(1)
    versions = {noise.strip_accents("Die Größe überrascht mich", "de", rng) for _ in range(100)}
    assert "Die Grosse überrascht mich" in versions
    assert "Die Größe ueberrascht mich" in versions
    assert noise.strip_accents("no accents", "en", rng) == "no accents"


def test_double_letters_are_also_halved() -> None:
    rng = random.Random(1)
    assert "leter" in {noise.double_letter("letter", "en", rng) for _ in range(50)}


def test_confusion_keeps_the_capital() -> None:
    assert noise.confuse("Your late", "en", random.Random(1)) == "You're late"


def test_spanish_opening_mark_is_dropped() -> None:
    rng = random.Random(1)
    assert "Qué?" in {noise.change_punctuation("¿Qué?", "es", rng) for _ in range(50)}


def test_chinese_particles_are_confused() -> None:
    rng = random.Random(1)
    assert {noise.confuse("的", "zh", rng) for _ in range(50)} == {"得", "地"}


def test_a_word_is_never_confused_with_itself() -> None:
    for table in CONFUSIONS.values():
        for word, others in table.items():
            assert others
            assert word not in others
