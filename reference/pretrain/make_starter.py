"""Makes the starter from nothing within a given time: world, autoencoder, text encoder, U-Net, export.

    python make_starter.py --work $W --out ../../public/models/starter --minutes 120
    python make_starter.py --work $W --out $W/starter --minutes 13 --device cuda

Each step is a script of its own that goes on from its checkpoint, so the same command started again
goes on where it was; what is finished is left alone. With `--pause-after` all state is saved and the
work stops after so many minutes of this call, for machines that are lent for a while: the clocks of
the trainings count over pauses. Drawing the world runs beside the trainings on a GPU, whose
pictures are on hand as soon as they are drawn, and before them on a processor.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from checkpoint import is_finished
from clock import PAUSE
from machine import Machine
from nets import NETS
from shards import shard_names, wait_for_shards
from tokenizer import write_tokenizer

HERE = Path(__file__).resolve().parent

#: Shares of the minutes. On a processor drawing has its own time; on a GPU, where minutes are few,
#: an eighth is left for starting Python and drawing the first shards.
CPU_SHARES = {"world": 0.10, "vae": 0.22, "text": 0.03, "denoiser": 0.64}
GPU_SHARES = {"world": 0.0, "vae": 0.27, "text": 0.02, "denoiser": 0.58}
SHARD = 1000  #: pictures
FIRST_SHARDS = 8  #: with so many the trainings can begin


def python(script: str, *arguments: object) -> list[str]:
    """The command of one of this folder's scripts."""
    return [sys.executable, str(HERE / script), *map(str, arguments)]


def team(processes: int, script: str, *arguments: object) -> list[str]:
    """The same for several processes of one thread each."""
    if processes == 1:
        return python(script, *arguments)
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    return [sys.executable, *torchrun, str(HERE / script), *map(str, arguments)]


def run(command: list[str]) -> None:
    """Runs to the end, says how long it took, and stops everything if it fails."""
    started = time.monotonic()
    print("·", " ".join(command[1:]), flush=True)
    subprocess.run(command, check=True)
    print(f"· {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder")
    parser.add_argument("--minutes", type=float, required=True, help="of all steps together")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--pause-after", type=float, help="minutes of this call")
    parser.add_argument(
        "--processes", type=int, default=2, help="that train as a team on a processor"
    )
    parser.add_argument(
        "--drawers", type=int, help="processes that draw; all cores but one on a GPU"
    )
    parser.add_argument("--shards", type=int, help="of 1000 pictures; 40, or 160 on a GPU")
    parser.add_argument(
        "--nets", choices=("large", "small"), help="large on a GPU, small on a processor"
    )
    parser.add_argument("--judge", type=Path, help="checkpoint for a perceptual term")
    parser.add_argument(
        "--begin", type=Path, help="folder of an earlier starter of the same shapes to begin from"
    )
    options = parser.parse_args()

    started = time.time()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if options.pause_after:
        os.environ[PAUSE] = str(started + 60 * options.pause_after)
    machine = Machine(options.device)
    device = machine.device.type
    os.environ[NETS] = options.nets or ("large" if machine.is_gpu else "small")
    shares = GPU_SHARES if machine.is_gpu else CPU_SHARES
    minutes = {name: share * options.minutes for name, share in shares.items()}
    processes = 1 if machine.is_gpu else options.processes
    drawers = options.drawers or (
        max(1, (os.cpu_count() or 2) - 2) if machine.is_gpu else processes
    )
    shards = options.shards or (160 if machine.is_gpu else 40)
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    world, held_out, tokenizer = work / "world", work / "held-out", work / "tokenizer"
    vae, text, denoiser = work / "vae.pt", work / "text.pt", work / "denoiser.pt"

    begin = ("--begin", options.begin) if options.begin else ()
    draw = ("--out", world, "--shards", shards, "--count", SHARD, "--processes", drawers)
    run(python("draw_world.py", "--out", held_out, "--seed", 999, "--shards", 1, "--count", 256))
    drawing = None
    if machine.is_gpu:
        world.mkdir(exist_ok=True)
        drawing = subprocess.Popen(python("draw_world.py", *draw), stdout=subprocess.DEVNULL)
    elif len(shard_names(world)) < shards:
        run(python("draw_world.py", *draw, "--seconds", 60 * minutes["world"]))
    try:
        if not tokenizer.exists():
            unfinished = work / "tokenizer.part"
            write_tokenizer(unfinished)
            shutil.move(unfinished, tokenizer)
        if not is_finished(text):
            arguments = ("--tokenizer", tokenizer, "--out", text, "--minutes", minutes["text"])
            run(team(processes, "train_text.py", *arguments, "--device", device, *begin))
        wait_for_shards(world, min(FIRST_SHARDS, shards) if machine.is_gpu else 1)
        if not is_finished(vae):
            extra = ("--judge", options.judge) if options.judge else ()
            arguments = ("--world", world, "--held-out", held_out, "--out", vae)
            arguments += ("--minutes", minutes["vae"], "--device", device, *begin, *extra)
            run(team(processes, "train_vae.py", *arguments))
        if is_finished(vae) and not is_finished(denoiser):
            arguments = ("--world", world, "--vae", vae, "--latents", work / "latents")
            arguments += ("--tokenizer", tokenizer, "--text", text, "--out", denoiser)
            arguments += ("--minutes", minutes["denoiser"], "--device", device)
            run(team(processes, "train_denoiser.py", *arguments, *begin))
    finally:
        if drawing:
            drawing.terminate()
            drawing.wait()
    if denoiser.exists():
        arguments = ("--vae", vae, "--latents", work / "latents", "--denoiser", denoiser)
        arguments += ("--tokenizer", tokenizer)
        run(python("export.py", *arguments, "--out", options.out))
        size = sum(path.stat().st_size for path in options.out.rglob("*.safetensors"))
        summary = {
            "machine": machine.describe(),
            "nets": os.environ[NETS],
            "minutes of this call": round((time.time() - started) / 60, 1),
            "pictures": SHARD * len(shard_names(world)),
            "weights, MB": round(size / 1e6, 1),
            "finished": is_finished(denoiser),
        }
        (work / "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
        print(json.dumps(summary), flush=True)


if __name__ == "__main__":
    main()
