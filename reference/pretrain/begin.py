"""Weights to begin from: an earlier starter, as a diffusers folder, in nets of today's shapes.

    python make_starter.py --begin FOLDER …

What has kept its name and shape is taken over. Layers and latents may have gained channels: the
earlier ones keep their place, the new ones start small. Positions that were cut off the text encoder's
table are left out. Tokens keep their rows by name: those the earlier vocabulary lacks stay as
they were drawn.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextModel, CLIPTokenizer

FRESH = 0.3  #: size of new channels' fresh weights against what they were drawn with


def _overlap(own: torch.Tensor, earlier: torch.Tensor) -> torch.Tensor:
    """`own` with the earlier weights in its leading corner."""
    corner = tuple(slice(0, min(a, b)) for a, b in zip(own.shape, earlier.shape, strict=True))
    merged = own.clone()
    merged[corner] = earlier[corner].to(own.dtype)
    return merged


def _halves(own: torch.Tensor, earlier: torch.Tensor) -> torch.Tensor:
    """The same for weights whose rows are means and then log variances."""
    pairs = zip(own.chunk(2), earlier.chunk(2), strict=True)
    return torch.cat([_overlap(mine, theirs) for mine, theirs in pairs])


@torch.no_grad()
def begin_vae(vae: AutoencoderKL, folder: Path) -> None:
    """Loads the autoencoder of `folder`, whose layers and latents may have fewer channels."""
    saved = load_file(folder / "vae" / "diffusion_pytorch_model.safetensors")
    saved = {name: weights.float() for name, weights in saved.items()}
    # The mixing of moments is folded into the convolution before it, and starts anew as identity.
    mixing = saved.pop("quant_conv.weight")[:, :, 0, 0]
    kernel = saved["encoder.conv_out.weight"]
    saved["encoder.conv_out.weight"] = torch.einsum("ab,bcyx->acyx", mixing, kernel)
    saved["encoder.conv_out.bias"] = mixing @ saved["encoder.conv_out.bias"]
    saved["encoder.conv_out.bias"] += saved.pop("quant_conv.bias")
    own = vae.state_dict()
    for name in ("quant_conv", "post_quant_conv"):
        own[f"{name}.weight"].copy_(torch.eye(len(own[f"{name}.bias"]))[:, :, None, None])
        own[f"{name}.bias"].zero_()
    for name, weights in saved.items():
        join = _halves if name.startswith("encoder.conv_out") else _overlap
        fresh = own[name]
        if fresh.ndim > 1 and fresh.shape != weights.shape:
            fresh = fresh * FRESH
        own[name] = join(fresh, weights)
    vae.load_state_dict(own)


@torch.no_grad()
def begin_unet(unet: UNet2DConditionModel, folder: Path) -> int:
    """Loads what the U-Net of `folder` has in common with this one; returns how many tensors."""
    saved = load_file(folder / "unet" / "diffusion_pytorch_model.safetensors")
    own = unet.state_dict()
    common = [name for name in own if name in saved]
    unet.load_state_dict({**own, **{name: _overlap(own[name], saved[name]) for name in common}})
    return len(common)
@torch.no_grad()
def begin_text_encoder(encoder: CLIPTextModel, tokenizer: CLIPTokenizer, folder: Path) -> int:
    """Loads the text encoder of `folder`, with each token's row where the vocabulary of
    `tokenizer` has it. Returns how many tokens have taken a row. Throws where shapes or layers differ."""
    saved = load_file(folder / "text_encoder" / "model.safetensors")
    saved = {name.removeprefix("text_model."): weights.float() for name, weights in saved.items()}
    own = encoder.state_dict()
    prefix = "text_model." if any(name.startswith("text_model.") for name in own) else ""
    # Attention looks back only, so what is cut off the end changes nothing before it.
    places = "embeddings.position_embedding.weight"
    saved[places] = saved[places][: encoder.config.max_position_embeddings]
    rows = saved.pop("embeddings.token_embedding.weight")
    earlier = json.loads((folder / "tokenizer" / "vocab.json").read_text())
    table = own[f"{prefix}embeddings.token_embedding.weight"].clone()
    vocabulary = tokenizer.get_vocab().items()
    kept = [(place, earlier[token]) for token, place in vocabulary if token in earlier]
    table[[place for place, _ in kept]] = rows[[place for _, place in kept]]
    saved["embeddings.token_embedding.weight"] = table
    named = {prefix + name: weights for name, weights in saved.items()}
    unexpected = encoder.load_state_dict(named, strict=False).unexpected_keys
    if unexpected:
        raise ValueError(f"{folder} holds layers that this text encoder lacks: {unexpected}")
    return len(kept)
