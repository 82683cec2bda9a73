"""Makes the starter, or goes on making it: world, text encoder, autoencoder, U-Net, export.

    python make_starter.py --work $W --minutes 120                                    # from nothing
    python make_starter.py --work $W --minutes 120 --from ../checkpoint/starter.safetensors
    python make_starter.py --work $W --minutes 120 --cool 0.2 --out FOLDER            # the last sitting

Each step is a script of its own that goes on from its checkpoint in the work folder, and what is
finished is left alone, so the same command goes on where the last one stopped: text encoder and
autoencoder first, all the time after that to the U-Net, in as many sittings as there are. `--from`
puts a packed training (`pack.py`) into a work folder that has none. With more `--vae-minutes` the
autoencoder learns on too, and the U-Net follows its latents. Drawing runs beside the
trainings, which take in what is drawn.
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

from clock import PAUSE
from machine import Machine
from pack import unpack
from shards import shard_names, wait_for_shards
from tokenizer import write_tokenizer

from checkpoint import is_finished

HERE = Path(__file__).resolve().parent

#: Minutes of the first steps: on a processor, where more pay off, and on a GPU.
CPU_MINUTES = {"text": 5.0, "vae": 60.0}
GPU_MINUTES = {"text": 0.5, "vae": 4.0}
SHARD = 1000  #: pictures
FIRST_SHARDS = 4  #: with so many the trainings can begin


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
    subprocess.run(command, check=True)
    words = [Path(part).name for part in command if part.endswith(".py")]
    print(f"{words[0]}: {time.monotonic() - started:.0f} s", flush=True)


def drawing(work: Path, shards: int, processes: int) -> subprocess.Popen:
    """Draws the world, then cloth alone, of which patches are cut, beside the trainings."""
    kinds = (("world", 1, shards, ()), ("cloth", 2, shards // 2, ("--cloth-share", 1)))
    commands = [
        python("draw_world.py", "--out", work / name, "--seed", seed, "--shards", count, *extra)
        + ["--count", str(SHARD), "--processes", str(processes)]
        for name, seed, count, extra in kinds
    ]
    runner = "import subprocess, sys, json\nfor c in json.loads(sys.argv[1]): subprocess.run(c)"
    return subprocess.Popen(
        [sys.executable, "-c", runner, json.dumps(commands)],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--out", type=Path, help="the model's folder; in the work folder if absent")
    parser.add_argument("--minutes", type=float, required=True, help="of this call, about")
    parser.add_argument(
        "--vae-minutes", type=float, help="of the autoencoder, over all sittings: 60, or 4 on a GPU"
    )
    parser.add_argument("--cool", type=float, default=0.0, help="share of them to cool down in")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument(
        "--processes", type=int, default=2, help="that train as a team on a processor"
    )
    parser.add_argument("--drawers", type=int, help="processes that draw; cores but two on a GPU")
    parser.add_argument("--shards", type=int, default=64, help="of 1000 pictures; half of cloth")
    parser.add_argument("--compile", default="auto", choices=("auto", "on", "off"))
    parser.add_argument("--judge", type=Path, help="for a perceptual term of the autoencoder")
    parser.add_argument("--from", dest="packed", type=Path, help="a packed training to go on from")
    parser.add_argument(
        "--begin", type=Path, help="folder of an earlier starter for what has not begun yet"
    )
    options = parser.parse_args()

    end = time.time() + 60 * options.minutes
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ[PAUSE] = str(end + 60)  # for what is not done by then
    machine = Machine(options.device)
    device = machine.device.type
    minutes = dict(GPU_MINUTES if machine.is_gpu else CPU_MINUTES)
    minutes["vae"] = options.vae_minutes or minutes["vae"]
    processes = 1 if machine.is_gpu else options.processes
    drawers = options.drawers or (max(1, (os.cpu_count() or 2) - 2) if machine.is_gpu else 1)
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    out = options.out or work / "starter"
    held_out, tokenizer = work / "held-out", work / "tokenizer"
    vae, text, denoiser = work / "vae.pt", work / "text.pt", work / "denoiser.pt"
    if options.packed and not vae.exists():
        unpack(options.packed, work)

    begin = ("--begin", options.begin) if options.begin else ()
    run(python("draw_world.py", "--out", held_out, "--seed", 999, "--shards", 1, "--count", 256))
    drawn = drawing(work, options.shards, drawers)
    try:
        if not tokenizer.exists():
            unfinished = work / "tokenizer.part"
            write_tokenizer(unfinished)
            shutil.move(unfinished, tokenizer)
        if not is_finished(text):
            arguments = ("--tokenizer", tokenizer, "--out", text, "--minutes", minutes["text"])
            run(team(processes, "train_text.py", *arguments, "--device", device, *begin))
        wait_for_shards(work / "world", min(FIRST_SHARDS, options.shards))
        if not is_finished(vae, minutes["vae"]):
            extra = ("--judge", options.judge) if options.judge else ()
            arguments = ("--world", work / "world", "--held-out", held_out, "--out", vae)
            arguments += ("--minutes", minutes["vae"], "--device", device, *begin, *extra)
            run(team(processes, "train_vae.py", *arguments))
        left = (end - time.time()) / 60
        if is_finished(vae, minutes["vae"]) and left > 0:
            wait_for_shards(work / "cloth", 1)  # patches are cut from it
            arguments = ("--world", work / "world", work / "cloth", "--vae", vae)
            arguments += ("--latents", work / "latents", "--tokenizer", tokenizer, "--text", text)
            arguments += ("--out", denoiser, "--minutes", left, "--cool", options.cool)
            arguments += ("--device", device, "--compile", options.compile)
            run(team(processes, "train_denoiser.py", *arguments, *begin))
    finally:
        os.killpg(drawn.pid, 15)
        drawn.wait()
    if denoiser.exists():
        arguments = ("--vae", vae, "--denoiser", denoiser, "--text", text)
        run(python("export.py", *arguments, "--tokenizer", tokenizer, "--out", out))
        size = sum(path.stat().st_size for path in out.rglob("*.safetensors"))
        pictures = SHARD * sum(len(shard_names(work / name)) for name in ("world", "cloth"))
        summary = {
            "machine": machine.describe(),
            "pictures": pictures,
            "weights, MB": round(size / 1e6, 1),
        }
        print(json.dumps(summary), flush=True)


if __name__ == "__main__":
    main()
