"""Two processes by gloo take the steps of one: the same images, whatever the number of processes."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import BUNDLES
from distance import hold, relative, theta_of
from safetensors.torch import load_file
from test_resume import started

from weft_runner.errors import RunnerError
from weft_runner.training.batches import Sample
from weft_runner.training.team import Team

#: With `--cpu` of its own accelerate would start one process alone; `--multi_gpu` means several, and ours leaves GPUs alone.
ACCELERATE = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2"]
ACCELERATE += ["--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no"]
ACCELERATE += ["--num_cpu_threads_per_process", "1"]
#: Why the bound is not that of one process.
SUMS = "The gradient is summed in another order, which AdamW's first steps make more of than its last ones."
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]


@pytest.mark.parametrize(
    ("name", "launch"),
    [("plain", TORCHRUN), ("every-setting", ACCELERATE), ("word", TORCHRUN)],
    ids=["plain", "every-setting", "word"],
)
def test_two_processes_take_the_steps_of_one(name, launch, bundle):
    folder = bundle(name)
    process = started(folder, *launch)
    output, _ = process.communicate()
    assert process.returncode == 0, output
    told = json.loads((folder / "out" / "run.json").read_text())
    assert told["session"]["processes"] == 2
    distance = relative(
        theta_of(folder / "out"), load_file(BUNDLES / name / "studio.safetensors")["theta"]
    )
    hold(f"30 steps on two processes, {name}: θ", distance, 1e-3, note=SUMS)


def test_a_killed_process_is_started_anew_by_torchrun(bundle):
    folder = bundle("word")
    # One attempt more, and no third: the second must come to its end.
    launcher = started(folder, *TORCHRUN, "--max-restarts", "1")
    output = []
    killed = False
    for line in launcher.stdout:
        output.append(line)
        if line.startswith("step 17 ") and not killed:
            workers = _workers_of(launcher.pid)
            assert len(workers) == 2
            os.kill(workers[1], signal.SIGKILL)
            killed = True
    assert launcher.wait() == 0, "".join(output)
    told = json.loads((folder / "out" / "run.json").read_text())
    # What is read here may have been written some steps ago.
    assert killed and told["session"]["fromStep"] in (10, 20)
    assert told["session"]["processes"] == 2
    assert [point["step"] for point in told["losses"]] == list(range(1, 31))
    studio = load_file(BUNDLES / "word" / "studio.safetensors")["theta"]
    distance = relative(theta_of(folder / "out"), studio)
    hold("one of two processes killed at step 17, word: θ", distance, 1e-3, note=SUMS)


def _workers_of(launcher: int) -> list[int]:
    """The launcher may have children that are no part of the run."""
    children = Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split()
    return [
        int(pid)
        for pid in children
        if b"weft_runner" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def test_a_machine_that_is_lost_is_done_without(bundle):
    """Two launchers stand for two machines. One is killed with its process; the other goes on alone, with the same images."""
    folder = bundle("word")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nodes = ["-m", "torch.distributed.run", "--nnodes", "1:2", "--nproc-per-node", "1"]
    nodes += ["--rdzv-backend", "c10d", "--rdzv-id", "weft", "--max-restarts", "1"]
    nodes += ["--rdzv-endpoint", f"127.0.0.1:{port}", "--rdzv-conf"]
    # Whoever stays waits as long for another machine before it goes on alone.
    staying, leaving = (
        started(folder, *nodes, f"is_host={host},last_call_timeout=10") for host in (1, 0)
    )
    try:
        output = []
        killed = False
        lines = _lines_of(staying, leaving)
        for line in lines:
            output.append(line)
            if line.startswith("step 17 ") and not killed:
                lost = [leaving.pid, *_workers_of(leaving.pid)]
                assert len(lost) == 2
                for pid in lost:
                    os.kill(pid, signal.SIGKILL)
                killed = True
        assert staying.wait() == 0, "".join(output)
        told = json.loads((folder / "out" / "run.json").read_text())
        assert killed and told["session"]["processes"] == 1
        assert told["session"]["fromStep"] in (10, 20)
        assert [point["step"] for point in told["losses"]] == list(range(1, 31))
        studio = load_file(BUNDLES / "word" / "studio.safetensors")["theta"]
        distance = relative(theta_of(folder / "out"), studio)
        hold("one of two machines lost at step 17, word: θ", distance, 1e-3, note=SUMS)
    finally:
        for launcher in (staying, leaving):
            launcher.kill()
            launcher.wait()


def _lines_of(*launchers: subprocess.Popen) -> Iterator[str]:
    """What all of them say, as it comes: the leading process may be with either."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read(launcher: subprocess.Popen) -> None:
        for line in launcher.stdout:
            lines.put(line)
        lines.put(None)

    for launcher in launchers:
        threading.Thread(target=read, args=(launcher,), daemon=True).start()
    for _ in launchers:
        yield from iter(lines.get, None)


class _Team(Team):
    """Processes that needn't be there."""

    def __init__(self, size: int, rank: int) -> None:
        self._told = (size, rank)

    size = property(lambda self: self._told[0])
    rank = property(lambda self: self._told[1])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
def test_every_sample_is_one_process(size):
    batches = [[Sample(None, None, 4 * i + j, None, 1) for j in range(4)] for i in range(2)]
    shares = [_Team(size, rank).share(batches) for rank in range(size)]
    seen = [sample.timestep for parts, _place in shares for part in parts for sample in part]
    assert seen == list(range(8))
    assert all(len(part) <= 4 for parts, _place in shares for part in parts)
    assert [place.start for _parts, place in shares][1:] == [
        place.stop for _parts, place in shares
    ][:-1]


def test_more_processes_than_samples_are_refused():
    with pytest.raises(RunnerError, match="2 images, too few for 3 processes"):
        _Team(3, 0).share([[Sample(None, None, 0, None, 1)] * 2])
