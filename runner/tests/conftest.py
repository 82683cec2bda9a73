"""Bundles of the tests, copied so that each run has an `out/` of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

HERE = Path(__file__).resolve().parent
BUNDLES = HERE / "bundles"
TINY = HERE.parents[1] / "tests" / "fixtures" / "tiny"

# One order of sums, and no more than a share of a busy machine.
torch.set_num_threads(1)


@pytest.fixture
def bundle(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a bundle by its name."""

    def copied(name: str) -> Path:
        return Path(shutil.copytree(BUNDLES / name, tmp_path / name))

    return copied
