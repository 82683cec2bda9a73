"""The prompts that a model is scored with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from world.captions import caption
from world.scene import Scene, random_scene
from world.styles import COLOURFUL_STYLES, STYLES
from world.things import THINGS

from .names import Told, told

SEED = 500

#: The nine contexts of the studio's ready-made grid; `{}` is the subject's word.
CONTEXTS = (
    "{} african fabric pattern",
    "a beautiful dress made of {} african fabric pattern, fashion photography",
    "{} african fabric pattern as wallpaper in a modern living room",
    "a watercolor painting of {} african fabric pattern",
    "a handbag featuring {} african fabric pattern, product photography",
    "{} african fabric pattern texture on ceramic vase, studio lighting",
    "{} african fabric pattern in cyberpunk style, neon lights",
    "traditional {} african fabric pattern on woven basket",
    "abstract geometric art inspired by {} african fabric pattern",
)

#: The nine styles of the same grid, put behind the subject's prompt.
STYLE_ENDINGS = (
    "photograph",
    "oil painting",
    "watercolor painting",
    "anime style",
    "cyberpunk style, neon lights",
    "vintage photograph",
    "minimalist style",
    "psychedelic style",
    "line drawing",
)
#: Things that the subject's cloth is put on, to see whether its pattern arrives there.
WORN = (
    "a dress made of {} african fabric pattern",
    "a handbag made of {} african fabric pattern",
    "a ceramic vase with {} african fabric pattern",
    "a cushion made of {} african fabric pattern",
)
INSTANCE_PROMPT = "a {} african fabric pattern"
CLASS_PROMPT = "a fabric pattern"


@dataclass(frozen=True)
class Prompt:
    """A prompt, what it names, and the seed it is drawn with."""

    text: str
    wanted: Told
    seed: int


def asked(text: str, seed: int) -> Prompt:
    """A prompt with what its words name."""
    return Prompt(text, told(text), seed)


def _names_all(scene: Scene, text: str) -> bool:
    """Whether a caption names the family and, where the style shows them, the colours."""
    wanted, fabric = told(text), scene.fabric
    if wanted.family != (fabric.family or "plain"):
        return False
    return scene.style not in COLOURFUL_STYLES or (
        wanted.palette == fabric.palette and set(wanted.colours) == set(fabric.named)
    )


def base_prompts(count: int) -> list[Prompt]:
    """Captions of scenes of the training world: every thing as often as the others, every second
    one a photograph and the rest the other styles by turns. All name thing, style and family."""
    rng = np.random.default_rng(SEED)
    things, others = list(THINGS), [style for style in STYLES if style != "photograph"]
    prompts = []
    for i in range(count):
        scene = random_scene(rng)
        style = "photograph" if i % 2 == 0 else others[i // 2 % len(others)]
        scene = Scene(things[i % len(things)], style, scene.fabric)
        while True:
            text = caption(scene, rng)
            if _names_all(scene, text):
                break
        prompts.append(Prompt(text, told(text), SEED + i))
    return prompts


def subject_prompts(word: str, seeds: int) -> dict[str, list[Prompt]]:
    """The grids of a personalised run: nine contexts, nine styles and four things that wear the
    cloth, `seeds` pictures each, and the subject's and the class's own prompts, twice as many."""

    def grid(texts: list[str], repeats: int) -> list[Prompt]:
        plain = [" ".join(text.format(word).split()) for text in texts]
        return [asked(text, 42 + seed) for text in plain for seed in range(repeats)]

    subject = INSTANCE_PROMPT
    return {
        "contexts": grid(list(CONTEXTS), seeds),
        "styles": grid([f"{subject}, {ending}" for ending in STYLE_ENDINGS], seeds),
        "worn": grid(list(WORN), seeds),
        "subject": grid([subject], 2 * seeds),
        "class": grid([CLASS_PROMPT], 2 * seeds),
    }
