"""Encodes the drawn pictures once, and measures the scale of the latents.

Writes `latents.safetensors` (`mean` and `deviation`, float16 [n, 8, 16, 16], unscaled)
and `statistics.json` with the scaling factor, 1 / standard deviation of the latents.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from diffusers.models.attention_processor import AttnProcessor
from nets import new_vae
from safetensors.torch import save_file
from shards import read_pictures


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--vae", type=Path, required=True, help="checkpoint of train_vae.py")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    vae = new_vae().eval().to(memory_format=torch.channels_last)
    vae.load_state_dict(torch.load(options.vae)["average"])
    vae.set_attn_processor(AttnProcessor())
    means, deviations = [], []
    for number, shard in enumerate(read_pictures(options.world)):
        for start in range(0, len(shard), 50):
            pixels = torch.from_numpy(shard[start : start + 50].copy())
            pixels = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
            pixels = pixels.contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16):
                posterior = vae.encode(pixels).latent_dist
            means.append(posterior.mean.half().contiguous())
            deviations.append(posterior.std.half().contiguous())
        print(f"shard {number} encoded", flush=True)
    mean, deviation = torch.cat(means), torch.cat(deviations)
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
