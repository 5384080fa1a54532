"""Classification examples: the target is the label word."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from models.data.copy_tokens import SPAN
from models.data.examples import Context, TextExample, take
from models.data.instructions import EXTRA_SETS
from models.data.readers import LANGUAGES, Row, read_pairs, read_rows
from models.data.rewrite import mined_registers

_POSITIVE = "joy trust admiration approval gratitude amusement love optimism excitement pride relief caring"
_NEGATIVE = "anger sadness fear disgust annoyance disapproval disappointment remorse embarrassment grief nervousness"
POLARITY = dict.fromkeys(_POSITIVE.split(), "positive")
POLARITY |= dict.fromkeys(_NEGATIVE.split(), "negative")
POLARITY |= {label: label for label in ("neutral", "positive", "negative")}

EMOTION_FILES = ("emotion_xed", "emotion_brighter", "emotion_go")
#: Pidgin headlines are close to English and the largest part of the news topics that a reader of English follows.
TOPIC_LANGUAGES = ("en", "fr", "pcm")
#: Words of the encyclopedic topics that the set of topics has too; the others stand in lists only.
#: Of encyclopedic topics: many sentences in our own languages are held out, and a pretrained model carries over.
TOPIC_RELATIVES = (*LANGUAGES, "it", "pt", "ca", "gl", "nl", "sv", "da", "nb", "ro", "zh_Hant", "ja")
#: Of feelings: those that the vocabulary was made for too.
SENTIMENT_LANGUAGES = (*LANGUAGES, "it", "pt")
ENCYCLOPEDIC = {"science/technology": "technology"}
#: Share of rows asked with `Classify: ...` and a drawn list instead of the set's own instruction.
GENERIC = 0.35
SENTENCES_PER_LANGUAGE = 6_000
FRAGMENTS_PER_LANGUAGE = 7_000
MINED_REGISTERS = 3_000
FACTUAL = 700
#: Requests to assistants, by their intent; those of `scenario` are the coarse labels of the same requests.
INTENT_TASKS = ("intent_clinc150", "intent_hwu64", "intent_snips", "intent_banking77")
#: Lists of labels for each of them.
INTENT_LISTS = 400
_WITHOUT_SPACES = ("zh", "ja")


def classification_examples(context: Context) -> Iterator[TextExample]:
    """All training rows for labels."""
    folder = context.data / "classify"
    rng = context.rng("classify")

    def rows(name: str) -> Iterator[Row]:
        return read_rows(folder / f"{name}.train.jsonl.zst")

    collected = [labelled for name in ("sentiment", *EMOTION_FILES) for labelled in _sentiment(rows(name))]
    yield from _asked_twice(context, balanced([*collected, *_factual(context, rng)], rng), rng)
    for name in EMOTION_FILES:
        yield from _listed(context, rows(name), "emotion", rng)
    yield from _asked_twice(context, _languages(context, rng), rng)
    yield from _asked_twice(context, _formality(rows("formality_cls")), rng)
    yield from _asked_twice(context, _mined(context, rng), rng)
    yield from _asked_twice(context, _topics(rows("news_topic"), context), rng)
    encyclopedic = [
        row._replace(output=ENCYCLOPEDIC.get(row.output, row.output)) for row in rows("topic_sib200_FLORES")
    ]
    yield from _asked_twice(context, _topics(encyclopedic, context, TOPIC_RELATIVES), rng)
    yield from _listed(context, encyclopedic, "subject", rng, TOPIC_RELATIVES)
    yield from _listed(context, rows("spam"), "spam", rng)
    yield from _listed(context, rows("commit_type"), "commit", rng)
    yield from _listed(context, (row for row in rows("intent") if row.task == "scenario_hwu64"), "scenario", rng)
    rng = context.rng("classify, further sets")
    judged = _renamed(rows("acceptability"), {"acceptable": "correct", "unacceptable": "wrong"})
    yield from _listed(context, judged, "grammar", rng)
    toned = (row for row in rows("toxicity") if row.task == "toxicity")
    yield from _listed(context, _renamed(toned, {"toxic": "rude", "non-toxic": "polite"}), "tone", rng)
    yield from _listed(context, rows("reading_level"), "reading level", rng)
    yield from _intents(context, rows("intent"), rng)


def classification_dev(context: Context, most: int) -> Iterator[TextExample]:
    """Dev rows of the four label sets, each asked with the set's own instruction."""
    folder = context.data / "classify" / "heldout"

    def rows(name: str) -> Iterator[Row]:
        return read_rows(folder / f"{name}.dev.jsonl.zst")

    found: list[Iterable[Labelled]] = [_sentiment(rows(name)) for name in ("sentiment", *EMOTION_FILES)]
    found += [_formality(rows("formality_cls")), _topics(rows("news_topic"), context)]
    rewrites = list(read_rows(context.data / "rewrite" / "heldout" / "formality.dev.jsonl.zst"))
    found.append(_formality(Row("", row.language, row.output, row.task[3:], "") for row in rewrites))
    name = context.table.language_name
    for code in ("de", "fr", "es", "zh", "it", "pt", "ru", "ja"):
        domain = "ui" if code == "it" else "general"
        pairs = list(read_pairs(context.data / "parallel" / "dev" / f"{domain}.en-{code}.tsv.zst"))[:most]
        found.append([("language", code, other, name(code)) for _, other in pairs])
        if code == "de":
            found.append([("language", "en", english, name("en")) for english, _ in pairs])
    for labelled in found:
        for label_set, language, text, label in labelled:
            yield TextExample(text, label, context.table.classify(label_set), f"classify/{label_set}/{language}")


