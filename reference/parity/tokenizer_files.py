"""The starter's vocabulary in the form that Stable Diffusion's checkpoints were published in: no `tokenizer.json`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

STARTER_TOKENIZER = (
    Path(__file__).resolve().parents[2] / "public" / "models" / "starter" / "tokenizer"
)
#: Number of tokens in it.
VOCABULARY = len(json.loads((STARTER_TOKENIZER / "vocab.json").read_text()))
START, END = "<|startoftext|>", "<|endoftext|>"


def _token(content: str) -> dict:
    return {
        "content": content,
        "lstrip": False,
        "normalized": True,
        "rstrip": False,
        "single_word": False,
    }


def write_tokenizer(folder: Path, pad_token: str) -> None:
    """`vocab.json`, `merges.txt`, and the two files of settings; Stable Diffusion 1.5 pads with the end token,
    2.x with `!`, which only `special_tokens_map.json` says."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("vocab.json", "merges.txt"):
        shutil.copyfile(STARTER_TOKENIZER / name, folder / name)
    named = {"bos_token": _token(START), "eos_token": _token(END), "unk_token": _token(END)}
    typed = {name: {"__type": "AddedToken", **token} for name, token in named.items()}
    config = {
        "add_prefix_space": False,
        "do_lower_case": True,
        "errors": "replace",
        "model_max_length": 77,
        "pad_token": END,
        "tokenizer_class": "CLIPTokenizer",
        **typed,
    }
    settings = {
        "tokenizer_config.json": config,
        "special_tokens_map.json": {**named, "pad_token": pad_token},
    }
    for name, content in settings.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")
