"""What PyTorch makes of training: gradients, and runs of fifty steps, of a LoRA and of a new word, on the small models
(`tests/fixtures/<model>`)."""

from __future__ import annotations

import json
from pathlib import Path

import expected_inversion
import expected_lora
import training_model
from safetensors.torch import save

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
MODELS = ("tiny", "reduced-sd15", "reduced-sd2")


def write(folder: Path) -> None:
    """`expected.safetensors` with `<model>.lora.…` and `<model>.inversion.…`, and `expected.json` with the settings."""
    tensors, modules = {}, {}
    for name in MODELS:
        model = training_model.load(FIXTURES / name)
        lora, modules[name] = expected_lora.lora(model)
        found = lora | expected_inversion.inversion(model)
        tensors |= {f"{name}.{key}": value.contiguous() for key, value in found.items()}
    (folder / "expected.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
    expected = {
        "lora": expected_lora.SETTINGS,
        "inversion": expected_inversion.SETTINGS,
        "modules": modules,
        # The models share the vocabulary; this one pads as Stable Diffusion 1.5 does.
        "placeholders": expected_inversion.placeholder_ids(
            training_model.load(FIXTURES / MODELS[0])
        ),
    }
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