#: (label set, language, text, label)
Labelled = tuple[str, str, str, str]


def _asked_twice(context: Context, labelled: Iterable[Labelled], rng: random.Random) -> Iterator[TextExample]:
    """Each row once, by the set's own instruction or by a list that holds its label."""
    for label_set, language, text, label in labelled:
        group = f"classify/{label_set}/{language}"
        if rng.random() >= GENERIC:
            yield TextExample(text, label, context.table.classify(label_set), group)
            continue
        two_sided = label_set == "sentiment" and label != "neutral" and rng.random() < 0.3
        instruction, word = context.lists.draw("polarity" if two_sided else label_set, label, rng)
        yield TextExample(text, word, instruction, group)


def _listed(
    context: Context, rows: Iterable[Row], label_set: str, rng: random.Random, languages: Sequence[str] = LANGUAGES
) -> Iterator[TextExample]:
    known = set(EXTRA_SETS[label_set])
    for row in rows:
        if row.language in languages and row.output in known:
            instruction, word = context.lists.draw(label_set, row.output, rng)
            name = label_set.replace(" ", "-")
            yield TextExample(row.input, word, instruction, f"classify/listed-{name}/{row.language}")


def _renamed(rows: Iterable[Row], labels: dict[str, str]) -> Iterator[Row]:
    """The rows with those labels, under the words of our own sets."""
    return (row._replace(output=labels[row.output]) for row in rows if row.output in labels)


def _intents(context: Context, rows: Iterable[Row], rng: random.Random) -> Iterator[TextExample]:
    """Intents of English requests: hundreds of labels, each row asked with a few of them."""
    chosen = [row for row in rows if row.language == "en" and row.task in INTENT_TASKS]
    for task in INTENT_TASKS:
        labels = sorted({row.output for row in chosen if row.task == task})
        if len(labels) > 1:
            context.lists.add(task, labels, INTENT_LISTS)
    for row in chosen:
        instruction, word = context.lists.draw(row.task, row.output, rng)
        yield TextExample(row.input, word, instruction, "classify/listed-intent/en")


