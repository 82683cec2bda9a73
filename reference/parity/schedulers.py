"""Weft's names of samplers, and diffusers' schedulers for them: those that the runner draws with."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "runner" / "src"))

from weft_runner.model.samplers import SCHEDULERS, scheduler_of  # noqa: E402

__all__ = ["SCHEDULERS", "scheduler_of"]
