"""What a step takes on one process and on two, by turns, so that what else goes on at the machine meets all alike.

Beside the seconds by the clock stand those of the processor, of all processes together, which other work hardly changes: from them
follows how much faster two processes are where each has a core of its own. Linux tells them.

python bench/scaling.py BUNDLE [--rounds 5] [--steps 30] [--images 2]

BUNDLE is an unpacked one with its model, a LoRA without class images. It is left as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "src"
#: Steps that are not counted: what is done at the first ones is done once.
WARM = 5
#: Processes, and threads of each: more threads would wait for each other on a busy machine.
WAYS = {"one process": (1, 1), "two processes": (2, 1)}


def prepared(bundle: Path, work: Path, steps: int, images: int) -> Path:
    """The same run with so many images to a step, and nothing but steps."""
    folder = Path(tempfile.mkdtemp(dir=work))
    for entry in bundle.iterdir():
        if entry.name not in ("run.json", "out", "state"):
            (folder / entry.name).symlink_to(entry)
    told = json.loads((bundle / "run.json").read_text())
    told["settings"].update(
        steps=steps, batchSize=images, accumulation=1, sampleEvery=0, evalEvery=0, checkpointEvery=0
    )
    told["state"] = None
    (folder / "run.json").write_text(json.dumps(told))
    return folder


def processor_seconds(pid: int) -> float:
    """Of a process and all that it started."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return 0.0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(int(child)) for child in children)


def seconds_a_step(folder: Path, processes: int, threads: int) -> tuple[float, float]:
    """By the clock, and of the processor."""
    launch = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    command = [sys.executable, *(launch if processes > 1 else []), "-m", "weft_runner", "train"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "OMP_NUM_THREADS": str(threads)}
    run = subprocess.Popen(
        [*command, str(folder), "--cpu"], env=environment, stdout=subprocess.PIPE, text=True
    )
    moments: dict[int, tuple[float, float]] = {}
    for line in run.stdout or ():
        if line.startswith("step "):
            moments[int(line.split()[1])] = (time.monotonic(), processor_seconds(run.pid))
    if run.wait() != 0:
        raise SystemExit(f"{' '.join(command)} failed")
    last = max(moments)
    clock, processor = (
        (end - begin) / (last - WARM)
        for begin, end in zip(moments[WARM], moments[last], strict=True)
    )
    return clock, processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--images", type=int, default=2)
    asked = parser.parse_args()
    seen: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as work:
        for _ in range(asked.rounds):
            for way, (processes, threads) in WAYS.items():
                folder = prepared(asked.bundle.resolve(), Path(work), asked.steps, asked.images)
                seen[way].append(seconds_a_step(folder, processes, threads))
                clock, processor = seen[way][-1]
                print(f"{way}: {clock:.3f} s a step, {processor:.3f} of the processor", flush=True)
    alone = statistics.median(processor for _, processor in seen[next(iter(WAYS))])
    for way, (processes, threads) in WAYS.items():
        clock, processor = (statistics.median(each) for each in zip(*seen[way], strict=True))
        faster = processes * threads * alone / processor
        print(
            f"{way}: {clock:.3f} s a step, {processor:.3f} of the processor;"
            f" {faster:.2f} times as fast on cores of its own"
        )


if __name__ == "__main__":
    main()
