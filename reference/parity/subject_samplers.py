"""Noise, schedules and samplers, without a model."""

from __future__ import annotations

import json
from pathlib import Path

import expected_noise
import expected_samplers
import expected_schedules
from safetensors.torch import save


def write(folder: Path) -> None:
    """Fills `folder` with `expected.safetensors` and `expected.json`."""
    tensors = {
        **expected_noise.noise(),
        **expected_schedules.schedules(),
        **expected_samplers.samplers(),
    }
    contiguous = {name: value.contiguous().clone() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
    expected = {
        "bounds": expected_noise.BOUNDS,
        "configs": expected_schedules.CONFIGS,
        "noisedAt": expected_schedules.NOISED_AT,
        "seed": expected_samplers.SEED,
        "gains": expected_samplers.GAINS,
    }
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
