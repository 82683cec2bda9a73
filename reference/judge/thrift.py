"""What drawing with work saved does to pictures: how far they move, and what the judge still finds in them.

    cd reference
    python -m judge.thrift ../public/models/starter --prompts 52

For each setting the mean and the largest difference from the picture of all the work, of 255, the share of numbers
that differ by more than 2, and the judge's scores.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parity"))

from thrifty_drawing import Thrift, draw_latents  # noqa: E402

from .model import GUIDANCE, Model  # noqa: E402
from .net import load_judge  # noqa: E402
from .prompts import Prompt, base_prompts  # noqa: E402
from .scores import heeded  # noqa: E402

NOT_SEEN = 2  #: of 255
BATCH = 13
#: Guidance's share of the steps, and how often the deep layers are computed.
THRIFTS = ((0.92, 1), (0.8, 1), (0.6, 1), (0.4, 1), (1.0, 2), (1.0, 3), (1.0, 5), (0.8, 2), (0.6, 3))


@torch.no_grad()
def _draw(model: Model, prompts: list[Prompt], thrift: Thrift) -> torch.Tensor:
    """Pictures float32 [n, 3, size, size], 0..255 in whole numbers."""
    pipe, parts = model.pipe, []
    config = pipe.unet.config
    shape = (config.in_channels, config.sample_size, config.sample_size)
    for start in range(0, len(prompts), BATCH):
        part = prompts[start : start + BATCH]
        noise = [torch.randn(shape, generator=torch.Generator().manual_seed(p.seed)) for p in part]
        latents = draw_latents(
            pipe,
            [prompt.text for prompt in part],
            "",
            torch.stack(noise).to(pipe.device),
            model.steps,
            GUIDANCE,
            thrift,
        )
        pictures = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
        parts.append(((pictures.clamp(-1, 1) + 1) * 127.5).round().cpu())
    return torch.cat(parts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("--prompts", type=int, default=52)
    parser.add_argument("--steps", type=int, default=25)
    options = parser.parse_args()
    prompts, judge = base_prompts(options.prompts), load_judge()
    model = Model(options.model, options.steps)
    whole = _draw(model, prompts, Thrift())

    def found(pictures: torch.Tensor) -> dict[str, float]:
        scores = heeded(judge, pictures / 127.5 - 1, prompts)
        return {name: round(score["share"], 3) for name, score in scores.items()}

    print(json.dumps({"whole": found(whole)}), flush=True)
    for stop, every in THRIFTS:
        pictures = _draw(model, prompts, Thrift(stop, every))
        moved = (pictures - whole).abs()
        row = {
            "guidance until": stop,
            "deep layers every": every,
            "mean": round(moved.mean().item(), 2),
            "largest": round(moved.max().item()),
            "more than 2": round((moved > NOT_SEEN).float().mean().item(), 3),
            **found(pictures),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
