"""Tokens of draft tables: splitting, joiners, slots, and back to text (docs/drafts-format.md, sections 4 and 5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import regex

JOINER = "\uffed"
SLOT_X = "⦅x⦆"
SLOT_N = "⦅n⦆"
_LETTER = r"(?!\p{Script=Han})\p{L}(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])*"
_SLOT_X = (
    r"[\uE000-\uE01F]",
    r"`[^`\n]+`",
    r"https?://[^\s<>()\[\]\"'，。）]+[^\s<>()\[\]\"'，。）.,;:!?]",
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    r"</?[A-Za-z][^<>\n]*>",
    r"\{\{[^{}\n]*\}\}",
    r"\$\{[^{}\n]*\}",
    r"\{[^{}\s]*\}",
    r"%\([A-Za-z_]+\)[sdifr]",
    r"%(?:[0-9]+\$)?[sdifux@](?![A-Za-z])",
    r"%[0-9]+(?![0-9%])",
    r"&(?:[a-z]+|#[0-9]+);",
    r"[A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+(?:\(\))?",
    r"[A-Za-z][A-Za-z0-9]*\(\)",
    r"[A-Za-z][A-Za-z0-9]*(?:(?:::|->)[A-Za-z][A-Za-z0-9]*)+(?:\(\))?",
    r"(?<![\p{L}\p{N}\p{Co}-])--?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*",
)
_WORDS = {
    "en": rf"{_LETTER}(?:'(?!s(?!\p{{L}}))\p{{L}}+)*|(?<=\p{{L}})'s(?!\p{{L}})",
    "fr": rf"{_LETTER}'(?=\p{{L}})|{_LETTER}",
}
_OTHER_WORDS = rf"{_LETTER}(?:'\p{{L}}+)*"
_SPACES = regex.compile("[\u00a0\u2007\u2009\u200a\u202f\u3000]")
_NOTHING = regex.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\uffed]")
_SINGLE_QUOTES = regex.compile("[‘’ʼ]")
_DOUBLE_QUOTES = regex.compile("[“”„‟]")
_INNER_APOSTROPHE = regex.compile(r"(?<=\p{L})[’ʼ](?=\p{L})")
_SOLID = regex.compile(r"[\p{L}\p{M}\p{N}]")
_FULL = regex.compile(r"\p{Script=Han}|[\u3001-\u303f\uff01-\uff60]")
_HAN = regex.compile(r"\p{Script=Han}")
_FIRST_LETTER = regex.compile(r"\p{L}")
_FRENCH_BEFORE = regex.compile(r" (?=[?!;:»])")
_FRENCH_AFTER = regex.compile(r"(?<=«) ")

_PATTERNS: dict[str, regex.Pattern[str]] = {}


def _pattern(language: str) -> regex.Pattern[str]:
    if language not in _PATTERNS:
        words = _WORDS.get(language, _OTHER_WORDS)
        _PATTERNS[language] = regex.compile(
            rf"(?P<x>{'|'.join(_SLOT_X)})|(?P<mixed>[0-9]+\p{{L}}[\p{{L}}\p{{M}}\p{{N}}]*)"
            rf"|(?P<n>[0-9]+(?:[.,:][0-9]+)*)|(?P<han>\p{{Script=Han}}+)|(?P<word>{words})|(?P<sign>\.{{2,}}|\S)"
        )
    return _PATTERNS[language]


class Token(NamedTuple):
    """`word` as in the vocabulary (slots as ⦅x⦆, with joiners), `text` as it stands in the sentence."""

    word: str
    text: str

    @property
    def slot(self) -> str:
        """`x`, `n` or nothing."""
        bare = self.word.strip(JOINER)
        return bare[1] if bare in (SLOT_X, SLOT_N) else ""


def normalise(text: str) -> str:
    """Composed characters, plain spaces, and one apostrophe inside words."""
    text = _NOTHING.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    return str(_INNER_APOSTROPHE.sub("'", text))


def key(word: str) -> str:
    """The form by which source words are compared: lower case, plain quotes."""
    return str(_DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", word.lower())))


def is_full(character: str) -> bool:
    """A character that is written without spaces around it: Han and wide punctuation."""
    return _FULL.match(character) is not None


def _solid(token: str, slot: str, edge: int) -> bool:
    return bool(slot) or _SOLID.match(token[edge]) is not None


def tokenise(text: str, language: str, cut: Callable[[str], list[str]]) -> list[Token]:
    """Tokens of a sentence with joiners, in the case of the text. `cut` splits a run of Han characters into words."""
    pieces: list[tuple[str, str, int, int]] = []  # text, slot, start, end
    text = normalise(text)
    for match in _pattern(language).finditer(text):
        found, start = match.group(), match.start()
        if match.lastgroup == "han":
            for word in cut(found):
                pieces.append((word, "", start, start + len(word)))
                start += len(word)
        elif match.lastgroup == "n":
            pieces.append((found, "n" if sum(c.isdigit() for c in found) > 1 else "", start, match.end()))
        else:
            pieces.append((found, "x" if match.lastgroup == "x" else "", start, match.end()))
    left, right = [""] * len(pieces), [""] * len(pieces)
    for i in range(1, len(pieces)):
        (before, slot_before, _, end), (after, slot_after, start, _) = pieces[i - 1], pieces[i]
        if end != start or is_full(before[-1]) or is_full(after[0]):
            continue
        if _solid(after, slot_after, 0) and not _solid(before, slot_before, -1):
            right[i - 1] = JOINER
        else:
            left[i] = JOINER
    symbol = {"x": SLOT_X, "n": SLOT_N}
    return [Token(left[i] + symbol.get(slot, word) + right[i], word) for i, (word, slot, _, _) in enumerate(pieces)]


def longest_match(words: set[str], longest: int = 8) -> Callable[[str], list[str]]:
    """Cut Han runs at the longest word of `words` from the left, else at one character."""

    def cut(run: str) -> list[str]:
        out, place = [], 0
        while place < len(run):
            size = min(longest, len(run) - place)
            while size > 1 and run[place : place + size] not in words:
                size -= 1
            out.append(run[place : place + size])
            place += size
        return out

    return cut


def han_words(words: list[str]) -> set[str]:
    """The words of a vocabulary that consist of Han characters alone."""
    return {word for word in words if all(_HAN.match(c) for c in word)}


#: Words that may stand twice in a row.
_REPEATABLE = frozenset({"nous", "vous", "die", "der", "das", "sie", "that", "had"})


def without_doubles(phrases: list[list[Token]], source: list[Token]) -> list[Token]:
    """The tokens of all phrases; a word that the next phrase begins with anew is taken away."""
    if any(one.text.lower() == other.text.lower() for one, other in pairwise(source)):
        return [token for phrase in phrases for token in phrase]
    shown: list[Token] = []
    for phrase, after in zip(phrases, [*phrases[1:], []], strict=True):
        again = phrase and after and _said_again(phrase[-1], after[0])
        shown += phrase[:-1] if again else phrase
    return shown


def _said_again(last: Token, first: Token) -> bool:
    if last.slot or first.slot or JOINER in last.word or JOINER in first.word:
        return False
    if all(_HAN.match(c) for c in last.word + first.word):
        return first.word.startswith(last.word)
    lower = last.word.lower()
    spelled = len(lower) > 1 and regex.fullmatch(r"\p{L}+", lower) is not None
    return spelled and lower == first.word.lower() and lower not in _REPEATABLE


def join(tokens: list[Token], language: str, source: str, han_spacing: bool) -> str:
    """The text of target tokens, cased after `source`."""
    parts: list[str] = []
    starts: list[bool] = []
    capital = False
    for i, token in enumerate(tokens):
        bare = token.text if token.slot else token.word.strip(JOINER)
        if capital and not token.slot:
            bare = bare[:1].upper() + bare[1:]
        spaced = i > 0 and _spaced(tokens[i - 1], token, han_spacing)
        parts.append((" " if spaced else "") + bare)
        starts.append(bool(token.slot))
        capital = (
            token.word.strip(JOINER) in (".", "!", "?")
            and i + 1 < len(tokens)
            and _spaced(token, tokens[i + 1], han_spacing)
        )
    return _cased(parts, starts, language, source)


def _spaced(before: Token, after: Token, han_spacing: bool) -> bool:
    if before.word.endswith(JOINER) or after.word.startswith(JOINER):
        return False
    left = before.text[-1] if before.slot else before.word.strip(JOINER)[-1]
    right = after.text[0] if after.slot else after.word.strip(JOINER)[0]
    if is_full(left) and is_full(right):
        return False
    if is_full(left) or is_full(right):
        han, other = (left, right) if is_full(left) else (right, left)
        slot = after.slot if is_full(left) else before.slot
        return han_spacing and _HAN.match(han) is not None and (bool(slot) or _SOLID.match(other) is not None)
    return True


def _cased(parts: list[str], slots: list[bool], language: str, source: str) -> str:
    letters = [c for c in source if _FIRST_LETTER.match(c)]
    runs = [run for run in regex.findall(r"\p{L}+", source) if len(run) > 1]
    if sum(map(len, runs)) > 1 and all(run == run.upper() and run != run.lower() for run in runs):
        parts = [part if slot else part.upper() for part, slot in zip(parts, slots, strict=True)]
    text = "".join(parts)
    if letters and letters[0] != letters[0].lower() and not (slots and slots[0]):
        match = _FIRST_LETTER.search(text)
        if match and match.start() <= 2:
            text = text[: match.start()] + match.group().upper() + text[match.end() :]
    if language == "fr":
        text = _FRENCH_AFTER.sub("\u00a0", _FRENCH_BEFORE.sub("\u00a0", text))
    return text
