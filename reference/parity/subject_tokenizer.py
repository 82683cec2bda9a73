"""Token ids of some two hundred prompts by transformers' CLIPTokenizer: from `tokenizer.json`, from `vocab.json` and
`merges.txt` as Stable Diffusion 1.5 has them, and padded as in Stable Diffusion 2."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from prompts import PROMPTS
from tokenizer_files import END, STARTER_TOKENIZER, write_tokenizer
from transformers import CLIPTokenizer


def _encode(tokenizer_folder: Path) -> tuple[int, list[list[int]]]:
    """The id of the padding, and of each prompt the ids without it."""
    logging.getLogger("transformers").setLevel(logging.ERROR)
    tokenizer = CLIPTokenizer.from_pretrained(tokenizer_folder, local_files_only=True)
    length = tokenizer.model_max_length
    padded = tokenizer(list(PROMPTS), padding="max_length", truncation=True, max_length=length)
    ids = []
    for row, mask in zip(padded.input_ids, padded.attention_mask, strict=True):
        used = sum(mask)
        if len(row) != length or set(row[used:]) - {tokenizer.pad_token_id}:
            raise ValueError("a prompt is not padded to its length")
        ids.append(row[:used])
    return tokenizer.pad_token_id, ids


def _differences(ids: list[list[int]], base: list[list[int]]) -> dict[str, list[int]]:
    return {str(i): row for i, row in enumerate(ids) if row != base[i]}


def write(folder: Path) -> None:
    """`expected.json`: prompts, the ids from tokenizer.json, and where those of the others differ, by the prompt's
    number. Ids are cut to each tokenizer's own length and not padded; `padding` is what fills the rest."""
    padding, base = _encode(STARTER_TOKENIZER)
    tokenizers = {"starter": {"padding": padding, "differences": {}}}
    with TemporaryDirectory() as scratch:
        for name, pad_token in (("reduced-sd15", END), ("reduced-sd2", "!")):
            write_tokenizer(Path(scratch) / name, pad_token)
            padding, ids = _encode(Path(scratch) / name)
            tokenizers[name] = {"padding": padding, "differences": _differences(ids, base)}
    expected = {"prompts": PROMPTS, "ids": base, "tokenizers": tokenizers}
    text_form = json.dumps(expected, ensure_ascii=True, separators=(",", ":"))
    (folder / "expected.json").write_text(text_form + "\n")
