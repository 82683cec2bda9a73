"""Compares fixtures that were written anew with those that are kept: bytes first, and numbers where bytes differ
(another processor may sum in another order).

    python reference/parity/compare_fixtures.py NEW KEPT [--rows FILE]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from parity_rows import keep_row
from PIL import Image
from safetensors.numpy import load_file

#: Where bytes differ, another processor's arithmetic is the reason: without AVX2 PyTorch's normal numbers, and so the
#: random weights, were seen to differ by 1.5e-6.
BOUND = 1e-5


def _distance(new: np.ndarray, kept: np.ndarray) -> float:
    """‖new − kept‖ / ‖kept‖; infinite where shapes or types differ. Of halves only what goes beyond
    one step of the format counts: numbers that differ by a rounding may round to either side."""
    if new.shape != kept.shape or new.dtype != kept.dtype:
        return math.inf
    a, b = new.astype(np.float64), kept.astype(np.float64)
    far = np.abs(a - b)
    if new.dtype == np.float16:
        far = np.maximum(far - np.maximum(np.spacing(np.abs(new)), np.spacing(np.abs(kept))), 0)
    return float(np.linalg.norm(far) / max(np.linalg.norm(b), 1e-30))


def _tensors_distance(new: dict[str, np.ndarray], kept: dict[str, np.ndarray]) -> float:
    """The largest distance of two tensors of one name; infinite where the names differ."""
    if new.keys() != kept.keys():
        return math.inf
    return max((_distance(new[name], kept[name]) for name in new), default=0.0)


def _onnx_distance(new: Path, kept: Path) -> float:
    """The largest distance of two weights; infinite where anything else in the graphs differs."""
    models = [onnx.load(new), onnx.load(kept)]
    weights = [
        {weight.name: numpy_helper.to_array(weight) for weight in model.graph.initializer}
        for model in models
    ]
    for model in models:
        del model.graph.initializer[:]
    return math.inf if models[0] != models[1] else _tensors_distance(*weights)


def _json_distance(new: object, kept: object) -> float:
    """The largest relative distance of two numbers, or of two lists of numbers as of two vectors;
    infinite where anything else differs."""
    if isinstance(new, dict) and isinstance(kept, dict) and new.keys() == kept.keys():
        return max((_json_distance(new[key], kept[key]) for key in new), default=0.0)
    if isinstance(new, list) and isinstance(kept, list) and len(new) == len(kept):
        if new and all(isinstance(each, float) for each in [*new, *kept]):
            return _distance(np.array(new), np.array(kept))
        return max((_json_distance(a, b) for a, b in zip(new, kept, strict=True)), default=0.0)
    if isinstance(new, float) and isinstance(kept, float):
        return abs(new - kept) / max(abs(kept), 1e-30) if new != kept else 0.0
    return 0.0 if new == kept else math.inf


def _levels(new: np.ndarray, kept: np.ndarray) -> float:
    """0 where no pixel lies more than one level of 255 apart, which is how numbers round; else infinite."""
    far = new.shape != kept.shape or np.abs(new.astype(int) - kept.astype(int)).max() > 1
    return math.inf if far else 0.0


def distance(new: Path, kept: Path) -> float:
    """How far two files lie apart; 0 for the same bytes, and for pictures that differ as roundings do."""
    if not kept.exists():
        return math.inf
    if new.read_bytes() == kept.read_bytes():
        return 0.0
    if new.suffix == ".safetensors":
        return _tensors_distance(load_file(new), load_file(kept))
    if new.suffix == ".onnx":
        return _onnx_distance(new, kept)
    if new.suffix == ".json":
        return _json_distance(json.loads(new.read_text()), json.loads(kept.read_text()))
    if new.suffix == ".png":
        return _levels(np.asarray(Image.open(new)), np.asarray(Image.open(kept)))
    return math.inf


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("new", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--rows", type=Path)
    arguments = parser.parse_args()
    files = sorted(
        path.relative_to(arguments.new) for path in arguments.new.rglob("*") if path.is_file()
    )
    distances = {file: distance(arguments.new / file, arguments.kept / file) for file in files}
    differing = {file: far for file, far in distances.items() if far > 0}
    written = {path.name for path in arguments.new.iterdir()}
    stale = [
        path
        for subject in sorted(written)
        for path in sorted((arguments.kept / subject).rglob("*"))
        if path.is_file()
        and path.name != "README.md"
        and path.relative_to(arguments.kept) not in distances
    ]
    for path in stale:
        print(f"{path.relative_to(arguments.kept)}: is kept, and nothing writes it")
    holds = keep_row(
        arguments.rows,
        what="fixtures written anew",
        lane="python",
        # JSON knows no infinity.
        measured=min(max(distances.values(), default=math.inf), 1e9),
        bound=BOUND,
        unit="‖a−b‖/‖b‖; 0: the same bytes",
    )
    # The farthest last, where the end of a long log still shows them.
    for file, far in sorted(differing.items(), key=lambda each: each[1]):
        print(f"{file}: differs by {far:.2g}")
    print(f"{len(files) - len(differing)} of {len(files)} files are the same to the byte")
    sys.exit(0 if holds and not stale else 1)


if __name__ == "__main__":
    main()
