"""The reference for drafts: a sentence in, its n best translations out (docs/drafts-format.md, sections 4 to 6)."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.drafts.language import UNKNOWN, Language, LanguageModel, canonical
from models.drafts.pair import PairTable
from models.drafts.search import inside, search
from models.drafts.tokens import JOINER, Token, han_words, join, key, longest_match, tokenise, without_doubles

#: Settings of a direction before any tuning.
DEFAULTS: dict[str, Any] = {
    "weights": {"lm": 0.5, "words": 0.2, "phrases": -0.2, "unknown": -4.0, "distortion": -0.1, "orientation": 0.0},
    "distortionLimit": 5,
    "options": 12,
    "stack": 50,
    "beam": 8.0,
}


class Draft(NamedTuple):
    """A translation: its text, score, tokens, and the pair number of each phrase (−1 for unknown words)."""

    text: str
    score: float
    words: list[str]
    pairs: list[int]


class Source(NamedTuple):
    """Source tokens with their canonical ids; −1 for unknown ones."""

    tokens: list[Token]
    ids: list[int]


def model_tuple(model: LanguageModel) -> tuple[Any, ...]:
    """A language model as `search.ngram` takes it: every score looked up."""
    p, b = model.probabilities, model.backoffs
    return (
        *(p[model.unigram], b[model.unigram_backoff], model.bigram_start, model.bigram_word),
        *(p[model.bigram], b[model.bigram_backoff], model.trigram_start, model.trigram_word, p[model.trigram]),
    )


@dataclass(frozen=True)
class Candidates:
    """The options of a sentence, as `search` takes them; `pair` is −1 for unknown words, `place` their token."""

    spans: NDArray[np.int64]
    base: NDArray[np.float64]
    estimate: NDArray[np.float64]
    words: NDArray[np.int64]
    word_start: NDArray[np.int64]
    pair: NDArray[np.int64]
    first: NDArray[np.int64]


class Reader:
    """Tokens and canonical ids of source sentences of a language."""

    def __init__(self, language: Language) -> None:
        self.code = language.code
        self.keys, self.canonical = canonical(language.words)
        self.cut = longest_match(han_words(language.words))

    def __call__(self, text: str) -> Source:
        tokens = tokenise(text, self.code, self.cut)
        return Source(tokens, [self._lookup(token.word) for token in tokens])

    def _lookup(self, word: str) -> int:
        bare = word.strip(JOINER)
        for form in (word, bare, JOINER + bare, bare + JOINER):
            number = self.keys.get(key(form))
            if number is not None:
                return number
        return -1


class Drafter:
    """One direction of a pair file. `settings` replaces those of the file, for tuning."""

    def __init__(self, table: PairTable, source: Language, target: Language, settings: dict[str, Any] | None = None):
        self.source, self.target, self.table = source, target, table
        self.forward = table.a == source.code
        self.settings = settings or table.directions[f"{source.code}-{target.code}"]
        self.lm = model_tuple(target.model)
        self.tokens = Reader(source)
        self.canonical = self.tokens.canonical
        sides = [(table.a_words, table.a_start), (table.b_words, table.b_start)]
        (self._source_words, self._source_start), (self._target_words, self._target_start) = (
            sides if self.forward else sides[::-1]
        )
        self.scores = -table.step * (table.forward if self.forward else table.backward).astype(np.float64)
        self.longest = table.longest
        self.turns = turns_of(table.orientations, self.forward)
        self.index = self._index()

    def _index(self) -> dict[tuple[int, ...], list[int]]:
        """Pairs by canonical source phrase; of equal ones the best score, then the smallest number."""
        found: dict[tuple[int, ...], dict[tuple[int, ...], int]] = {}
        words, starts = self.canonical[self._source_words].tolist(), self._source_start.tolist()
        targets, target_starts = self._target_words.tolist(), self._target_start.tolist()
        for number in range(len(self.table)):
            target = tuple(targets[target_starts[number] : target_starts[number + 1]])
            group = found.setdefault(tuple(words[starts[number] : starts[number + 1]]), {})
            old = group.get(target)
            if old is None or self.scores[number] > self.scores[old]:
                group[target] = number
        return {phrase: sorted(group.values()) for phrase, group in found.items()}

    def candidates(self, source: Source) -> Candidates:
        """Options of every span, best first."""
        w, most = self.settings["weights"], self.settings["options"]
        n = len(source.ids)
        spans = np.zeros((n, self.longest + 1, 2), np.int64)
        rows: list[tuple[float, float, list[int], int, int]] = []
        for i in range(n):
            for size in range(1, min(self.longest, n - i) + 1):
                numbers = self.index.get(tuple(source.ids[i : i + size]), [])
                options = [self._option(number, w) for number in numbers]
                options.sort(key=lambda option: (-option[1], option[3]))
                if size == 1 and not options:
                    base = w["unknown"] + w["words"] * 1 + w["phrases"]
                    options = [(base, base + w["lm"] * self.lm[0][UNKNOWN], [UNKNOWN], -1)]
                spans[i, size] = len(rows), len(rows) + len(options[:most])
                rows += [(*option, i) for option in options[:most]]
        return Candidates(
            spans,
            np.array([row[0] for row in rows]),
            np.array([row[1] for row in rows]),
            np.array([word for row in rows for word in row[2]], np.int64),
            np.cumsum([0, *(len(row[2]) for row in rows)]),
            np.array([row[3] for row in rows], np.int64),
            np.array([row[4] for row in rows], np.int64),
        )

    def _option(self, number: int, w: dict[str, float]) -> tuple[float, float, list[int], int]:
        start, end = int(self._target_start[number]), int(self._target_start[number + 1])
        base = self.scores[number] + w["words"] * (end - start) + w["phrases"]
        estimate = base + w["lm"] * inside(self.lm, self._target_words, start, end)
        return base, estimate, self._target_words[start:end].tolist(), number

    def best(self, text: str, count: int = 1) -> list[Draft]:
        """The `count` best translations with different texts, best first."""
        source = self.tokens(text)
        if not source.ids:
            return [Draft(text, 0.0, [], [])]
        options = self.candidates(source)
        drafts: dict[str, Draft] = {}
        for score, path in self.paths(source, options, count):
            draft = self._draft(text, source, options, score, path)
            drafts.setdefault(draft.text, draft)
            if len(drafts) == count:
                break
        return list(drafts.values()) or [Draft(text, 0.0, [], [])]

    def paths(self, source: Source, options: Candidates, count: int) -> list[tuple[float, list[int]]]:
        """(score, options from left to right), best first; at most 20 · count."""
        w, s = self.settings["weights"], self.settings
        classes = self.table.orientation if self.turns.shape[1] > 1 else np.zeros(len(self.table), np.uint8)
        turn_of = np.where(options.pair < 0, self.turns.shape[1] - 1, classes[options.pair]).astype(np.int64)
        back, option, score, loser, final = search(
            *(len(source.ids), options.spans, options.base, options.estimate, options.words, options.word_start),
            *(turn_of, self.turns, self.lm, w["lm"], w["distortion"], w["orientation"]),
            *(s["distortionLimit"], s["stack"], s["beam"], self.longest),
        )
        return n_best(back.tolist(), option.tolist(), score.tolist(), loser.tolist(), final.tolist(), count)

    def _draft(self, text: str, source: Source, options: Candidates, score: float, path: list[int]) -> Draft:
        phrases: list[list[Token]] = []
        for option in path:
            tokens: list[Token] = []
            phrases.append(tokens)
            place, pair = int(options.first[option]), int(options.pair[option])
            if pair < 0:
                tokens.append(source.tokens[place])
                continue
            size = int(self._source_start[pair + 1] - self._source_start[pair])
            slots = {kind: [t.text for t in source.tokens[place : place + size] if t.slot == kind] for kind in "xn"}
            for word in options.words[options.word_start[option] : options.word_start[option + 1]].tolist():
                spelled = self.target.words[word]
                kind = Token(spelled, "").slot
                tokens.append(Token(spelled, slots[kind].pop(0) if kind else spelled.strip(JOINER)))
        shown = without_doubles(phrases, source.tokens)
        joined = join(shown, self.target.code, text, self.target.han_spacing)
        return Draft(joined, score, [token.word for token in shown], options.pair[path].tolist())


def turns_of(orientations: list[list[float]], forward: bool) -> NDArray[np.float64]:
    """[previous or next, class, monotone/swap/other]: natural logarithms; the last class is that of unknown words."""
    turns = np.full((2, len(orientations) + 1, 3), -1.0)
    for number, (same, right, left, after) in enumerate(orientations):
        before, behind = (right, left) if forward else (left, right)
        for side, (monotone, swap) in enumerate(((same, before), (after, behind))):
            rest = np.log(max(0.01, 1 - np.exp(monotone) - np.exp(swap)))
            turns[side, number] = monotone, swap, rest
    return turns


def n_best(
    back: list[int], option: list[int], score: list[float], loser: list[int], final: list[int], count: int
) -> list[tuple[float, list[int]]]:
    """Paths through the hypotheses, best first: section 6, "N-best"."""

    def chain(h: int) -> list[int]:
        edges = []
        while option[h] >= 0:
            edges.append(h)
            h = back[h]
        return edges

    def losers(h: int) -> list[int]:
        out, h = [], loser[h]
        while h >= 0:
            out.append(h)
            h = loser[h]
        return out

    queue: list[tuple[float, int, list[int], int]] = []
    pushed = 0

    def push(value: float, edges: list[int], changed: int) -> None:
        nonlocal pushed
        heapq.heappush(queue, (-value, pushed, edges, changed))
        pushed += 1

    for h in final:
        push(score[h], chain(h), 1)
        if count > 1:
            for other in losers(h):
                push(score[other], chain(other), 1)
    out: list[tuple[float, list[int]]] = []
    while queue and len(out) < 20 * count:
        value, _, edges, changed = heapq.heappop(queue)
        value = -value
        out.append((value, [option[h] for h in reversed(edges)]))
        if count == 1:
            break
        for place in range(changed, len(edges)):
            for other in losers(edges[place]):
                push(value - score[edges[place]] + score[other], [*edges[:place], *chain(other)], place + 1)
    return out
