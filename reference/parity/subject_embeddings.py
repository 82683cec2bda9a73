"""Learnt words of the starter in the layouts that diffusers reads, and the pictures that it draws with them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline
from PIL import ImageChops
from safetensors.torch import save
from starter_pipeline import Subject, draw, load
from subject_adapters import VISIBLE

#: Rows are this many times as large as those of the vocabulary: learnt ones stray from it too.
STRENGTH = 3


@dataclass(frozen=True)
class Word:
    """A token, the file that it stands in, and its rows' shape there without the width."""

    token: str
    file: str
    key: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """A picture and the words that its prompts use."""

    name: str
    prompt: str
    negative_prompt: str
    words: tuple[Word, ...]


CASES = (
    Case(
        "one-row",
        "a beautiful dress made of <woven> fabric, fashion photography",
        "blurry, red",
        (Word("<woven>", "learned_embeds.safetensors", "<woven>", ()),),
    ),
    Case(
        "rows-and-negative",
        "a handbag made of <kente>, product photography",
        "bad-cloth, red",
        (
            Word("<kente>", "learned_embeds-rows.safetensors", "<kente>", (3,)),
            Word("bad-cloth", "bad-cloth.safetensors", "emb_params", (2,)),
        ),
    ),
)


def _save_rows(pipe: StableDiffusionPipeline, word: Word, file: Path, seed: int) -> None:
    table = pipe.text_encoder.get_input_embeddings().weight.detach()
    generator = torch.Generator().manual_seed(seed)
    rows = torch.randn((*word.rows, table.shape[1]), generator=generator) * table.std() * STRENGTH
    file.write_bytes(save({word.key: rows}))


def write(folder: Path) -> None:
    """For each word its file, for each case a picture, and `embeddings.json` with what was drawn."""
    listing = []
    for i, case in enumerate(CASES):
        pipe = load()
        subject = Subject(case.prompt, case.negative_prompt, 7.5, 10, "dpmsolver++", 42)
        without = draw(pipe, subject)
        for j, word in enumerate(case.words):
            _save_rows(pipe, word, folder / word.file, 401 + 10 * i + j)
            pipe.load_textual_inversion(folder / word.file, token=word.token)
        picture = draw(pipe, subject)
        apart = max(high for _, high in ImageChops.difference(picture, without).getextrema())
        if apart <= VISIBLE:
            raise ValueError(
                f"the words of {case.name} change no pixel by more than {apart} levels"
            )
        print(case.name, "changes pixels by up to", apart, "levels", flush=True)
        picture.save(folder / f"{case.name}.png")
        listing.append(
            {
                "name": case.name,
                "prompt": subject.prompt,
                "negativePrompt": subject.negative_prompt,
                "guidanceScale": subject.guidance_scale,
                "samplingSteps": subject.steps,
                "sampler": subject.sampler,
                "seed": subject.seed,
                "files": [word.file for word in case.words],
            }
        )
    (folder / "embeddings.json").write_text(json.dumps(listing, indent=1) + "\n")
