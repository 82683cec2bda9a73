"""Encodes the drawn pictures once, and measures the scale of the latents.

Writes `latents.safetensors` (`mean` and `deviation`, float16 [n, 8, 16, 16], unscaled)
and `statistics.json` with the scaling factor, 1 / standard deviation of the latents.
Shards are shared out between processes of one thread each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from functools import partial
from pathlib import Path

import numpy as np
import torch
from diffusers.models.attention_processor import AttnProcessor
from nets import new_vae
from safetensors.torch import save_file
from shards import read_pictures

BATCH = 25


@torch.no_grad()
def encode_shard(world: Path, checkpoint: Path, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of one shard's pictures, float16 [n, 8, 16, 16] each."""
    torch.set_num_threads(1)
    vae = new_vae().eval().to(memory_format=torch.channels_last)
    vae.load_state_dict(torch.load(checkpoint)["average"])
    vae.set_attn_processor(AttnProcessor())
    shard = read_pictures(world)[number]
    means, deviations = [], []
    for start in range(0, len(shard), BATCH):
        pixels = torch.from_numpy(shard[start : start + BATCH].copy())
        pixels = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
        pixels = pixels.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            posterior = vae.encode(pixels).latent_dist
        means.append(posterior.mean.half().contiguous())
        deviations.append(posterior.std.half().contiguous())
    print(f"shard {number} encoded", flush=True)
    return torch.cat(means).numpy(), torch.cat(deviations).numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--vae", type=Path, required=True, help="checkpoint of train_vae.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shards", type=int, help="only the first ones")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    numbers = range(len(read_pictures(options.world)))[: options.shards]
    work = partial(encode_shard, options.world, options.vae)
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        parts = pool.map(work, numbers, chunksize=1)
    mean = torch.from_numpy(np.concatenate([part[0] for part in parts]))
    deviation = torch.from_numpy(np.concatenate([part[1] for part in parts]))
    variance = mean.float().var() + deviation.float().square().mean()
    statistics = {
        "pictures": len(mean),
        "scaling_factor": round(variance.rsqrt().item(), 5),
        "channel_means": [round(v, 4) for v in mean.float().mean((0, 2, 3)).tolist()],
        "channel_deviations": [round(v, 4) for v in mean.float().std((0, 2, 3)).tolist()],
        "mean_posterior_deviation": round(deviation.float().mean().item(), 4),
    }
    save_file({"mean": mean, "deviation": deviation}, options.out / "latents.safetensors")
    (options.out / "statistics.json").write_text(json.dumps(statistics, indent=2) + "\n")
    print(json.dumps(statistics))


if __name__ == "__main__":
    main()
