"""Prompts as the text encoder takes them, with a new word's rows where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from transformers import CLIPTokenizer

from weft_runner.errors import RunnerError
from weft_runner.model.nets import Nets


@dataclass(frozen=True)
class Word:
    """A word that the vocabulary lacks, which takes a position for each of its rows."""

    token: str
    vectors: int


@dataclass(frozen=True)
class Encoded:
    """Token ids [length], and the positions at which rows of the word stand: (position, row)."""

    ids: torch.Tensor
    placed: tuple[tuple[int, int], ...] = ()


def encode(tokenizer: CLIPTokenizer, prompt: str, word: Word | None = None) -> Encoded:
    """A prompt's ids, cut and padded to the tokenizer's length; the padding's where a row stands.

    The word is found in either case, as all of CLIP's text is, and what is around it is encoded apart."""
    parts = [prompt] if word is None else re.split(f"({re.escape(word.token)})", prompt, flags=re.I)
    tokens: list[int | tuple[int]] = []
    for i, part in enumerate(parts):
        if i % 2 == 1:
            tokens += [(row,) for row in range(word.vectors)]
        elif part:
            tokens += tokenizer.encode(part, add_special_tokens=False)
    length = tokenizer.model_max_length
    used = tokens[: length - 2]
    padding = tokenizer.pad_token_id
    ids = [padding if isinstance(token, tuple) else token for token in used]
    ids = [tokenizer.bos_token_id, *ids, tokenizer.eos_token_id]
    ids += [padding] * (length - len(ids))
    placed = tuple((i + 1, token[0]) for i, token in enumerate(used) if isinstance(token, tuple))
    return Encoded(torch.tensor(ids), placed)


def initializer_row(nets: Nets, initializer: str) -> torch.Tensor:
    """The text encoder's own row of the initialiser, [width]. Raises RunnerError unless it is one token."""
    ids = nets.tokenizer.encode(initializer, add_special_tokens=False)
    if len(ids) != 1:
        raise RunnerError(
            "initializer",
            f"The initialiser “{initializer}” is {len(ids)} tokens for this model.",
            "Choose one word that the model knows and that says what kind of thing it is.",
        )
    return nets.text_encoder.get_input_embeddings().weight[ids[0]].detach()


def text_states(
    nets: Nets, prompts: Sequence[Encoded], rows: torch.Tensor | None = None
) -> torch.Tensor:
    """Hidden states of prompts, [n, length, width]. `rows` [vectors, width] stand where they are placed,
    and the gradient reaches them."""
    ids = torch.stack([prompt.ids for prompt in prompts]).to(nets.device)
    if rows is None:
        return nets.text_encoder(ids).last_hidden_state
    places = [(n, at, row) for n, prompt in enumerate(prompts) for at, row in prompt.placed]

    def put(_module: torch.nn.Module, _inputs: tuple, output: torch.Tensor) -> torch.Tensor:
        if not places:
            return output
        which, at, row = (
            torch.tensor(part, device=output.device) for part in zip(*places, strict=True)
        )
        return output.index_put((which, at), rows[row])

    hook = nets.text_encoder.get_input_embeddings().register_forward_hook(put)
    try:
        return nets.text_encoder(ids).last_hidden_state
    finally:
        hook.remove()
