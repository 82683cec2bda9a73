"""Writes the bundles of `bundles/`: small pictures, small class images, and a run.json for each.

    python make_bundles.py
    python make_bundles.py --starter FOLDER

The second writes a run of the studio's preset on the starter instead, with the sample fabrics.

What the studio makes of them is written by the engine's own test, tests/parity/runner.test.ts."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from weft_runner.bundle.run import read_bundle
from weft_runner.model.layers import layers_that_learn
from weft_runner.model.nets import load_nets

HERE = Path(__file__).resolve().parent
BUNDLES = HERE / "bundles"
TINY = HERE.parents[1] / "tests" / "fixtures" / "tiny"
STARTER = HERE.parents[1] / "public" / "models" / "starter"
SAMPLES = HERE.parents[1] / "public" / "samples"
SIZE = 64

RUN = {
    "adapterName": "Stripes",
    "steps": 30,
    "resolution": 0,
    "segments": 0,
    "seed": 42,
    "checkpointEvery": 10,
    "evalEvery": 10,
    "sampleEvery": 0,
    "samplePrompt": "",
}
#: As the studio's preset has them, but for the prompts and AdamW's epsilon, which is larger than the usual 1e-8: A's first
#: gradients are those of a B that has taken one step, and with the usual one AdamW makes whole steps of what is float32's
#: rounding in the smallest of them. Such a run says more of the order of sums than of the runner (README.md).
PLAIN = {
    **RUN,
    "method": "lora",
    "learningRate": 2e-3,
    "batchSize": 1,
    "mirror": False,
    "holdOut": 0,
    "patience": 0,
    "sampleEvery": 30,
    "instancePrompt": "a sks african fabric pattern",
    "classPrompt": "a fabric pattern",
    "rank": 4,
    "loraAlpha": 4,
    "priorFrom": "class-images",
    "classImages": 2,
    "ownClassImages": False,
    "quickClassImages": False,
    "priorWeight": 1,
    "targets": ["attention"],
    "upBlocksOnly": False,
    "microBatches": False,
    "accumulation": 1,
    "schedule": "constant",
    "warmupSteps": 0,
    "beta1": 0.9,
    "beta2": 0.999,
    "epsilon": 1e-5,
    "weightDecay": 0.01,
    "maxGradientNorm": 1,
    "minSnrGamma": 0.2,
    "noiseOffset": 0,
    "emaDecay": 0,
    "captionDropout": 0,
    "keepCheckpoints": False,
    "showForgetting": False,
}
#: Nothing as the preset has it.
EVERY_SETTING = {
    **PLAIN,
    "sampleEvery": 0,
    "learningRate": 1e-3,
    "batchSize": 2,
    "mirror": True,
    "holdOut": 3,
    "rank": 3,
    "loraAlpha": 6,
    "priorWeight": 0.7,
    "targets": ["attention", "feed-forward", "projections", "convolutions", "text-encoder"],
    "accumulation": 2,
    "schedule": "cosine",
    "warmupSteps": 5,
    "beta1": 0.85,
    "beta2": 0.99,
    "epsilon": 1e-6,
    "weightDecay": 0.05,
    "maxGradientNorm": 0.5,
    "minSnrGamma": 5,
    "noiseOffset": 0.1,
    "emaDecay": 0.9,
    "captionDropout": 0.2,
    "keepCheckpoints": True,
}
#: One layer group in the up blocks, a sample at a time, a rate that falls in a straight line.
SINGLE_SAMPLES = {
    **PLAIN,
    "sampleEvery": 0,
    "targets": ["convolutions", "projections"],
    "upBlocksOnly": True,
    "microBatches": True,
    "batchSize": 2,
    "schedule": "linear",
    "maxGradientNorm": 0,
    "minSnrGamma": 0,
    "classImages": 0,
}
#: The class held to the model's own prediction, with the text encoder learning too; class images are left alone.
OWN_PREDICTION = {
    **PLAIN,
    "sampleEvery": 0,
    "priorFrom": "own-prediction",
    "priorWeight": 0.7,
    "batchSize": 2,
    "targets": ["attention", "text-encoder"],
    "minSnrGamma": 5,
    "captionDropout": 0.2,
}
#: The same, a sample at a time.
OWN_PREDICTION_SINGLE = {
    **OWN_PREDICTION,
    "targets": ["attention"],
    "microBatches": True,
    "accumulation": 2,
    "captionDropout": 0,
}
WORD = {
    **RUN,
    "sampleEvery": 30,
    "method": "textual-inversion",
    "learningRate": 5e-3,
    "batchSize": 2,
    "mirror": True,
    "holdOut": 3,
    "patience": 0,
    "placeholder": "<striped>",
    "initializer": "pattern",
    "vectors": 2,
    "templates": ["a photo of a {}", "a rendering of a {}, red", "the {}"],
}
CASES = {
    "plain": PLAIN,
    "every-setting": EVERY_SETTING,
    "single-samples": SINGLE_SAMPLES,
    "own-prediction": OWN_PREDICTION,
    "own-prediction-single": OWN_PREDICTION_SINGLE,
    "word": WORD,
}
CAPTIONS = ["", "a sks pattern, close-up", "", "", "a red cloth"]


def picture(seed: int) -> Image.Image:
    """Soft stripes in two colours, with some grain."""
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(SIZE), np.arange(SIZE))
    angle, width = random.uniform(0, np.pi), random.uniform(4, 12)
    wave = 0.5 + 0.5 * np.sin((x * np.cos(angle) + y * np.sin(angle)) / width * np.pi)
    first, second = random.uniform(20, 235, (2, 3))
    rgb = (
        wave[..., None] * first
        + (1 - wave[..., None]) * second
        + random.normal(0, 4, (SIZE, SIZE, 1))
    )
    # Coarse steps of colour compress well.
    return Image.fromarray((np.clip(rgb, 0, 255) // 8 * 8).astype(np.uint8))


def _file(folder: Path, path: str, image: Image.Image) -> dict:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, optimize=True)
    return {"file": path, "sha256": hashlib.sha256(target.read_bytes()).hexdigest()}


def write_bundle(
    folder: Path,
    settings: dict,
    images: list[Image.Image],
    captions: list[str],
    class_images: list[Image.Image],
    model: Path = TINY,
) -> None:
    """A bundle of pictures and, where asked for, class images."""
    size = images[0].width
    pictures = []
    for i, (image, caption) in enumerate(zip(images, captions, strict=True)):
        held_out = settings["holdOut"] > 1 and i % settings["holdOut"] == settings["holdOut"] - 1
        place = "held-out" if held_out else "captioned"
        told = _file(folder, f"pictures/{place}/{i + 1:04d}.png", image)
        about = {"name": f"{i}.png", "caption": caption, "fingerprint": f"{i:016x}"}
        pictures.append({**told, **about, "heldOut": held_out})
    classes = None
    if settings.get("classImages") and settings["priorFrom"] == "class-images":
        given = [
            _file(folder, f"class-images/{i + 1:04d}.png", image)
            for i, image in enumerate(class_images)
        ]
        drawing = {"sampler": "dpmsolver++", "samplingSteps": 12, "guidanceScale": 7.5}
        classes = {"given": given, "drawing": {**drawing, "firstSeed": 1_000_000}}
    prompt = settings.get("instancePrompt") or settings["templates"][0].replace(
        "{}", settings["placeholder"]
    )
    weights = ("unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors")
    run = {
        "format": "weft-run",
        "version": 1,
        "id": f"bundle-{folder.name}",
        "writtenAt": "2026-11-29T14:05:00.000Z",
        "settings": settings,
        "size": size,
        "model": {
            "name": model.name,
            "fingerprint": model.name,
            "family": "Stable Diffusion 1",
            "source": {"kind": "folder", "name": model.name},
            "layout": "diffusers",
            "files": [_model_file(model, path) for path in weights],
            "prediction": None,
            "nativeSize": size,
        },
        "modules": None,
        "pictures": pictures,
        "classImages": classes,
        "samples": {
            "sampler": "dpmsolver++",
            "samplingSteps": 12,
            "guidanceScale": 7.5,
            "prompts": [prompt],
            "seeds": [42, 1],
        },
        "evaluation": {"images": 4, "timestepsPerImage": 4, "seed": 7},
        "state": None,
    }
    path = folder / "run.json"
    path.write_text(json.dumps(run))
    if settings["method"] == "lora":
        nets = load_nets(model, model.name, [], None, torch.device("cpu"))
        modules = layers_that_learn(nets, read_bundle(folder).settings)
        run["modules"] = [module.model_dump(by_alias=True, exclude_none=True) for module in modules]
    path.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n")


def _model_file(model: Path, path: str) -> dict:
    content = (model / path).read_bytes()
    digest = {"kind": "sha256", "hex": hashlib.sha256(content).hexdigest()}
    return {"path": path, "bytes": len(content), "digest": digest}


def _small() -> None:
    for name, settings in CASES.items():
        images = [picture(seed) for seed in range(len(CAPTIONS))]
        write_bundle(BUNDLES / name, settings, images, CAPTIONS, [picture(100), picture(101)])


def _starter(folder: Path) -> None:
    names = json.loads((SAMPLES / "samples.json").read_text())["images"]
    images = [ImageOps.fit(Image.open(SAMPLES / name).convert("RGB"), (128, 128)) for name in names]
    # The last two are held out, and stand for class images, of which any will do.
    shown, others = images[:8], images[8:]
    preset = {**PLAIN, "epsilon": 1e-8}
    write_bundle(folder / "preset", preset, shown, [""] * 8, others, STARTER)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starter", type=Path)
    options = parser.parse_args()
    if options.starter:
        _starter(options.starter)
    else:
        _small()
