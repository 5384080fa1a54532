"""Spelling: words that no lexicon knows, and what the model takes them for. It comes before revision (`revise.py`).

1. The text is cut at its spaces. Without more ado nothing is corrected where the tokens of the parts are not those of
   the whole. A part that is one word with or without signs around it is looked up; the lexicon is the one that knows
   most of these words (ties: the first), and at least half of them.
2. What may stand for a word (its options, besides itself):
   * A word that the lexicon does not know: the lexicon's suggestions in the word's letter case. It must have SHORTEST
     to LONGEST letters, at most one of them, the first, a capital, and, unless it begins the text or the language
     writes nouns so (German), none.
   * A known word with no capital but the first letter: the known words that differ in their accents only, and those
     that the lexicon says it is taken for.
   * A word that repeats the one before it, with nothing between: nothing.
   * The first word of a text of at least LEAST_WORDS words that ends as a sentence does, without a capital: each of its
     options, itself included, also with one.
3. The tokens of the part are replaced by as many masks as each option has; all else stays. One pass gives the
   log-probability of every option's tokens. An option's score is their rounded sum, plus `frequency_weight` times its
   frequency in the lexicon (0 for an unknown word), plus, for an unknown word, `accents` if only accents differ, else
   minus `ending` if the change lies within the last ENDING letters: there it is more often another form of the word,
   which the lexicon does not know, than a slip. `confused` is taken off for a known word that is not just accented
   otherwise. `capital` is added for a capital at the beginning. Leaving a repeated word out has the frequency of
   that word, minus `repeated`.
4. The best option (ties: the earlier, the word itself being the first) replaces the word if its score is at least
   `margin` above the word's own, for a known word `known_margin`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import torch

from models.architecture.instruct_model import InstructModel
from models.decoding.encoded import EncodedSources, refine
from models.decoding.scores import rounded
from models.text.lexicon import CHUNK, Lexicon, Suggestion

SHORTEST, LONGEST = 3, 24
LEAST_WORDS = 3
_SENTENCE_END = (".", "!", "?", "…")
#: How many letters at its end make another form of a word.
ENDING = 2
#: Suggestions that the model is asked about, at most.
MOST = 6
CAPITALISED_LANGUAGES = frozenset({"de"})

Encode = Callable[[str], list[int]]


@dataclass(frozen=True)
class SpellingSettings:
    """The `spelling` part of a manifest."""

    margin: float
    known_margin: float
    frequency_weight: float
    accents: float
    ending: float
    capital: float
    confused: float
    repeated: float


@dataclass(frozen=True)
class Token:
    """A token of a corrected text; `score` is None for one of the text itself."""

    id: int
    score: float | None = None


@dataclass(frozen=True)
class _Option:
    ids: list[int]
    prior: float


@dataclass(frozen=True)
class _Suspect:
    """Part `part` of a text, the tokens start..end; the first option is the word as it stands."""

    part: int
    start: int
    end: int
    margin: float
    options: list[_Option]


def choose_lexicon(words: Sequence[str], lexicons: Sequence[Lexicon]) -> Lexicon | None:
    """The lexicon that knows most of the words; None if none knows half of them."""
    counts = [sum(lexicon.knows(word) for word in words) for lexicon in lexicons]
    most = max(counts, default=0)
    return lexicons[counts.index(most)] if most * 2 >= len(words) and most > 0 else None


def may_be_misspelt(word: str, lexicon: Lexicon, *, first: bool) -> bool:
    """True if an unknown word may be misspelt, and is no name or abbreviation. `first`: it begins the text."""
    if not SHORTEST <= len(word) <= LONGEST or word[1:] != word[1:].lower():
        return False
    return first or word[0] == word[0].lower() or lexicon.language in CAPITALISED_LANGUAGES


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:]


def differs_at_end(word: str, other: str) -> bool:
    """True if two words differ within their last letters only."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return same >= max(len(word), len(other)) - ENDING


