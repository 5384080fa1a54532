"""Knobs of a training run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingOptions:
    """A run ends when the first of its budgets is used up: minutes, steps or tokens.

    Data from shards: a step has `parts` batches of at most `batch_tokens` padded tokens. Streamed records: `packs`
    packs of `pack_tokens` tokens, computed `micro_packs` at a time on each process.
    """

    minutes: float | None = None
    steps: int | None = None
    tokens: int | None = None
    batch_tokens: int = 4096
    parts: int = 1
    pool_size: int = 8192
    packs: int = 32
    pack_tokens: int = 4096
    micro_packs: int = 1
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.02
    #: Factor of the vocabulary table's learning rate.
    embedding_rate: float = 1.0
    #: Decay of the running average of the weights; 0: none is kept.
    average: float = 0.0
    optimizer: str = "muon"
    warmup_steps: int = 200
    stable_share: float = 0.75
    label_smoothing: float = 0.1
    length_weight: float = 0.1
    source_mask_rate: float = 0.03
    #: Shares of the questions about drafts and texts that are revised (see `questions.py`); 0, 0, 0 is plain CMLM.
    find: float = 0.30
    infill: float = 0.35
    fill: float = 0.30
    #: Share of the batches (of streamed records: of the examples) with solved examples beside the question.
    demonstrations: float = 0.0
    gradient_limit: float = 1.0
    seed: int = 1
    reweight: str = ""
    #: Products in bfloat16, where the device is fast at it.
    autocast: bool = True
    #: Activations are computed again in the backward pass: less memory, a third more time.
    checkpointing: bool = False
    #: Processes that share one copy of the model; None: all of them.
    shards: int | None = None
    log_every: int = 50
    checkpoint_minutes: float = 5.0
    #: Besides the minutes; 0: never.
    checkpoint_steps: int = 0
    dev_minutes: float = 6.0
    #: How often the weights are kept, for figures by training tokens; 0: never.
    snapshot_minutes: float = 0.0
    dev_rows_per_group: int = 40
    #: Of one device in bfloat16; None: by its name.
    peak_teraflops: float | None = None

    def used(self, *, seconds: float, steps: int, tokens: int) -> float:
        """Share of the budget that is used up."""
        shares = [
            seconds / (self.minutes * 60) if self.minutes else 0.0,
            steps / self.steps if self.steps else 0.0,
            tokens / self.tokens if self.tokens else 0.0,
        ]
        return max(shares)
