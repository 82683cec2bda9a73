"""Makes the starter's few-step LoRA, or goes on making it: world, latents, distillation, in one command.

    python make_few_step.py --work $W --minutes 60 --cool 0.3

Takes the starter as it is exported, and writes `few-steps/lcm-lora.safetensors` beside it. `$W` may be the
work folder of `make_starter.py`; where it holds no training, the autoencoder is unpacked from the checkpoint
that is kept, and where it holds no world, one is drawn. Run it again whenever the starter's U-Net has
changed: it then begins from the LoRA that is there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRETRAIN = HERE.parent / "pretrain"
ROOT = HERE.parents[1]
sys.path.insert(0, str(PRETRAIN))

from pack import unpack  # noqa: E402
from shards import shard_names  # noqa: E402

SHARDS = 8  #: of 1000 pictures, where there is no world yet


def run(script: Path, *arguments: object) -> None:
    """Runs a script to its end, and stops if it fails."""
    subprocess.run([sys.executable, str(script), *map(str, arguments)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--minutes", type=float, required=True, help="of distillation, this time")
    parser.add_argument("--cool", type=float, default=0.3, help="share of them to cool down in")
    parser.add_argument("--starter", type=Path, default=ROOT / "public" / "models" / "starter")
    parser.add_argument(
        "--from",
        dest="packed",
        type=Path,
        default=HERE.parent / "checkpoint" / "starter.safetensors",
        help="a packed training whose autoencoder is the starter's",
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    work: Path = options.work
    vae, world = work / "vae.pt", work / "world"
    if not vae.exists():
        work.mkdir(parents=True, exist_ok=True)
        unpack(options.packed, work)
    if not world.exists() or not shard_names(world):
        run(PRETRAIN / "draw_world.py", "--out", world, "--seed", 1, "--shards", SHARDS)
    arguments = ("--starter", options.starter, "--world", world, "--vae", vae)
    arguments += ("--latents", work / "latents", "--checkpoint", work / "few-step.pt")
    arguments += ("--out", options.starter / "few-steps", "--device", options.device)
    arguments += ("--minutes", options.minutes, "--cool", options.cool)
    run(HERE / "train_few_step.py", *arguments)


if __name__ == "__main__":
    main()
