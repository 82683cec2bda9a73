"""Draws with the adapters and the learnt words that the engine wrote, through diffusers and PEFT, and compares with
the engine's pictures; reads the losses that the studio wrote for TensorBoard by TensorBoard.

    WEFT_PARITY_OURS=FOLDER npx vitest run tests/parity
    python reference/parity/check_ours.py FOLDER [--rows FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

# Before torch is imported. One thread: a second one gains little and waits badly for a busy processor.
os.environ.update(OMP_NUM_THREADS="1", HF_HUB_OFFLINE="1")

from diffusers import StableDiffusionPipeline  # noqa: E402
from parity_rows import keep_row  # noqa: E402
from peft import PeftModel  # noqa: E402
from peft.tuners.lora import LoraLayer  # noqa: E402
from PIL import Image, ImageChops  # noqa: E402
from starter_pipeline import Subject, draw, load  # noqa: E402
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator  # noqa: E402

BOUND = 2


def _subject(file: Path) -> Subject:
    told = json.loads(file.read_text())
    return Subject(
        told["prompt"],
        told["negativePrompt"],
        told["guidanceScale"],
        told["samplingSteps"],
        told["sampler"],
        told["seed"],
    )


def levels_apart(a: Image.Image, b: Image.Image) -> int:
    """The largest difference of any pixel in any channel."""
    extrema = ImageChops.difference(a.convert("RGB"), b.convert("RGB")).getextrema()
    return max(high for _, high in extrema)


def _adapted(pipe: StableDiffusionPipeline) -> int:
    """How many layers of U-Net and text encoder carry a LoRA."""
    nets = (pipe.unet, pipe.text_encoder)
    return sum(isinstance(module, LoraLayer) for net in nets for module in net.modules())


def _by_diffusers(file: Path) -> StableDiffusionPipeline:
    pipe = load()
    pipe.load_lora_weights(str(file.parent), weight_name=file.name)
    return pipe


def _by_peft(file: Path) -> StableDiffusionPipeline:
    pipe = load()
    pipe.unet = PeftModel.from_pretrained(pipe.unet, file.parent)
    return pipe


#: A layout's file in an adapter's folder, and who reads it.
READERS: dict[str, tuple[str, Callable[[Path], StableDiffusionPipeline]]] = {
    "diffusers": ("diffusers.safetensors", _by_diffusers),
    "kohya": ("kohya.safetensors", _by_diffusers),
    "PEFT": ("peft/adapter_model.safetensors", _by_peft),
}


def check_adapters(folder: Path, rows: Path | None) -> bool:
    """A row for each adapter and layout; whether all bounds hold."""
    holds = []
    for adapter in sorted(folder.iterdir()):
        subject = _subject(adapter / "subject.json")
        picture = Image.open(adapter / "picture.png")
        modules = json.loads((adapter / "adapter.json").read_text())["modules"]
        for layout, (name, read) in READERS.items():
            if not (adapter / name).exists():
                continue
            pipe = read(adapter / name)
            if _adapted(pipe) != modules:
                raise ValueError(
                    f"{adapter / name}: {_adapted(pipe)} of {modules} layers were adapted"
                )
            holds.append(
                keep_row(
                    rows,
                    what=f"our adapter, {layout} layout, drawn by {'PEFT' if layout == 'PEFT' else 'diffusers'}",
                    lane="cpu",
                    measured=levels_apart(draw(pipe, subject), picture),
                    bound=BOUND,
                    unit="levels of 255",
                )
            )
    return len(holds) > 0 and all(holds)


def check_embeddings(folder: Path, rows: Path | None) -> bool:
    """A row for each layout of learnt words; whether all bounds hold."""
    holds = []
    for word in sorted(folder.iterdir()):
        subject = _subject(word / "subject.json")
        picture = Image.open(word / "picture.png")
        told = json.loads((word / "embedding.json").read_text())
        for layout in ("diffusers", "emb_params"):
            pipe = load()
            known = len(pipe.tokenizer)
            # A file of `emb_params` doesn't name its token.
            token = None if layout == "diffusers" else told["token"]
            pipe.load_textual_inversion(word / f"{layout}.safetensors", token=token)
            added = len(pipe.tokenizer) - known
            if added != told["rows"] or told["token"] not in pipe.tokenizer.get_added_vocab():
                raise ValueError(f"{word}, {layout}: not {told['rows']} rows of {told['token']}")
            holds.append(
                keep_row(
                    rows,
                    what=f"our embedding, {layout} layout, drawn by diffusers",
                    lane="cpu",
                    measured=levels_apart(draw(pipe, subject), picture),
                    bound=BOUND,
                    unit="levels of 255",
                )
            )
    return len(holds) > 0 and all(holds)


def check_losses(folder: Path, rows: Path | None) -> bool:
    """A row for the event file: how far TensorBoard's curves are from those that were written."""
    events = EventAccumulator(str(folder))
    events.Reload()
    wanted = json.loads((folder / "curves.json").read_text())
    if sorted(events.Tags()["scalars"]) != sorted(curve["tag"] for curve in wanted):
        raise ValueError(f"{folder}: TensorBoard finds {events.Tags()['scalars']}")
    apart = 0.0
    for curve in wanted:
        read = events.Scalars(curve["tag"])
        if [scalar.step for scalar in read] != [point["step"] for point in curve["points"]]:
            raise ValueError(f"{folder}: other steps of {curve['tag']}")
        for scalar, point in zip(read, curve["points"], strict=True):
            apart = max(apart, abs(scalar.value - point["value"]))
    return keep_row(
        rows,
        what="losses for TensorBoard, read by it",
        lane="cpu",
        measured=apart,
        bound=1e-7,
        unit="largest distance of a loss",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=Path)
    arguments = parser.parse_args()
    holds = [
        check_adapters(arguments.folder / "adapters", arguments.rows),
        check_embeddings(arguments.folder / "embeddings", arguments.rows),
        check_losses(arguments.folder / "losses", arguments.rows),
    ]
    sys.exit(0 if all(holds) else 1)


if __name__ == "__main__":
    main()
