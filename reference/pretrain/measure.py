"""Measures an exported starter: its size, and how well its autoencoder rebuilds pictures.

    python measure.py ../../public/models/starter --held-out $W/held-out --photographs FOLDER

What it draws is judged by `python -m judge.judge` (`../judge`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from reconstruction import psnr
from safetensors.torch import load_file
from shards import read_pictures

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.pictures import read_folder  # noqa: E402

HELD_OUT = 256  #: pictures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", type=Path, required=True, help="shards")
    parser.add_argument("--photographs", type=Path, help="folder of pictures of real cloth")
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.safetensors"))
    for file in files:
        count = sum(weights.numel() for weights in load_file(file).values())
        print(f"{file.parent.name}: {count / 1e6:.2f} M parameters")
    print(f"weight files: {sum(file.stat().st_size for file in files) / 1e6:.1f} MB")
    vae = AutoencoderKL.from_pretrained(options.folder / "vae", dtype=torch.float32).eval()
    pixels = torch.from_numpy(read_pictures(options.held_out)[0][:HELD_OUT].copy())
    pixels = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
    print(f"autoencoder, {len(pixels)} held-out pictures: {psnr(vae, pixels):.2f} dB")
    if options.photographs:
        pixels = read_folder(options.photographs)
        print(f"autoencoder, {len(pixels)} photographs: {psnr(vae, pixels):.2f} dB")


if __name__ == "__main__":
    main()
