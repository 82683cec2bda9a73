"""Captions as token ids."""

from __future__ import annotations

import numpy as np
import torch
from nets import MAX_TOKENS
from transformers import CLIPTokenizer


def tokenize(tokenizer: CLIPTokenizer, texts: list[str]) -> torch.Tensor:
    """Token ids int64 [n, MAX_TOKENS], cut and padded as Stable Diffusion does. Tokens never reach
    over spaces, so each word of the captions' few hundred is looked up once."""
    known: dict[str, list[int]] = {}
    start, end = tokenizer.bos_token_id, tokenizer.eos_token_id
    rows = np.full((len(texts), MAX_TOKENS), end, np.int64)
    rows[:, 0] = start
    for row, text in zip(rows, texts, strict=True):
        ids: list[int] = []
        for word in text.split():
            if word not in known:
                known[word] = tokenizer(word, add_special_tokens=False).input_ids
            ids += known[word]
        ids = ids[: MAX_TOKENS - 2]
        row[1 : len(ids) + 1] = ids
    return torch.from_numpy(rows)
