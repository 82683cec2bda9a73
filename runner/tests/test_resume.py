"""A run that is killed, or that begins from a studio's state, ends as the one that never stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
import torch
from conftest import BUNDLES, HERE, TINY
from distance import hold, relative, theta_of
from safetensors.torch import load_file

from weft_runner.errors import RunnerError
from weft_runner.runner import Options, run
from weft_runner.training.randomness import RandomState
from weft_runner.training.state import RunState, write_state


def started(folder, *launch: str) -> subprocess.Popen:
    """The command line in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src"), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *launch, "-m", "weft_runner", "train", str(folder)]
    return subprocess.Popen(
        [*command, "--model", str(TINY), "--cpu"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_killed_at_step_17_it_goes_on_to_the_same_adapter(bundle, tmp_path):
    whole = theta_of(run(Options(bundle("every-setting"), TINY, cpu=True)))
    folder = (tmp_path / "killed").absolute()
    (tmp_path / "every-setting").rename(folder)
    shutil.rmtree(folder / "out")
    process = started(folder)
    for line in process.stdout:
        if line.startswith("step 17 "):
            process.send_signal(signal.SIGKILL)
            break
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    told = json.loads((folder / "out" / "run.json").read_text())
    assert (told["status"], told["checkpoints"][-1]["step"]) == ("running", 10)
    out = run(Options(folder, TINY, cpu=True))
    hold("killed at step 17 and gone on with, every-setting: θ", relative(theta_of(out), whole), 0)
    told = json.loads((out / "run.json").read_text())
    assert [point["step"] for point in told["losses"]] == list(range(1, 31))
    assert told["session"]["fromStep"] == 10
    # Finished, it isn't begun again.
    before = (out / "run.json").stat().st_mtime_ns
    run(Options(folder, TINY, cpu=True))
    assert (out / "run.json").stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["every-setting", "word"])
def test_goes_on_from_a_state_of_the_studio(name, bundle):
    folder = bundle(name)
    studio = load_file(BUNDLES / name / "studio.safetensors")
    position, *halves = studio["state.random"].long().tolist()
    words = tuple((high << 16) | low for high, low in zip(halves[::2], halves[1::2], strict=True))
    vectors = {
        key.removeprefix("state."): value
        for key, value in studio.items()
        if key.startswith("state.") and key != "state.random"
    }
    (folder / "state").mkdir()
    write_state(folder / "state", RunState(20, vectors, RandomState(words, position, None), None))
    told = json.loads((folder / "run.json").read_text())
    told["state"] = {"step": 20, "folder": "state", "losses": [], "evaluations": [], "seconds": 5}
    (folder / "run.json").write_text(json.dumps(told))
    out = run(Options(folder, TINY, cpu=True))
    report = json.loads((out / "run.json").read_text())
    assert (report["session"]["fromStep"], report["stepsTaken"]) == (20, 30)
    distance = relative(theta_of(out), studio["theta"])
    hold(f"from the engine's state at step 20 to 30, {name}: θ", distance, 1e-4)


def test_a_damaged_checkpoint_is_refused_and_the_one_before_it_taken(bundle):
    folder = bundle("word")
    whole = theta_of(run(Options(folder, TINY, cpu=True)))
    (folder / "out" / "run.json").unlink()
    damaged = folder / "out" / "checkpoints" / "000020"
    (damaged / "m.f32").write_bytes(b"\0\0\0\0")
    with pytest.raises(RunnerError, match="m.f32 is missing or has another length") as caught:
        run(Options(folder, TINY, cpu=True))
    assert caught.value.code == "checkpoint-damaged"
    shutil.rmtree(damaged)
    out = run(Options(folder, TINY, cpu=True))
    assert json.loads((out / "run.json").read_text())["session"]["fromStep"] == 10
    assert torch.equal(theta_of(out), whole)
