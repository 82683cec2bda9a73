"""Where PyTorch's CPU generator stands, as the studio keeps it: 624 words, a position, a spare normal.

PyTorch's own state is a C struct of its memory (ATen, CPUGeneratorImpl.cpp): seed, how many words are
left, whether it is seeded, the next word, the words as 64-bit numbers, then the spare normals."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import torch

WORDS = 624
_HEAD = struct.Struct("<QiiQ")
_WORDS = struct.Struct(f"<{WORDS}Q")
#: normal_x, normal_y, normal_rho, normal_is_valid and its padding; a float normal, and whether it is there.
_TAIL = struct.Struct("<dddi4xf?3x")


@dataclass(frozen=True)
class RandomState:
    """Everything that decides what a generator draws next."""

    words: tuple[int, ...]
    #: How many of the words are used up, 0 to 624.
    position: int
    #: The second of a pair of normals, kept for the next draw of fewer than 16.
    cached_normal: float | None


def random_state(generator: torch.Generator) -> RandomState:
    """A CPU generator's state, as a copy."""
    raw = bytes(generator.get_state().tolist())
    _seed, left, _seeded, following = _HEAD.unpack_from(raw, 0)
    words = _WORDS.unpack_from(raw, _HEAD.size)
    _x, normal, _rho, is_valid, _float, _is_float = _TAIL.unpack_from(raw, _HEAD.size + _WORDS.size)
    # With one left the words are renewed before the next draw, wherever it stands.
    position = WORDS if left == 1 else following
    return RandomState(words, position, normal if is_valid else None)


def set_random_state(generator: torch.Generator, state: RandomState) -> None:
    """Lets a CPU generator go on from there. PyTorch refuses words or a position that can't be."""
    raw = bytearray(generator.get_state().tolist())
    seed = _HEAD.unpack_from(raw, 0)[0]
    _HEAD.pack_into(raw, 0, seed, WORDS + 1 - state.position, 1, state.position)
    _WORDS.pack_into(raw, _HEAD.size, *state.words)
    normal = state.cached_normal
    spare = 0.0 if normal is None else normal
    _TAIL.pack_into(
        raw, _HEAD.size + _WORDS.size, 0.0, spare, 0.0, int(normal is not None), 0.0, False
    )
    generator.set_state(torch.tensor(list(raw), dtype=torch.uint8))


def pick(count: int, generator: torch.Generator) -> int:
    """One of so many; draws no number where there is but one."""
    return int(torch.randint(count, (1,), generator=generator)) if count > 1 else 0


def chance(probability: float, generator: torch.Generator) -> bool:
    return torch.empty(1).uniform_(0, 1, generator=generator).item() < probability
