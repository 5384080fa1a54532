"""Compares files before and after a rewrite, by readers that share no code with the extension.

Reads lines of JSON {"format", "before", "after"} and answers each with {"verdict", "at"}: "same", "damaged" with the first
difference, or "unread" where the reader cannot read even the file as it was.
"""

from __future__ import annotations

import json
import sys

from readers import READERS


def compare(format_: str, before: str, after: str) -> dict[str, str]:
    reader = READERS.get(format_)
    if reader is None:
        return {"verdict": "unread", "at": "no reader"}
    try:
        first = reader(before)
    except Exception as error:  # The file was broken before, or is of a dialect.
        return {"verdict": "unread", "at": f"{type(error).__name__}: {error}"[:200]}
    try:
        second = reader(after)
    except Exception as error:
        return {"verdict": "damaged", "at": f"{type(error).__name__}: {error}"[:300]}
    if first == second:
        return {"verdict": "same", "at": ""}
    pairs = zip([*first, "end"], [*second, "end"], strict=False)
    difference = next(((one, two) for one, two in pairs if one != two), ("", ""))
    return {"verdict": "damaged", "at": f"{difference[0]!s:.300} -> {difference[1]!s:.300}"}


def main() -> None:
    sys.setrecursionlimit(20_000)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(compare(job["format"], job["before"], job["after"])), flush=True)


if __name__ == "__main__":
    main()
