"""`stats.md`: what the shards hold."""

from __future__ import annotations

from collections.abc import Mapping

from models.data.shards import Dropped, GroupCount

_HEAD = "| group | rows | tokens | mean text | mean target | with copy-tokens | sampling | dev rows |"


def statistics(
    train: Mapping[str, GroupCount], dev: Mapping[str, GroupCount], weights: Mapping[str, float], dropped: Dropped
) -> str:
    """Markdown: sums per task, then one line per group; lengths in tokens, sampling in percent."""
    tasks: dict[str, GroupCount] = {}
    for name, count in train.items():
        _add(tasks.setdefault(name.split("/")[0], GroupCount()), count)
        _add(tasks.setdefault("all", GroupCount()), count)
    task_weights = {task: sum(w for n, w in weights.items() if n.split("/")[0] == task) for task in tasks}
    task_weights["all"] = sum(weights.values())
    dev_tasks: dict[str, GroupCount] = {}
    for name, count in dev.items():
        _add(dev_tasks.setdefault(name.split("/")[0], GroupCount()), count)
        _add(dev_tasks.setdefault("all", GroupCount()), count)
    lines = ["# Training and dev shards", "", *_table(tasks, dev_tasks, task_weights), ""]
    lines += [
        f"Left out: {dropped.held_out:,} rows that stand in a held-out file, {dropped.repeated:,} repeated rows, "
        f"{dropped.length:,} rows too long, empty, or shortened by more than the length classes can say.",
        "",
        *_table(dict(sorted(train.items())), dev, weights),
    ]
    return "\n".join(lines) + "\n"


def _add(total: GroupCount, part: GroupCount) -> None:
    total.rows += part.rows
    total.text_tokens += part.text_tokens
    total.target_tokens += part.target_tokens
    total.copied += part.copied


def _table(counts: Mapping[str, GroupCount], dev: Mapping[str, GroupCount], weights: Mapping[str, float]) -> list[str]:
    lines = [_HEAD, "|---" + "|--:" * 7 + "|"]
    for name, count in counts.items():
        rows = max(1, count.rows)
        lines.append(
            f"| {name} | {count.rows:,} | {count.text_tokens + count.target_tokens:,} "
            f"| {count.text_tokens / rows:.1f} | {count.target_tokens / rows:.1f} | {count.copied / rows:.1%} "
            f"| {weights.get(name, 0.0):.2%} | {dev[name].rows if name in dev else 0} |"
        )
    return lines
