"""How far numbers are apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch


def relative(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    """‖ours − theirs‖ over ‖theirs‖."""
    difference = ours.double() - theirs.double()
    return (difference.norm() / theirs.double().norm()).item()


def theta_of(out: Path) -> torch.Tensor:
    return torch.from_numpy(np.fromfile(out / "adapter" / "theta.f32", "<f4"))
