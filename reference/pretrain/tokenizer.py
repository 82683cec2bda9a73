"""Makes the starter's tokenizer: CLIP's own kind of byte-pair encoding, over a small vocabulary.

The merges are learnt from the captions of the textile world and from a list of words
that people use in prompts, weighted so that each listed word ends as one token. The
subject token `sks` is in the list and in no caption. The layout is CLIP's: 256 bytes,
256 bytes that end a word, the merges, `<|startoftext|>`, `<|endoftext|>`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import regex
from nets import MAX_TOKENS
from transformers import CLIPTokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from world.captions import caption  # noqa: E402
from world.scene import random_scene  # noqa: E402

START, END = "<|startoftext|>", "<|endoftext|>"
END_OF_WORD = "</w>"
WORD = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
CAPTIONS = 20_000
SUBJECT = "sks"


def byte_symbols() -> list[str]:
    """The printable character that stands for each byte, in CLIP's (and GPT-2's) order."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    return [chr(b) for b in shown] + [chr(256 + i) for i in range(len(hidden))]


def count_words() -> Counter[str]:
    """How often each word counts: captions plus the list of prompt words."""
    rng = np.random.default_rng(5)
    words: Counter[str] = Counter()
    for _ in range(CAPTIONS):
        words.update(WORD.findall(caption(random_scene(rng), rng)))
    assert SUBJECT not in words, "the subject token must occur in no caption"
    for word in WORD.findall((Path(__file__).parent / "vocabulary.txt").read_text()):
        words[word] += 200
    return words


def learn_merges(words: Counter[str]) -> list[tuple[str, str]]:
    """Byte-pair merges, the most frequent pair first, until every word is one token."""
    split = {word: [*word[:-1], word[-1] + END_OF_WORD] for word in sorted(words)}
    merges: list[tuple[str, str]] = []
    while True:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, parts in split.items():
            for pair in zip(parts, parts[1:], strict=False):
                pairs[pair] += words[word]
        if not pairs:
            return merges
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        joined = best[0] + best[1]
        for parts in split.values():
            i = 0
            while i < len(parts) - 1:
                if (parts[i], parts[i + 1]) == best:
                    parts[i : i + 2] = [joined]
                i += 1


def write_tokenizer(folder: Path) -> CLIPTokenizer:
    """Writes the tokenizer's files in the layout of Stable Diffusion's `tokenizer/`."""
    merges = learn_merges(count_words())
    symbols = byte_symbols()
    pieces = [
        *symbols,
        *(s + END_OF_WORD for s in symbols),
        *(a + b for a, b in merges),
        START,
        END,
    ]
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    assert len(vocabulary) == len(pieces)
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=MAX_TOKENS)
    tokenizer.save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    lines = ["#version: 0.2", *(f"{a} {b}" for a, b in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    special = {"bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")
    return tokenizer


if __name__ == "__main__":
    made = write_tokenizer(Path(sys.argv[1]))
    print(len(made), made("a sks african fabric pattern").input_ids)
