"""Spans become copy-tokens on both sides, or the pair is left alone."""

from __future__ import annotations

import random
import re

import pytest

from models.data.copy_tokens import (
    COUNT,
    SPAN,
    character,
    has_copy_token,
    protect_pair,
    protect_text,
    replace_shared_words,
)

A, B, C = character(0), character(1), character(2)


@pytest.mark.parametrize(
    "span",
    [
        *["`x = 1`", "``a b``", "{name}", "{0}", "${home}", "{{ title }}", "%s", "%1$d", "%(count)d", "%.2f"],
        *["<b>", "</b>", '<a href="x">', "<br/>", "&nbsp;", "https://example.org/a?b=c#d"],
    ],
)
def test_spans_are_found_whole(span: str) -> None:
    assert SPAN.findall(f"Open {span} now.") == [span]


@pytest.mark.parametrize("text", ["50% sure", "a < b and c > d", "AT&T", "{ not a name }", "100%.", "That's all."])
def test_prose_is_not_protected(text: str) -> None:
    assert protect_text(text) == text


def test_link_leaves_the_full_stop() -> None:
    assert protect_text("See https://example.org/x.") == f"See {A}."


def test_numbers_follow_the_source() -> None:
    pair = protect_pair("Copy {from} to {to}.", "Nach {to} wird {from} kopiert.")
    assert pair == (f"Copy {A} to {B}.", f"Nach {B} wird {A} kopiert.")


def test_repeated_spans_are_matched_in_order() -> None:
    pair = protect_pair("%s of %s: {x}", "{x}: %s von %s")
    assert pair == (f"{A} of {B}: {C}", f"{C}: {A} von {B}")


def test_first_number_may_be_later() -> None:
    assert protect_pair("{a} {b}", "{b} {a}", first=30) == (
        f"{character(30)} {character(31)}",
        f"{character(31)} {character(30)}",
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [("Use `x`.", "Nimm `y`."), ("%s and %s", "%s"), ("plain", "mit {spur}")],
)
def test_sides_with_different_spans_are_refused(source: str, target: str) -> None:
    assert protect_pair(source, target) is None


def test_more_spans_than_copy_tokens_are_refused() -> None:
    fits = " ".join(f"{{v{i}}}" for i in range(COUNT))
    assert protect_pair(fits, fits) is not None
    assert protect_pair(fits, fits, first=1) is None
    assert protect_pair(f"{fits} {{more}}", f"{fits} {{more}}") is None


def test_text_without_spans_is_unchanged() -> None:
    assert protect_pair("Good day.", "Guten Tag.") == ("Good day.", "Guten Tag.")


def test_shared_words_become_the_same_copy_token() -> None:
    rng = random.Random(1)
    for _ in range(50):
        replaced = replace_shared_words("Yesterday Tom met Maria", "Gestern traf Tom Maria", rng, names_only=True)
        assert replaced is not None
        source, target = replaced
        found = [c for c in source if has_copy_token(c)]
        assert found
        assert sorted(found) == sorted(c for c in target if has_copy_token(c))
        assert found == sorted(found)
        assert "Yesterday" in source


def test_words_that_only_one_side_has_stay() -> None:
    assert replace_shared_words("Good day", "Guten Tag", random.Random(1)) is None
    assert replace_shared_words("Tom and Tom", "Tom und Tom", random.Random(1), names_only=True) is None


def test_every_copy_token_gets_training_rows() -> None:
    rng = random.Random(2)
    text = "one two three four"
    seen = set()
    for _ in range(2000):
        replaced = replace_shared_words(text, text, rng)
        assert replaced is not None
        seen |= set(re.findall(f"[{character(0)}-{character(COUNT - 1)}]", replaced[0]))
    assert len(seen) == COUNT


def test_character_outside_the_range() -> None:
    with pytest.raises(ValueError, match="copy-tokens"):
        character(COUNT)
