"""A training in one small file, from which it can go on elsewhere.

    python pack.py pack --work $W ../checkpoint/starter.safetensors
    python pack.py unpack --work $W ../checkpoint/starter.safetensors

Half-precision weights of the autoencoder, the text encoder, and, where it has begun, the U-Net and
its average, with what they have seen. AdamW's state is left out: it is found anew within the
hundred steps of a warm-up. The world is drawn and encoded anew too, from its seeds.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizer import write_tokenizer

from checkpoint import load_checkpoint, save_checkpoint


def named(part: str, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights in half precision, each name under its part's."""
    return {f"{part}/{name}": value.half().contiguous() for name, value in weights.items()}


def pack(work: Path, file: Path) -> None:
    """Writes the file from the checkpoints in `work`; autoencoder and text encoder are finished."""
    vae, denoiser = load_checkpoint(work / "vae.pt"), load_checkpoint(work / "denoiser.pt")
    tensors = {
        **named("vae", vae["average"]),
        **named("text_encoder", load_checkpoint(work / "text.pt")["text_encoder"]),
    }
    metadata = {
        "vae": json.dumps({"step": vae["step"], "spent": vae["spent"]}),
        "vocabulary": (work / "tokenizer" / "vocab.json").read_text(),
    }
    if denoiser:
        tensors |= named("unet", denoiser["unet"]) | named("average", denoiser["average"])
        seen = {"seen": denoiser["seen"], "machine": denoiser["machine"]}
        metadata["denoiser"] = json.dumps(seen)
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, file, metadata=metadata)


def unpack(file: Path, work: Path) -> None:
    """Writes checkpoints and tokenizer into `work`. Throws where the vocabulary is another now."""
    parts: dict[str, dict[str, torch.Tensor]] = {}
    with safe_open(file, "pt") as opened:
        metadata = opened.metadata()
        for key in opened.keys():  # noqa: SIM118, safe_open isn't a mapping
            part, name = key.split("/", 1)
            # Whole numbers, such as positions, were halved too; none of them is kept as weights.
            parts.setdefault(part, {})[name] = opened.get_tensor(key).float()
    unfinished = work / "tokenizer.part"
    write_tokenizer(unfinished)
    if (unfinished / "vocab.json").read_text() != metadata["vocabulary"]:
        raise ValueError(f"{file} was made with another vocabulary than today's captions give")
    shutil.rmtree(work / "tokenizer", ignore_errors=True)
    shutil.move(unfinished, work / "tokenizer")
    save_checkpoint(work / "text.pt", {"text_encoder": parts["text_encoder"], "finished": True})
    vae = {"average": parts["vae"], **json.loads(metadata["vae"]), "finished": True}
    save_checkpoint(work / "vae.pt", vae)
    if "denoiser" in metadata:
        weights = {name: parts[name] for name in ("unet", "average")}
        save_checkpoint(work / "denoiser.pt", weights | json.loads(metadata["denoiser"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=("pack", "unpack"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    if options.way == "pack":
        pack(options.work, options.file)
        print(f"{options.file}: {options.file.stat().st_size / 1e6:.1f} MB")
    else:
        options.work.mkdir(parents=True, exist_ok=True)
        unpack(options.file, options.work)


if __name__ == "__main__":
    main()
