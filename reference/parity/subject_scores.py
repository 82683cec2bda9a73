"""The scores of a run: small CLIP and DINO models with random weights, exported as transformers.js reads them, and what
Python makes of the same pictures with them."""

from __future__ import annotations

import json
import warnings
from itertools import product
from pathlib import Path

import torch
from PIL import Image
from tokenizer_files import STARTER_TOKENIZER, VOCABULARY
from transformers import (
    CLIPConfig,
    CLIPImageProcessor,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionModelWithProjection,
    ViTConfig,
    ViTImageProcessor,
    ViTModel,
)

ROOT = Path(__file__).resolve().parents[2]
DRAWN = ROOT / "tests" / "fixtures" / "images"
SAMPLES = ROOT / "public" / "samples"
#: Wide enough apart that pictures of different things are not all alike to a net of random weights.
SPREAD = 0.35
OPSET = 18

SIDE, PATCH = 32, 8
#: Pictures to score, and the texts that they were drawn from, without the word of the fabric.
PICTURES = {
    "ddim.png": "a dress made of african fabric pattern",
    "lcm.png": "african fabric pattern as wallpaper",
    "unipc.png": "a woven basket, african fabric pattern",
}
#: Photographs, cut down to sides that make the resampling round up and down.
REAL = {"sample-01.webp": 50, "sample-04.webp": 71, "sample-07.webp": 64}

TEXT = {
    "bos_token_id": 0,
    "eos_token_id": 2,
    "hidden_act": "quick_gelu",
    "hidden_size": 12,
    "intermediate_size": 32,
    "max_position_embeddings": 77,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "pad_token_id": 1,
    "projection_dim": 12,
    "vocab_size": VOCABULARY,
}
VISION = {
    "hidden_act": "quick_gelu",
    "hidden_size": 24,
    "image_size": SIDE,
    "intermediate_size": 48,
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "patch_size": PATCH,
    "projection_dim": 12,
}
VIT = {
    "hidden_size": 24,
    "image_size": SIDE,
    "intermediate_size": 48,
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "patch_size": PATCH,
    "qkv_bias": True,
}

#: The keys of the published `preprocessor_config.json` of either model, at the small side.
CLIP_IMAGES = {
    "crop_size": {"height": SIDE, "width": SIDE},
    "do_center_crop": True,
    "do_convert_rgb": True,
    "do_normalize": True,
    "do_rescale": True,
    "do_resize": True,
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
    "resample": 3,
    "rescale_factor": 1 / 255,
    "size": {"shortest_edge": SIDE},
}
DINO_IMAGES = {
    "do_normalize": True,
    "do_rescale": True,
    "do_resize": True,
    "image_mean": [0.485, 0.456, 0.406],
    "image_std": [0.229, 0.224, 0.225],
    "resample": 2,
    "rescale_factor": 1 / 255,
    "size": {"height": SIDE, "width": SIDE},
}


class _Outputs(torch.nn.Module):
    """A net by its tensors alone, in the order in which they are named in the exported graph."""

    def __init__(self, net: torch.nn.Module, inputs: list[str], outputs: list[str]) -> None:
        super().__init__()
        self.net, self.inputs, self.outputs = net, inputs, outputs

    def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
        result = self.net(**dict(zip(self.inputs, tensors, strict=True)))
        return tuple(getattr(result, name) for name in self.outputs)


def _stirred(net: torch.nn.Module, seed: int) -> torch.nn.Module:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(net.named_parameters()):
            around = 1.0 if "norm" in name and name.endswith("weight") else 0.0
            parameter.copy_(around + SPREAD * torch.randn(parameter.shape, generator=generator))
    return net.eval()


def _export(
    net: torch.nn.Module, file: Path, inputs: dict[str, torch.Tensor], outputs: list[str]
) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: {0: "batch"} for name in (*inputs, *outputs)}
    for name, tensor in inputs.items():
        if tensor.ndim == 2:
            axes[name][1] = "length"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Outputs(net, list(inputs), outputs),
            tuple(inputs.values()),
            str(file),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def _write_json(file: Path, content: dict) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n")


