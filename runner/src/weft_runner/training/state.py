"""A run between two steps, in a folder as the studio keeps it: `state.json`, and a file of little-endian
32-bit floats for each vector."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import torch
from pydantic import Field, ValidationError

from weft_runner.bundle.parsed import Parsed
from weft_runner.errors import RunnerError
from weft_runner.training.early_stop import Best
from weft_runner.training.randomness import WORDS, RandomState

_BEST = "best theta"
_Word = Annotated[int, Field(ge=0, lt=2**32)]


@dataclass(frozen=True)
class RunState:
    """All that the next steps depend on; vectors lie on the processor."""

    step: int
    vectors: dict[str, torch.Tensor]
    random: RandomState
    best: Best | None


class _Random(Parsed):
    words: tuple[_Word, ...] = Field(min_length=WORDS, max_length=WORDS)
    position: int = Field(ge=0, le=WORDS)
    cached_normal: float | None


class _Best(Parsed):
    step: int = Field(gt=0)
    held_out: float | Literal["NaN", "Infinity", "-Infinity"]
    waited: int = Field(ge=0)
    theta: int = Field(ge=0)


class _Description(Parsed):
    step: int = Field(gt=0)
    vectors: dict[Annotated[str, Field(pattern=r"^\w+$")], Annotated[int, Field(ge=0)]]
    random: _Random
    best: _Best | None


def write_floats(path: Path, vector: torch.Tensor) -> None:
    """Writes it and waits until it is on the disk."""
    with path.open("wb") as file:
        file.write(vector.numpy().astype("<f4").tobytes())
        file.flush()
        os.fsync(file.fileno())


def write_state(folder: Path, state: RunState) -> None:
    """Writes a state into a folder that is there; `state.json` last."""
    for name, vector in state.vectors.items():
        write_floats(folder / f"{name}.f32", vector)
    best = state.best
    if best is not None:
        write_floats(folder / f"{_BEST}.f32", best.theta)
    description = {
        "step": state.step,
        "vectors": {name: vector.numel() for name, vector in state.vectors.items()},
        "random": {
            "words": list(state.random.words),
            "position": state.random.position,
            "cachedNormal": state.random.cached_normal,
        },
        "best": best
        and {
            "step": best.step,
            "heldOut": best.held_out if math.isfinite(best.held_out) else str(best.held_out),
            "waited": best.waited,
            "theta": best.theta.numel(),
        },
    }
    with (folder / "state.json").open("w", encoding="utf-8") as file:
        json.dump(description, file, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())


def read_state(folder: Path) -> RunState:
    """Raises RunnerError where the folder holds no whole state."""

    def floats(name: str, length: int) -> torch.Tensor:
        path = folder / f"{name}.f32"
        if not path.is_file() or path.stat().st_size != 4 * length:
            raise _damaged(folder, f"{path.name} is missing or has another length")
        vector = torch.from_numpy(np.fromfile(path, "<f4").astype(np.float32))
        if not bool(torch.isfinite(vector).all()):
            raise RunnerError(
                "diverged",
                f"The state in {folder} holds values that are no numbers: the run had gone astray.",
                "Start the run again with a third of the learning rate.",
            )
        return vector

    try:
        told = _Description.model_validate_json((folder / "state.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(folder, "state.json is missing or can't be read") from error
    best = None
    if told.best is not None:
        held_out = float(told.best.held_out)
        theta = floats(_BEST, told.best.theta)
        best = Best(told.best.step, held_out, theta, told.best.waited)
    return RunState(
        told.step,
        {name: floats(name, length) for name, length in told.vectors.items()},
        RandomState(told.random.words, told.random.position, told.random.cached_normal),
        best,
    )


def _damaged(folder: Path, what: str) -> RunnerError:
    return RunnerError(
        "state-damaged",
        f"The state in {folder} is not whole: {what}.",
        "Unpack the bundle again, all of it; else start the run from its first step.",
    )
