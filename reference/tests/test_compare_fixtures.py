"""What counts as the same fixture on another processor, and what does not."""

import math
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parity"))
from compare_fixtures import distance  # noqa: E402

WEIGHTS = np.linspace(-1, 1, 64, dtype=np.float32)


def tensors(folder: Path, name: str, weights: np.ndarray) -> Path:
    save_file({"weights": weights}, folder / name)
    return folder / name


def graph(folder: Path, name: str, weights: np.ndarray, op: str = "Add") -> Path:
    put = [helper.make_tensor_value_info(each, TensorProto.FLOAT, [64]) for each in "xy"]
    node = helper.make_node(op, ["x", "weights"], ["y"])
    initializer = [numpy_helper.from_array(weights, "weights")]
    onnx.save(
        helper.make_model(helper.make_graph([node], "g", put[:1], put[1:], initializer)),
        folder / name,
    )
    return folder / name


def test_halves_on_either_side_of_a_rounding_are_the_same(tmp_path: Path) -> None:
    halves = WEIGHTS.astype(np.float16)
    other = np.nextafter(halves, np.float16(2))
    assert (
        distance(
            tensors(tmp_path, "a.safetensors", other), tensors(tmp_path, "b.safetensors", halves)
        )
        == 0
    )
    far = halves.copy()
    far[0] = -0.9
    assert (
        distance(
            tensors(tmp_path, "a.safetensors", far), tensors(tmp_path, "b.safetensors", halves)
        )
        > 1e-3
    )


@pytest.mark.parametrize("write", [tensors, graph])
def test_weights_are_compared_as_numbers(tmp_path: Path, write) -> None:
    suffix = "safetensors" if write is tensors else "onnx"
    kept = write(tmp_path, f"b.{suffix}", WEIGHTS)
    near = distance(write(tmp_path, f"a.{suffix}", WEIGHTS * np.float32(1 + 1e-6)), kept)
    assert 1e-7 < near < 1e-5
    assert distance(write(tmp_path, f"a.{suffix}", WEIGHTS * 2), kept) == pytest.approx(1)
    assert distance(write(tmp_path, f"a.{suffix}", WEIGHTS.astype(np.float64)), kept) == math.inf


def test_another_graph_is_not_the_same(tmp_path: Path) -> None:
    kept = graph(tmp_path, "b.onnx", WEIGHTS)
    assert distance(graph(tmp_path, "a.onnx", WEIGHTS, "Mul"), kept) == math.inf


def test_lists_of_numbers_are_compared_as_vectors(tmp_path: Path) -> None:
    new, kept = tmp_path / "a.json", tmp_path / "b.json"
    kept.write_text('{"values": [1.0, 1e-9], "name": "x"}')
    new.write_text('{"values": [1.0, 2e-9], "name": "x"}')
    assert distance(new, kept) < 1e-8
    new.write_text('{"values": [1.0, 1e-9], "name": "y"}')
    assert distance(new, kept) == math.inf
