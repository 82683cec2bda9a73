"""Writes a model of Stable Diffusion 1.5's own size with random weights, and what diffusers and transformers compute
with it at 16×16 latents: `tests/parity/fullSize.test.ts` holds the engine against it.

    python reference/parity/write_full_size.py FOLDER

Takes 2.2 GB of disk and 8 GB of memory. Weights are stored as float16; both sides compute with those same values,
the reference in float64.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable
from pathlib import Path

import expected_nets
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers_folder import (
    prefixed,
    published_names,
    sharpen_attention,
    stir,
    write_model_index,
    write_net,
)
from safetensors.torch import save
from tokenizer_files import END, write_tokenizer
from transformers import CLIPTextConfig, CLIPTextModel

CONFIGS = Path(__file__).resolve().parent / "full_size"
SEED = 151
#: Enough to tell one head from another, little enough for attention to stay well-conditioned.
ATTENTION_GAIN = 2.0
LATENTS = (1, 4, 16, 16)

Weights = dict[str, torch.Tensor]


def _config(net: str) -> dict:
    return json.loads((CONFIGS / f"{net}.json").read_text())


def _ids(config: CLIPTextConfig) -> torch.Tensor:
    """A prompt of random tokens between the vocabulary's last two, which are its start and its end."""
    start, end = config.vocab_size - 2, config.vocab_size - 1
    length = config.max_position_embeddings
    generator = torch.Generator().manual_seed(SEED)
    words = torch.randint(start, (1, length // 2), generator=generator)
    ids = torch.full((1, length), end)
    ids[:, 0] = start
    ids[:, 1 : 1 + words.shape[1]] = words
    return ids


def _draw(offset: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(SEED + offset))


def _text(net: CLIPTextModel) -> Weights:
    return expected_nets.text_encoder(net, _ids(net.config))


def _unet(net: UNet2DConditionModel) -> Weights:
    sample, states = _draw(1, *LATENTS), _draw(2, 1, 77, net.config.cross_attention_dim)
    given = {"unet.sample": sample, "unet.encoder_hidden_states": states}
    return {**given, **expected_nets.denoised(net, sample, states)}


def _vae(net: AutoencoderKL) -> Weights:
    latents = _draw(3, *LATENTS)
    decoded = expected_nets.decoded(net, latents)
    return {
        "vae.latents": latents,
        **decoded,
        **expected_nets.encoded(net, decoded["vae.decoded"]),
    }


def _settled(net: torch.nn.Module) -> torch.nn.Module:
    """The net with stirred norms and sharper attention, in half precision."""
    sharpen_attention(stir(net), ATTENTION_GAIN)
    return net.half()


def _write(
    path: Path,
    config: dict,
    file: str,
    net: torch.nn.Module,
    names: Callable[[Weights], Weights],
    compute: Callable[[torch.nn.Module], Weights],
) -> Weights:
    """Writes one net's folder and gives what is computed with it."""
    with torch.no_grad():
        _settled(net)
        write_net(path, config, names(net.state_dict()), file)
        tensors = compute(net.double())
    print(path.name, "written and computed", flush=True)
    return tensors


def write(folder: Path) -> None:
    """Fills `folder`, one net in memory at a time."""
    torch.manual_seed(SEED)
    file = "diffusion_pytorch_model.safetensors"
    text, unet, vae = (_config(net) for net in ("text_encoder", "unet", "vae"))
    tensors = _write(
        folder / "text_encoder",
        text,
        "model.safetensors",
        CLIPTextModel(CLIPTextConfig(**text)).eval(),
        lambda weights: prefixed(weights, "text_model."),
        _text,
    )
    gc.collect()
    tensors |= _write(
        folder / "unet",
        unet,
        file,
        UNet2DConditionModel.from_config(unet).eval(),
        lambda weights: weights,
        _unet,
    )
    gc.collect()
    tensors |= _write(
        folder / "vae", vae, file, AutoencoderKL.from_config(vae).eval(), published_names, _vae
    )
    contiguous = {name: value.contiguous() for name, value in tensors.items()}
    (folder / "expected.safetensors").write_bytes(save(contiguous, metadata={"format": "pt"}))
    write_model_index(folder, _config("scheduler"))
    write_tokenizer(folder / "tokenizer", END)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    write(arguments.folder)


if __name__ == "__main__":
    main()