def _sentiment(rows: Iterable[Row]) -> Iterator[Labelled]:
    """Sentiment and emotion rows; mixed emotions count where all their parts point the same way."""
    for row in rows:
        polarities = {POLARITY.get(part, "") for part in row.output.split(", ")}
        if row.language in SENTIMENT_LANGUAGES and len(polarities) == 1 and "" not in polarities:
            yield "sentiment", row.language, row.input, polarities.pop()


def _factual(context: Context, rng: random.Random) -> Iterator[Labelled]:
    """Encyclopedic sentences as neutral ones: the emotion files hold no neutral rows in French and Spanish."""
    for language in LANGUAGES[1:]:
        for text in take(context.clean[language].get("wiki", []), FACTUAL, rng):
            yield "sentiment", language, text, "neutral"


def balanced(labelled: Iterable[Labelled], rng: random.Random, ratio: float = 1.5) -> list[Labelled]:
    """At most `ratio` times as many rows of a label as of the next frequent one, per language, in random order."""
    by_language: dict[str, dict[str, list[Labelled]]] = {}
    for row in labelled:
        by_language.setdefault(row[1], {}).setdefault(row[3], []).append(row)
    kept: list[Labelled] = []
    for by_label in by_language.values():
        sizes = sorted((len(rows) for rows in by_label.values()), reverse=True)
        most = int(ratio * sizes[min(1, len(sizes) - 1)])
        for rows in by_label.values():
            kept += rng.sample(rows, min(most, len(rows)))
    rng.shuffle(kept)
    return kept


def _formality(rows: Iterable[Row]) -> Iterator[Labelled]:
    for row in rows:
        if row.language in ("de", "fr", "es"):
            yield "formality", row.language, row.input, row.output


def _mined(context: Context, rng: random.Random) -> Iterator[Labelled]:
    for language, pairs in mined_registers(context).items():
        for formal, informal in rng.sample(pairs, min(MINED_REGISTERS, len(pairs))):
            yield "formality", language, formal, "formal"
            yield "formality", language, informal, "informal"


def _topics(rows: Iterable[Row], context: Context, languages: Sequence[str] = TOPIC_LANGUAGES) -> Iterator[Labelled]:
    labels = set(context.table.label_sets["topic"])
    for row in rows:
        if row.language in languages and row.output in labels:
            yield "topic", row.language, row.input, row.output


def _languages(context: Context, rng: random.Random) -> Iterator[Labelled]:
    """Sentences and short fragments in nine languages; a fragment that two languages share is left out."""
    owners: dict[str, tuple[str, set[str]]] = {}
    for code, by_domain in context.clean.items():
        texts = [text for texts in by_domain.values() for text in texts if not SPAN.search(text)]
        general = by_domain.get("general", [])
        # Half of it everyday language where there is any: documentation alone would tie a language to its subject.
        sentences = take(general, SENTENCES_PER_LANGUAGE // 2, rng)
        sentences += take(texts, SENTENCES_PER_LANGUAGE - len(sentences), rng)
        origin = take(general, FRAGMENTS_PER_LANGUAGE // 2, rng)
        origin += take(texts, FRAGMENTS_PER_LANGUAGE - len(origin), rng)
        for text in sentences + [fragment(text, code, rng) for text in origin]:
            if any(c.isalpha() for c in text):
                owners.setdefault(text.casefold(), (text, set()))[1].add(code)
    for key, (text, codes) in sorted(owners.items()):
        if len(codes) == 1:
            code = next(iter(codes))
            # Case tells little about a language, and people type without it.
            yield "language", code, key if rng.random() < 0.15 else text, context.table.language_name(code)


def fragment(text: str, language: str, rng: random.Random) -> str:
    """One to five consecutive words, or two to twelve characters where words are not separated."""
    if language in _WITHOUT_SPACES:
        length = rng.randint(2, 12)
        start = rng.randint(0, max(0, len(text) - length))
        return text[start : start + length].strip()
    words = text.split()
    length = rng.randint(1, 5)
    start = rng.randint(0, max(0, len(words) - length))
    return " ".join(words[start : start + length]).strip(".,;:!?¿¡\"'()")
