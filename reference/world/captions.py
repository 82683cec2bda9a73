"""What a scene is called. Wording varies, and follows the prompts that people try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .patterns import FAMILIES

if TYPE_CHECKING:
    from .scene import Scene

#: Words that a caption may put before "fabric" without changing the picture.
ORIGINS = ("african", "traditional", "handmade", "african", "cotton", "african")

#: `{f}` is the fabric ("red and white striped"), `{m}` the fabric with its noun.
THING_WORDINGS: dict[str, tuple[str, ...]] = {
    "cloth": (
        "{m}",
        "{m}",
        "a {m}",
        "{m} pattern",
        "a {m} pattern",
        "{m} texture",
        "a close-up of {m}",
    ),
    "dress": (
        "a {f} dress",
        "a dress made of {m}",
        "a beautiful dress made of {m}, fashion photography",
        "a {f} dress, fashion photography",
        "an elegant dress in {m}",
    ),
    "handbag": (
        "a {f} handbag",
        "a handbag made of {m}",
        "a handbag featuring {m}, product photography",
        "a handbag with {m} pattern, product photography",
        "a stylish {f} bag",
    ),
    "vase": (
        "a {f} vase",
        "a {f} ceramic vase",
        "{m} texture on ceramic vase, studio lighting",
        "a ceramic vase with {m} pattern, studio lighting",
        "a vase covered in {m}",
    ),
    "basket": (
        "a {f} basket",
        "a {f} woven basket",
        "traditional {m} on woven basket",
        "a woven basket with {m} pattern",
        "a basket made of {m}",
    ),
    "cushion": (
        "a {f} cushion",
        "a {f} pillow",
        "a cushion made of {m}",
        "a soft cushion with {m} pattern",
        "{m} on a cushion",
    ),
    "wallpaper": (
        "{f} wallpaper in a living room",
        "{m} as wallpaper in a modern living room",
        "a living room with {f} wallpaper",
        "{m} pattern as wallpaper in a modern living room",
        "a modern room with {m} on the wall",
    ),
}

#: `{s}` is what the picture shows.
STYLE_WORDINGS: dict[str, tuple[str, ...]] = {
    "photograph": ("{s}", "{s}", "{s}", "a photo of {s}", "a photograph of {s}", "{s}, photograph"),
    "watercolor": ("a watercolor painting of {s}", "{s}, watercolor painting", "watercolor of {s}"),
    "drawing": ("a line drawing of {s}", "{s}, line drawing", "a black ink drawing of {s}"),
    "neon": ("{s}, neon lights", "a neon picture of {s}", "{s} in neon style, glowing"),
}


def _fabric_words(scene: Scene, rng: np.random.Generator) -> tuple[str, str]:
    """The fabric as adjectives ("red striped") and as a noun ("red striped fabric")."""
    fabric = scene.fabric
    named = [str(name) for name in rng.permutation(list(fabric.named))]
    colours = " and ".join(named)
    if fabric.family is None:
        pattern = "plain" if rng.random() < 0.6 else ""
        return " ".join(w for w in (pattern, colours) if w), f"{colours} fabric"
    family = FAMILIES[fabric.family]
    adjective = str(rng.choice(family.adjectives))
    roll = rng.random()
    if roll < 0.06:
        words = adjective  # no colour told
    elif roll < 0.12:
        words = colours  # no family told
    else:
        words = f"{colours} {adjective}"
    origin = f"{rng.choice(ORIGINS)} " if rng.random() < 0.25 else ""
    return words, f"{origin}{words} fabric"


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """A sentence for the scene, lower case."""
    if scene.thing == "cloth" and rng.random() < 0.10:
        shown = str(rng.choice(("a fabric pattern", "fabric pattern", "an african fabric pattern")))
    else:
        adjectives, noun = _fabric_words(scene, rng)
        wording = str(rng.choice(THING_WORDINGS[scene.thing]))
        shown = wording.format(f=adjectives, m=noun)
    # "a orange dress" reads wrong: English wants "an" before a vowel.
    shown = _article(shown)
    return _article(str(rng.choice(STYLE_WORDINGS[scene.style])).format(s=shown))


def _article(text: str) -> str:
    """Turns a leading or inner article "a" into "an" where the next word wants it."""
    words = text.split(" ")
    for i in range(len(words) - 1):
        if words[i] in ("a", "an"):
            words[i] = "an" if words[i + 1][0] in "aeiou" else "a"
    return " ".join(words)