class Speller:
    """Corrects the spelling of texts with a model whose sources are encoded already."""

    def __init__(
        self,
        model: InstructModel,
        settings: SpellingSettings,
        lexicons: Sequence[Lexicon],
        encode: Encode,
        decode: Callable[[list[int]], str],
        *,
        longest: int,
    ) -> None:
        """`longest`: most target tokens."""
        self.model, self.settings, self.lexicons, self.longest = model, settings, lexicons, longest
        self.encode, self.decode = encode, decode

    def correct(self, sources: EncodedSources, owner: int, text: list[int]) -> tuple[list[Token], int]:
        """The text's tokens, those of misspelled words replaced, and the number of passes."""
        suspects = self._suspects(text)
        tokens = [Token(id) for id in text]
        if not suspects:
            return tokens, 0
        rows = [(s, count) for s in suspects for count in sorted({len(option.ids) for option in s.options} - {0})]
        masks = [self._masked(text, suspect, count) for suspect, count in rows]
        tables = dict(zip([(s.part, count) for s, count in rows], self._tables(sources, owner, masks), strict=True))
        for suspect in reversed(suspects):
            best = self._best(suspect, tables)
            if best is not None:
                tokens[suspect.start : suspect.end] = best
        return tokens, 1

    def _suspects(self, text: list[int]) -> list[_Suspect]:
        parts = self.decode(text).split(" ")
        ids = [self.encode(part) for part in parts]
        if [token for part in ids for token in part] != text:
            return []
        words = [match and match.group(2) for match in map(CHUNK.fullmatch, parts)]
        lexicon = choose_lexicon([word for word in words if word], self.lexicons)
        found, start = [], 0
        sentence = len(parts) >= LEAST_WORDS and parts[-1].endswith(_SENTENCE_END)
        for i, (part, word, own) in enumerate(zip(parts, words, ids, strict=True)):
            if lexicon and word:
                options = self._options(part, word, lexicon, first=i == 0, sentence=sentence and i == 0)
                if i > 0 and part == word and parts[i - 1].lower() == part.lower():
                    options.append(_Option([], options[0].prior - self.settings.repeated))
                longest = len(text) - len(own) + max(len(option.ids) for option in options)
                if len(options) > 1 and longest <= self.longest:
                    known = lexicon.knows(word)
                    margin = self.settings.known_margin if known else self.settings.margin
                    found.append(_Suspect(i, start, start + len(own), margin, options))
            start += len(own)
        return found

    def _options(self, part: str, word: str, lexicon: Lexicon, *, first: bool, sentence: bool) -> list[_Option]:
        words = [(word, self.settings.frequency_weight * lexicon.frequency(word))]
        capital = word[0] != word[0].lower()
        for suggestion in self._suggestions(word, lexicon, first=first):
            spelt = _capitalised(suggestion.word) if capital else suggestion.word
            words.append((spelt, self._prior(word, suggestion, known=lexicon.knows(word))))
        if sentence and word == word.lower():
            words += [(_capitalised(spelt), prior + self.settings.capital) for spelt, prior in words]
        return [_Option(self.encode(part.replace(word, spelt, 1)), prior) for spelt, prior in words]

    @staticmethod
    def _suggestions(word: str, lexicon: Lexicon, *, first: bool) -> list[Suggestion]:
        if lexicon.knows(word):
            return lexicon.alternatives(word, MOST) if word[1:] == word[1:].lower() else []
        return lexicon.suggest(word, MOST) if may_be_misspelt(word, lexicon, first=first) else []

    def _prior(self, word: str, suggestion: Suggestion, *, known: bool) -> float:
        settings = self.settings
        prior = settings.frequency_weight * suggestion.frequency
        if known:
            return prior - (0.0 if suggestion.accents else settings.confused)
        if suggestion.accents:
            return prior + settings.accents
        return prior - (settings.ending if differs_at_end(word.lower(), suggestion.word) else 0.0)

    def _masked(self, text: list[int], suspect: _Suspect, count: int) -> list[int]:
        return text[: suspect.start] + [self.model.config.mask_id] * count + text[suspect.end :]

    def _tables(self, sources: EncodedSources, owner: int, rows: list[list[int]]) -> list[torch.Tensor]:
        logits = refine(self.model, sources, [owner] * len(rows), rows)
        return [torch.log_softmax(row, dim=-1) for row in logits]

    def _best(self, suspect: _Suspect, tables: dict[tuple[int, int], torch.Tensor]) -> list[Token] | None:
        """The tokens that replace the word; None if it stays."""
        scored = []
        for option in suspect.options:
            table = tables.get((suspect.part, len(option.ids)))
            places = enumerate(option.ids, suspect.start)
            scores = [] if table is None else [rounded(float(table[place, token])) for place, token in places]
            scored.append((sum(scores) + option.prior, scores))
        best = max(range(len(scored)), key=lambda i: (scored[i][0], -i))
        if best == 0 or scored[best][0] - scored[0][0] < suspect.margin:
            return None
        return [Token(id, score) for id, score in zip(suspect.options[best].ids, scored[best][1], strict=True)]
