"""The sentence pairs that tables are made of: read, kept apart from held-out rows, split into tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from models.data.heldout import HeldOut
from models.data.readers import read_pairs
from models.drafts.tokens import is_full, tokenise

#: Languages whose tables ship with the extension.
LANGUAGES = ("de", "en", "es", "fr", "zh")
#: Most tokens of a side; longer rows align badly.
LONGEST = 80


def pairs_of(languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every pair of languages, both codes in alphabetic order."""
    return [(a, b) for a in languages for b in languages if a < b]


def pair_files(data: Path, a: str, b: str, split: str = "train") -> list[tuple[Path, bool]]:
    """Parallel files of a pair, by name, each with a mark if its columns are (b, a)."""
    parallel = data / "parallel"
    folders = (parallel / split, parallel / "xx" / split)
    found = [
        (path, swapped)
        for folder in folders
        for first, second, swapped in ((a, b, False), (b, a, True))
        for path in folder.glob(f"*.{first}-{second}.tsv.zst")
    ]
    return sorted(found, key=lambda entry: entry[0].name)


def read_rows(data: Path, a: str, b: str, split: str = "train") -> Iterator[tuple[str, str, str]]:
    """(file name, text in a, text in b) of every row of a pair."""
    for path, swapped in pair_files(data, a, b, split):
        name = path.name.split(".")[0]
        for first, second in read_pairs(path):
            yield (name, second, first) if swapped else (name, first, second)


def han_cutter() -> Callable[[str], list[str]]:
    """Cut Han runs by the dictionary of jieba: only for finding the words of the vocabulary."""
    import jieba

    jieba.setLogLevel("ERROR")
    return lambda run: list(jieba.cut(run, HMM=False))


def write_tokens(data: Path, a: str, b: str, held_out: HeldOut, folder: Path) -> int:
    """Write the tokens of a pair, a line a row: `a.txt`, `b.txt`; texts to `rows.tsv`. Returns the number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    cut = han_cutter() if "zh" in (a, b) else list
    seen: set[tuple[str, str]] = set()
    with (
        (folder / "a.txt").open("w", encoding="utf-8") as first,
        (folder / "b.txt").open("w", encoding="utf-8") as second,
        (folder / "rows.tsv").open("w", encoding="utf-8", newline="\n") as rows,
    ):
        for name, x, y in read_rows(data, a, b):
            if (x, y) in seen or x in held_out or y in held_out:
                continue
            seen.add((x, y))
            left = [token.word for token in tokenise(x, a, cut)]
            right = [token.word for token in tokenise(y, b, cut)]
            if not 0 < len(left) <= LONGEST or not 0 < len(right) <= LONGEST:
                continue
            first.write(" ".join(left) + "\n")
            second.write(" ".join(right) + "\n")
            rows.write(f"{name}\t{x}\t{y}\n")
    return len(seen)


def recut(words: list[str], cut: Callable[[str], list[str]]) -> list[str]:
    """`words` with runs of full characters cut anew."""
    out: list[str] = []
    run = ""
    for word in [*words, ""]:
        if word and all(is_full(c) for c in word) and word.isalpha():
            run += word
            continue
        if run:
            out += cut(run)
            run = ""
        if word:
            out.append(word)
    return out
