"""Checkpoints: the state of a training in one file, replaced as a whole."""

from __future__ import annotations

from pathlib import Path

import torch


def save_checkpoint(path: Path, state: dict) -> None:
    """Writes beside the file and renames: an interruption leaves the former one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.rename(path)


def load_checkpoint(path: Path) -> dict | None:
    """The state, on the processor; None where there is no file yet."""
    return torch.load(path, map_location="cpu") if path.exists() else None


def is_finished(path: Path, minutes: float = 0.0) -> bool:
    """Whether a training has used up its budget, and that was of so many minutes at least."""
    if not path.exists():
        return False
    saved = torch.load(path, map_location="cpu")
    return bool(saved.get("finished")) and saved.get("spent", 60 * minutes) >= 60 * minutes
