"""Builds a tiny but real .argosmodel: SentencePiece, CTranslate2 and a zip as argostranslate installs it.

The Transformer is not trained but written down. Encoder and decoder have one layer and one head; every token and every
position is a pair of opposite entries in its own two dimensions. The decoder's step t looks at source position t (query
and key see only the position), takes what stands there (the value sees only the token) and the projection gives the
word that the dictionary holds for it. So the model translates word by word, copies the letters of words it does not
know, and digits, and ends where the source ends. At most 95 pieces a sentence.
"""

from __future__ import annotations

import io
import json
import string
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

POSITIONS = 96


def build(folder: Path, source: str, target: str, words: Mapping[str, str], *, target_prefix: str = "") -> Path:
    """Writes `translate-<source>_<target>.argosmodel`, which translates the words of the mapping one by one."""
    root = f"translate-{source}_{target}-1_0"
    metadata = {"package_version": "1.0", "argos_version": "1.9", "from_code": source, "to_code": target}
    metadata |= {"from_name": source, "to_name": target, "target_prefix": target_prefix}
    pieces = {f"▁{word}" for word in [*words, *words.values()]} | {target_prefix} - {""}
    sentencepiece, tokens = _sentencepiece(pieces)
    spec = _transformer(tokens, words, 1 if target_prefix else 0)
    path = folder / f"translate-{source}_{target}.argosmodel"
    with TemporaryDirectory() as scratch, zipfile.ZipFile(path, "w") as archive:
        spec.save(scratch)
        archive.writestr(f"{root}/metadata.json", json.dumps(metadata))
        archive.writestr(f"{root}/sentencepiece.model", sentencepiece)
        for file in sorted(Path(scratch).iterdir()):
            archive.write(file, f"{root}/model/{file.name}")
    return path


def _sentencepiece(pieces: set[str]) -> tuple[bytes, list[str]]:
    """A model of single characters, with the given pieces on top, and all its pieces."""
    import sentencepiece as spm

    model = io.BytesIO()
    characters = sorted({*string.ascii_letters, *string.digits, *string.punctuation, *"".join(pieces)})
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(characters),
        model_writer=model,
        model_type="char",
        vocab_size=512,
        hard_vocab_limit=False,
        character_coverage=1.0,
        user_defined_symbols=sorted(pieces),
        minloglevel=2,
    )
    processor = spm.SentencePieceProcessor(model_proto=model.getvalue())
    return model.getvalue(), [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def _transformer(tokens: list[str], words: Mapping[str, str], prefix: int) -> Any:
    """`prefix` tokens stand before the translation, so the decoder looks that many positions back."""
    from ctranslate2.specs import TransformerSpec

    vocabulary, width = len(tokens), 2 * (len(tokens) + POSITIONS)
    token_dims, place_dims = slice(0, 2 * vocabulary), slice(2 * vocabulary, width)
    spec = TransformerSpec.from_config(num_layers=1, num_heads=1, pre_norm=True)
    spec.config.add_source_eos = True
    for name in ("source", "target"):
        getattr(spec, f"register_{name}_vocabulary")(tokens)

    embedding = _opposites(vocabulary, 0, width)
    positions = _opposites(POSITIONS, 2 * vocabulary, width)
    spec.encoder.position_encodings.encodings = positions
    spec.decoder.position_encodings.encodings = np.roll(positions, prefix, axis=0)
    nothing = np.zeros((width, width), np.float32)
    see_token, see_place = nothing.copy(), nothing.copy()
    see_token[token_dims, token_dims] = np.eye(2 * vocabulary)
    see_place[place_dims, place_dims] = np.eye(2 * POSITIONS)

    for part, embeddings in ((spec.encoder, spec.encoder.embeddings[0]), (spec.decoder, spec.decoder.embeddings)):
        part.scale_embeddings = False
        embeddings.weight = embedding
        layer = part.layer[0]
        _fill(layer.self_attention.linear[0], np.zeros((3 * width, width), np.float32))
        _fill(layer.self_attention.linear[1], nothing)
        _fill(layer.ffn.linear_0, nothing)
        _fill(layer.ffn.linear_1, nothing)
        for norm in (part.layer_norm, layer.self_attention.layer_norm, layer.ffn.layer_norm):
            _identity(norm, width)

    look = spec.decoder.layer[0].attention
    _identity(look.layer_norm, width)
    _fill(look.linear[0], 10 * see_place)
    _fill(look.linear[1], np.concatenate([see_place, see_token]))
    _fill(look.linear[2], 10 * see_token)

    pieces = {f"▁{word}": f"▁{translation}" for word, translation in words.items()}
    projection = np.zeros_like(embedding)
    for index, token in enumerate(tokens):
        projection[tokens.index(pieces.get(token, token))] += embedding[index]
    _fill(spec.decoder.projection, projection)
    spec.validate()
    return spec


def _opposites(rows: int, start: int, width: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Row i holds 1 and -1: mean zero and equal length, so layer normalisation only scales it."""
    table = np.zeros((rows, width), np.float32)
    for row in range(rows):
        table[row, start + 2 * row : start + 2 * row + 2] = 1, -1
    return table


def _fill(linear: Any, weight: np.ndarray[Any, Any]) -> None:
    linear.weight = weight
    linear.bias = np.zeros(len(weight), np.float32)


def _identity(norm: Any, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)
