"""Prompts as text encoders take them, with a new word's rows where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from transformers import CLIPTokenizer

from weft_runner.errors import RunnerError
from weft_runner.model.nets import Nets, TextEncoder


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


#: A prompt as each of a model's text encoders takes it.
EncodedPrompt = tuple[Encoded, ...]


@dataclass(frozen=True)
class Conditioning:
    """What the U-Net hears of n prompts."""

    #: Hidden states, [n, length, width].
    states: torch.Tensor
    #: XL's state of the whole prompt, [n, width]; None with other models.
    pooled: torch.Tensor | None = None

    @staticmethod
    def joined(parts: Sequence[Conditioning]) -> Conditioning:
        pooled = [part.pooled for part in parts]
        return Conditioning(
            torch.cat([part.states for part in parts]),
            None if pooled[0] is None else torch.cat(pooled),
        )


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


def encode_prompt(nets: Nets, prompt: str, word: Word | None = None) -> EncodedPrompt:
    return tuple(encode(each.tokenizer, prompt, word) for each in nets.encoders)


def initializer_rows(nets: Nets, initializer: str) -> list[torch.Tensor]:
    """Each text encoder's own row of the initialiser, [width]. Raises RunnerError unless it is one token."""
    rows = []
    for each in nets.encoders:
        ids = each.tokenizer.encode(initializer, add_special_tokens=False)
        if len(ids) != 1:
            raise RunnerError(
                "initializer",
                f"The initialiser “{initializer}” is {len(ids)} tokens for this model.",
                "Choose one word that the model knows and that says what kind of thing it is.",
            )
        rows.append(each.net.get_input_embeddings().weight[ids[0]].detach())
    return rows


def conditioning(
    nets: Nets, prompts: Sequence[EncodedPrompt], rows: Sequence[torch.Tensor] | None = None
) -> Conditioning:
    """What the U-Net hears of prompts. `rows` [vectors, width], a tensor for each text encoder, stand where they
    are placed, and the gradient reaches them."""
    answers = [
        _answer(
            each,
            [prompt[i] for prompt in prompts],
            rows[i] if rows is not None else None,
            nets,
        )
        for i, each in enumerate(nets.encoders)
    ]
    if not nets.is_xl:
        return Conditioning(answers[0].last_hidden_state)
    # XL hears both but for their last layers, and the second's own sum of the prompt.
    states = torch.cat([answer.hidden_states[-2] for answer in answers], dim=-1)
    return Conditioning(states, answers[-1].text_embeds)


def _answer(
    encoder: TextEncoder,
    prompts: Sequence[Encoded],
    rows: torch.Tensor | None,
    nets: Nets,
):
    ids = torch.stack([prompt.ids for prompt in prompts]).to(nets.device)
    places = [(n, at, row) for n, prompt in enumerate(prompts) for at, row in prompt.placed]
    if rows is None or not places:
        return encoder.net(ids, output_hidden_states=nets.is_xl)

    def put(_module: torch.nn.Module, _inputs: tuple, output: torch.Tensor) -> torch.Tensor:
        which, at, row = (
            torch.tensor(part, device=output.device) for part in zip(*places, strict=True)
        )
        return output.index_put((which, at), rows[row])

    hook = encoder.net.get_input_embeddings().register_forward_hook(put)
    try:
        return encoder.net(ids, output_hidden_states=nets.is_xl)
    finally:
        hook.remove()


def nothing(nets: Nets) -> Conditioning:
    """What guidance goes away from where no negative prompt is given."""
    told = conditioning(nets, [encode_prompt(nets, "")])
    if not nets.zeros_for_empty:
        return told
    return Conditioning(torch.zeros_like(told.states), torch.zeros_like(told.pooled))
