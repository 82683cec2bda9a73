"""A sweep of four on two workers of Ray's, one of which is killed: all four come home, as if nothing had been."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import torch
from conftest import TINY
from distance import theta_of

from weft_runner.errors import RunnerError
from weft_runner.runner import Options, run
from weft_runner.sweep.plan import plan_sweep

SOURCES = Path(__file__).resolve().parents[1] / "src"
STEPS = 60


def _with_lists(folder: Path, **settings) -> None:
    path = folder / "run.json"
    told = json.loads(path.read_text())
    told["settings"].update(settings)
    path.write_text(json.dumps(told))


def test_every_combination_is_a_run_of_its_own(bundle):
    folder = bundle("plain")
    layers = [["attention"], ["attention", "feed-forward"]]
    _with_lists(folder, learningRate=[1e-3, 2e-3], targets=layers)
    runs = plan_sweep(folder)
    assert [planned.values for planned in runs] == [
        {"learningRate": rate, "targets": targets} for rate in (1e-3, 2e-3) for targets in layers
    ]
    assert len({planned.told["id"] for planned in runs}) == 4
    assert all(planned.told["modules"] is None for planned in runs)
    assert runs[1].told["settings"]["adapterName"] == (
        "Stripes, learning rate 0.001, targets attention + feed-forward"
    )
    assert [planned.told["id"] for planned in plan_sweep(folder)] == [r.told["id"] for r in runs]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "no-sweep"),
        ({"resolution": [0, 256]}, "fixed-setting"),
        ({"rank": []}, "sweep-size"),
        ({"rank": list(range(1, 300))}, "sweep-size"),
        ({"rank": [4, -1]}, "bad-sweep"),
    ],
)
def test_what_can_be_no_sweep_is_refused(settings, code, bundle):
    folder = bundle("plain")
    _with_lists(folder, **settings)
    with pytest.raises(RunnerError) as refused:
        plan_sweep(folder)
    assert refused.value.code == code


def _reports(folder: Path) -> list[dict]:
    """What Ray Tune wrote of each run's last checkpoint, with the process that told it."""
    found = []
    for path in (folder / "sweep" / "ray").glob("*/result.json"):
        lines = path.read_text().splitlines()
        if lines:
            found.append({**json.loads(lines[-1]), "path": path})
    return found


def test_four_on_two_workers_of_which_one_is_killed(bundle):
    pytest.importorskip("ray", reason="weft-runner[sweep] is not installed")
    folder = bundle("plain")
    _with_lists(
        folder, learningRate=[1e-3, 2e-3], rank=[2, 4], steps=STEPS, checkpointEvery=5, sampleEvery=0
    )
    command = [sys.executable, "-m", "weft_runner", "sweep", str(folder), "--cpu"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    sweep = subprocess.Popen(
        [*command, "--model", str(TINY)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    killed = None
    while killed is None and sweep.poll() is None:
        under_way = [told for told in _reports(folder) if 5 <= told["step"] < STEPS - 10]
        if under_way:
            killed = under_way[0]
            os.kill(killed["pid"], signal.SIGKILL)
        time.sleep(0.05)
    output, _ = sweep.communicate()
    assert sweep.returncode == 0, output
    assert killed is not None, "no run was caught on its way"
    places = sorted(path for path in (folder / "sweep").iterdir() if (path / "run.json").is_file())
    assert len(places) == 4
    told = {path.name: json.loads((path / "out" / "run.json").read_text()) for path in places}
    assert all(each["status"] == "finished" for each in told.values())
    assert all(
        [p["step"] for p in each["losses"]] == list(range(1, STEPS + 1)) for each in told.values()
    )
    # The killed one went on from its last checkpoint; the others ran through.
    name = killed["config"]["name"]
    assert told[name]["session"]["fromStep"] >= killed["step"]
    assert sorted(each["session"]["fromStep"] > 0 for each in told.values()) == [
        False,
        False,
        False,
        True,
    ]
    # What it learnt is what a run learns that nobody killed.
    alone = bundle("single-samples").parent / "alone"
    alone.mkdir()
    (alone / "run.json").write_bytes((folder / "sweep" / name / "run.json").read_bytes())
    straight = run(Options(folder, TINY, cpu=True, place=alone))
    # One thread each, as Ray gives them one core: the same order of sums.
    assert torch.equal(theta_of(straight), theta_of(folder / "sweep" / name / "out"))
    with zipfile.ZipFile(next(folder.glob("weft-sweep-*.zip"))) as zipped:
        names = zipped.namelist()
        runs = json.loads(zipped.read("sweep.json"))["runs"]
    assert [each["status"] for each in runs] == ["finished"] * 4
    for each in runs:
        assert f"{each['folder']}/run.json" in names
        assert f"{each['folder']}/adapter/theta.f32" in names
    assert not any("checkpoints/" in each or each.startswith("ray") for each in names)
