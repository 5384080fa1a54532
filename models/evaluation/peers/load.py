"""A peer from a folder, or by its name on the hub."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

from models.evaluation.paper.scorers import ModelFacts
from models.evaluation.peers.errors import PeerError
from models.evaluation.peers.scorer import PeerScorer


def load_peer(
    name: str,
    *,
    device: str = "cpu",
    dtype: str = "float32",
    offline: bool = False,
    length_normalised: bool = False,
) -> PeerScorer:
    """`name`: a folder as `save_pretrained` writes it, or like `bigscience/mt0-xl`. Raises PeerError.

    No code that a repository brings along is ever run. `offline`: only the hub's cache is read.
    """
    options = {"local_files_only": offline or Path(name).is_dir(), "trust_remote_code": False}
    try:
        config = AutoConfig.from_pretrained(name, **options)
        kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        tokenizer = AutoTokenizer.from_pretrained(name, **options)
        model = kind.from_pretrained(name, dtype=getattr(torch, dtype), **options).to(device)
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        raise PeerError(_advice(name, error)) from error
    score = "mean" if length_normalised else "sum of"
    facts = ModelFacts(
        Path(name).name,
        f"transformers, {dtype}",
        f"the prompt alone; {score} log-likelihood of the answer's tokens",
        parameters=sum(parameter.numel() for parameter in model.parameters()),
    )
    return PeerScorer(model, tokenizer, facts, length_normalised=length_normalised)


def _advice(name: str, error: Exception) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if Path(name).is_dir():
        return f"{name} holds no model that can be loaded ({first})"
    return (
        f"the peer {name} could not be loaded: it is no folder here, and could not be read from the hub ({first})."
        " Connect to the internet and leave out --offline, or load it once on another machine and name its folder."
    )
