"""How far numbers are apart, and how far they may be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import torch

NORM = "‖a−b‖/‖b‖"


def relative(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    """‖ours − theirs‖ over ‖theirs‖."""
    difference = ours.double() - theirs.double()
    return (difference.norm() / theirs.double().norm()).item()


def theta_of(out: Path) -> torch.Tensor:
    return torch.from_numpy(np.fromfile(out / "adapter" / "theta.f32", "<f4"))


def hold(what: str, measured: float, bound: float, unit: str = NORM, note: str = "") -> None:
    """Asserts it. WEFT_PARITY_ROWS names a file that gets a row for the project's table (`npm run reference`)."""
    what = f"weft-runner, {what}"
    rows = os.environ.get("WEFT_PARITY_ROWS")
    if rows:
        row = {"what": what, "lane": "runner", "measured": measured, "bound": bound, "unit": unit}
        with open(rows, "a", encoding="utf-8") as file:
            file.write(json.dumps(row | ({"note": note} if note else {}), ensure_ascii=False) + "\n")
    print(f"{what}: {measured:.2e} ({unit})")
    assert measured <= bound, what
