"""Prompts with weights, changes on the way and any length: what AUTOMATIC1111's web UI computes of them,
written plainly for one prompt at a time.

Its grammar has no package of its own. Each rule here is one sentence of its documentation ("Attention/
emphasis", "Prompt editing", "Alternating Words", "Infinite prompt length", "BREAK keyword") and of
what the program does in its defaults: 75 tokens to a chunk, a comma within the last 20 of them ends
it, and the mean of a chunk's states stays what it was before they were weighted.
"""

from __future__ import annotations

import re

import torch

ROOM, REACH = 75, 20


def emphasis(prompt: str) -> list[tuple[str, float] | None]:
    """Letters with their weights, letter by letter and then joined; None for `BREAK`. Brackets must
    close."""
    letters, stack, i = [], [], 0
    while i < len(prompt):
        number = re.compile(r":\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)").match(prompt, i)
        sign = prompt[i]
        if number and stack and stack[-1][0] == "(":
            start = stack.pop()[1]
            letters[start:] = [(a, w * float(number[1])) for a, w in letters[start:]]
            i = number.end()
            continue
        if sign == "\\" and i + 1 < len(prompt):
            letters.append((prompt[i + 1], 1.0))
            i += 2
            continue
        if sign in "([":
            stack.append((sign, len(letters)))
        elif sign in ")]":
            start = stack.pop()[1]
            factor = 1.1 if sign == ")" else 1 / 1.1
            letters[start:] = [(a, w * factor) for a, w in letters[start:]]
        else:
            letters.append((sign, 1.0))
        i += 1
    parts: list[list] = []
    for letter, weight in letters:
        if parts and parts[-1][1] == weight:
            parts[-1][0] += letter
        else:
            parts.append([letter, weight])
    result: list[tuple[str, float] | None] = []
    for text, weight in parts:
        for k, piece in enumerate(re.split(r"\s*\bBREAK\b\s*", text)):
            if k:
                result.append(None)
            if piece:
                result.append((piece, weight))
    return result


def chunks(tokenizer, prompt: str) -> list[list[tuple[int, float]]]:
    """Ids and weights, at most ROOM to a chunk."""
    (comma,) = tokenizer(",", add_special_tokens=False).input_ids
    done, chunk = [], []
    for part in emphasis(prompt):
        if part is None:
            done.append(chunk)
            chunk = []
            continue
        for token in tokenizer(part[0], add_special_tokens=False).input_ids:
            if len(chunk) == ROOM:
                commas = [k for k, (known, _) in enumerate(chunk) if known == comma]
                moved = []
                if token != comma and commas and len(chunk) - commas[-1] <= REACH:
                    chunk, moved = chunk[: commas[-1] + 1], chunk[commas[-1] + 1 :]
                done.append(chunk)
                chunk = moved
            chunk.append((token, part[1]))
    return [*done, chunk] if chunk or not done else done


@torch.no_grad()
def states(tokenizer, text_encoder, prompt: str, count: int = 0) -> torch.Tensor:
    """Text states [1, chunks · 77, width]; at least `count` chunks, the last ones of an empty prompt."""
    parts = chunks(tokenizer, prompt)
    parts += [[]] * (count - len(parts))
    encoded = []
    for part in parts:
        ids = [tokenizer.bos_token_id, *(token for token, _ in part), tokenizer.eos_token_id]
        ids += [tokenizer.pad_token_id] * (ROOM + 2 - len(ids))
        weights = torch.ones(ROOM + 2)
        weights[1 : len(part) + 1] = torch.tensor([weight for _, weight in part])
        plain = text_encoder(torch.tensor([ids])).last_hidden_state
        weighted = plain * weights[None, :, None]
        # Means of states lie near nothing: in single precision their ratio has few digits.
        encoded.append(weighted * (plain.double().mean() / weighted.double().mean()).float())
    return torch.cat(encoded, 1)