def _similarity(a: torch.Tensor, b: torch.Tensor) -> list[list[float]]:
    unit = [torch.nn.functional.normalize(each.double(), dim=-1) for each in (a, b)]
    return (unit[0] @ unit[1].T).tolist()


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _between(a: torch.Tensor, b: torch.Tensor) -> float:
    return _mean([value for row in _similarity(a, b) for value in row])


def _within(a: torch.Tensor) -> float:
    """Each with every other, none with itself."""
    table = _similarity(a, a)
    places = range(len(table))
    return _mean([table[i][j] for i, j in product(places, places) if i != j])


def _photographs(folder: Path) -> list[Image.Image]:
    found = []
    for name, side in REAL.items():
        picture = Image.open(SAMPLES / name).convert("RGB").resize((side, side))
        file = folder / "real" / f"{Path(name).stem}.png"
        file.parent.mkdir(exist_ok=True)
        picture.save(file)
        found.append(Image.open(file).convert("RGB"))
    return found


@torch.no_grad()
def write(folder: Path) -> None:
    """Fills `folder` with the models `clip` and `dino`, the pictures `real`, and `expected.json`."""
    text_config = CLIPConfig(text_config=TEXT, vision_config=VISION, projection_dim=12)
    text = _stirred(CLIPTextModelWithProjection(text_config.text_config), 601)
    vision = _stirred(CLIPVisionModelWithProjection(text_config.vision_config), 602)
    dino = _stirred(ViTModel(ViTConfig(**VIT), add_pooling_layer=False), 603)

    drawn = [Image.open(DRAWN / name).convert("RGB") for name in PICTURES]
    real = _photographs(folder)
    clip_images = CLIPImageProcessor(**CLIP_IMAGES)
    dino_images = ViTImageProcessor(**DINO_IMAGES)
    tokenizer = CLIPTokenizer.from_pretrained(STARTER_TOKENIZER, local_files_only=True)

    def pixels(processor: object, pictures: list[Image.Image]) -> torch.Tensor:
        return processor(pictures, return_tensors="pt").pixel_values

    ids = tokenizer(list(PICTURES.values()), padding=True, truncation=True, return_tensors="pt")
    words = {"input_ids": ids.input_ids, "attention_mask": ids.attention_mask}
    looks = {
        "clip": [
            vision(pixel_values=pixels(clip_images, each)).image_embeds for each in (drawn, real)
        ],
        "dino": [
            dino(pixel_values=pixels(dino_images, each)).last_hidden_state[:, 0]
            for each in (drawn, real)
        ],
    }
    texts = text(**words).text_embeds
    pairs = _similarity(looks["clip"][0], texts)
    expected = {
        "pictures": list(PICTURES),
        "texts": list(PICTURES.values()),
        "real": [f"{Path(name).stem}.png" for name in REAL],
        "scores": {
            "clipI": _between(*looks["clip"]),
            "clipT": _mean([pairs[i][i] for i in range(len(pairs))]),
            "dino": _between(*looks["dino"]),
            "real": {"clipI": _within(looks["clip"][1]), "dino": _within(looks["dino"][1])},
        },
    }
    _write_json(folder / "expected.json", expected)

    _export(
        text,
        folder / "clip" / "onnx" / "text_model.onnx",
        words,
        ["text_embeds", "last_hidden_state"],
    )
    image = {"pixel_values": pixels(clip_images, drawn)}
    _export(
        vision,
        folder / "clip" / "onnx" / "vision_model.onnx",
        image,
        ["image_embeds", "last_hidden_state"],
    )
    view = {"pixel_values": pixels(dino_images, drawn)}
    _export(dino, folder / "dino" / "onnx" / "model.onnx", view, ["last_hidden_state"])
    clip_config = {"model_type": "clip", "text_config": TEXT, "vision_config": VISION}
    _write_json(folder / "clip" / "config.json", {**clip_config, "projection_dim": 12})
    _write_json(
        folder / "clip" / "preprocessor_config.json",
        {"image_processor_type": "CLIPImageProcessor", **CLIP_IMAGES},
    )
    _write_json(folder / "dino" / "config.json", {"model_type": "vit", **VIT})
    _write_json(
        folder / "dino" / "preprocessor_config.json",
        {"image_processor_type": "ViTFeatureExtractor", **DINO_IMAGES},
    )
