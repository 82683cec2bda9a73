"""LoRAs of the starter in every layout that diffusers and PEFT read, and the pictures that diffusers draws with them."""

from __future__ import annotations

import json
from pathlib import Path

import lora_files
import torch
from lora_factors import config, fill, layers
from peft import PeftModel, get_peft_model
from PIL import Image, ImageChops
from settled_files import settle_config, settle_header
from starter_pipeline import Subject, draw, load
from subject_images import NEGATIVE_PROMPT, PROMPT

SUBJECT = Subject(PROMPT, NEGATIVE_PROMPT, 7.5, 10, "dpmsolver++", 42)
ATTENTION = r"\.attn[12]\."
#: Some of each kind of layer, where the U-Net is narrow.
EVERY_KIND = r"^conv_(in|out)$|^time_embedding|^down_blocks\.0\.|^up_blocks\.1\.upsamplers|^up_blocks\.2\.resnets\.0\."
#: A picture that differs by less than this from the one without adapter shows nothing.
VISIBLE = 20


def _peft(folder: Path) -> Image.Image:
    """PEFT's own folder with the course's settings; drawn from the folder again."""
    pipe = load()
    targets = ["to_q", "to_k", "to_v", "to_out.0"]
    adapted = get_peft_model(pipe.unet, config(targets, rank=4, alpha=32))
    fill(adapted, 201)
    adapted.save_pretrained(folder / "peft")
    (folder / "peft" / "README.md").unlink()
    settle_config(folder / "peft" / "adapter_config.json")
    settle_header(folder / "peft" / "adapter_model.safetensors")
    pipe = load()
    pipe.unet = PeftModel.from_pretrained(pipe.unet, folder / "peft")
    return draw(pipe, SUBJECT)


def _drawn_from(file: Path) -> Image.Image:
    settle_header(file)
    pipe = load()
    pipe.load_lora_weights(str(file.parent), weight_name=file.name)
    return draw(pipe, SUBJECT)


def _current(folder: Path) -> Image.Image:
    """Every kind of layer, ranks and alphas of their own; U-Net and text encoder."""
    pipe = load()
    targets = layers(pipe.unet, EVERY_KIND)
    own = {name: 2 for name in targets if "resnets" in name}
    alphas = {name: 5.0 for name in targets if "ff.net" in name}
    pipe.unet.add_adapter(config(targets, rank=3, alpha=1, ranks=own, alphas=alphas))
    text = layers(pipe.text_encoder, r"layers\.1\.(self_attn|mlp)")
    pipe.text_encoder.add_adapter(config(text, rank=2, alpha=6))
    fill(pipe.unet, 202)
    fill(pipe.text_encoder, 203)
    lora_files.save_current(pipe, folder, "diffusers.safetensors")
    return _drawn_from(folder / "diffusers.safetensors")


def _older(folder: Path) -> Image.Image:
    pipe = load()
    pipe.unet.add_adapter(config(layers(pipe.unet, r"^(mid|up).*" + ATTENTION), rank=2, alpha=2))
    pipe.text_encoder.add_adapter(
        config(layers(pipe.text_encoder, r"layers\.0\.self_attn"), rank=2, alpha=2)
    )
    fill(pipe.unet, 204)
    fill(pipe.text_encoder, 205)
    lora_files.save_older(pipe, folder, "diffusers-older.safetensors")
    return _drawn_from(folder / "diffusers-older.safetensors")


def _oldest(folder: Path) -> Image.Image:
    pipe = load()
    pipe.unet.add_adapter(config(layers(pipe.unet, r"^(down|mid).*" + ATTENTION), rank=2, alpha=2))
    fill(pipe.unet, 206)
    lora_files.save_oldest(pipe, folder, "diffusers-oldest.safetensors")
    return _drawn_from(folder / "diffusers-oldest.safetensors")


def _kohya(folder: Path) -> Image.Image:
    """All 97 layers of the U-Net and all of the text encoder, in float16; convolutions have a rank and alpha of their own."""
    pipe = load()
    targets = layers(pipe.unet, "")
    kernels = [name for name in targets if pipe.unet.get_submodule(name).weight.ndim == 4]
    ranks, alphas = dict.fromkeys(kernels, 1), dict.fromkeys(kernels, 4.0)
    pipe.unet.add_adapter(config(targets, rank=2, alpha=1, ranks=ranks, alphas=alphas))
    pipe.text_encoder.add_adapter(config(layers(pipe.text_encoder, "encoder"), rank=1, alpha=0.5))
    fill(pipe.unet, 207)
    fill(pipe.text_encoder, 208)
    lora_files.save_kohya(pipe, folder / "kohya.safetensors", torch.float16)
    return _drawn_from(folder / "kohya.safetensors")


CASES = {
    "peft": _peft,
    "diffusers": _current,
    "diffusers-older": _older,
    "diffusers-oldest": _oldest,
    "kohya": _kohya,
}


def write(folder: Path) -> None:
    """For each layout its file or folder, a picture drawn with it, and `adapters.json` with what was drawn."""
    plain = draw(load(), SUBJECT)
    for name, case in CASES.items():
        picture = case(folder)
        apart = max(high for _, high in ImageChops.difference(picture, plain).getextrema())
        if apart <= VISIBLE:
            raise ValueError(f"the adapter {name} changes no pixel by more than {apart} levels")
        print(name, "changes pixels by up to", apart, "levels", flush=True)
        picture.save(folder / f"{name}.png")
    listing = {
        "prompt": SUBJECT.prompt,
        "negativePrompt": SUBJECT.negative_prompt,
        "guidanceScale": SUBJECT.guidance_scale,
        "samplingSteps": SUBJECT.steps,
        "sampler": SUBJECT.sampler,
        "seed": SUBJECT.seed,
        "adapters": list(CASES),
    }
    (folder / "adapters.json").write_text(json.dumps(listing, indent=1) + "\n")
