"""What a scene is called. Wording varies, and follows the prompts that people try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .patterns import FAMILIES
from .styles import COLOURFUL_STYLES

if TYPE_CHECKING:
    from .scene import Scene

#: Words that a caption may put before the fabric without changing the picture.
ORIGINS = ("african", "traditional", "handmade", "african", "cotton", "african")

#: `{f}` is the fabric as adjectives ("red and white striped"), `{m}` the same with a noun
#: ("red and white striped fabric pattern").
THING_WORDINGS: dict[str, tuple[str, ...]] = {
    "cloth": (
        "{m}",
        "{m}",
        "a {m}",
        "a {f} fabric pattern",
        "a {f} fabric pattern",
        "{m} texture",
        "a close-up of {m}",
    ),
    "dress": (
        "a {f} dress",
        "a dress made of {m}",
        "a beautiful dress made of {m}, fashion photography",
        "a beautiful dress made of {m}, fashion photography",
        "a {f} dress, fashion photography",
        "an elegant dress in {m}",
    ),
    "handbag": (
        "a {f} handbag",
        "a handbag made of {m}",
        "a handbag featuring {m}, product photography",
        "a handbag featuring {m}, product photography",
        "a stylish {f} bag",
    ),
    "shirt": (
        "a {f} shirt",
        "a shirt made of {m}",
        "a shirt with {m}, product photography",
        "a {f} shirt on a hanger",
    ),
    "cushion": (
        "a {f} cushion",
        "a {f} pillow",
        "a cushion made of {m}",
        "a soft cushion with {m}",
        "{m} on a cushion",
    ),
    "wallpaper": (
        "{f} wallpaper in a living room",
        "{m} as wallpaper in a modern living room",
        "{m} as wallpaper in a modern living room",
        "a living room with {f} wallpaper",
        "a modern living room with {m} on the wall",
    ),
    "curtain": (
        "{f} curtains",
        "curtains made of {m}",
        "a window with {f} curtains",
        "{m} as curtains at a window",
    ),
    "vase": (
        "a {f} vase",
        "a {f} ceramic vase",
        "{m} texture on ceramic vase, studio lighting",
        "{m} texture on ceramic vase, studio lighting",
        "a ceramic vase with {m}, studio lighting",
        "a vase covered in {m}",
    ),
    "basket": (
        "a {f} basket",
        "a {f} woven basket",
        "traditional {m} on woven basket",
        "traditional {m} on woven basket",
        "a woven basket with {m}",
        "a basket made of {m}",
    ),
    "umbrella": (
        "a {f} umbrella",
        "an umbrella made of {m}",
        "an open umbrella with {m}",
    ),
    "shoe": (
        "a {f} shoe",
        "a {f} sneaker",
        "a shoe made of {m}",
        "a canvas shoe with {m}, product photography",
    ),
    "quilt": (
        "a {f} quilt on a bed",
        "a bed with a {f} quilt",
        "a quilt made of {m} on a bed",
        "{m} as a quilt on a bed",
    ),
    "art": (
        "abstract geometric art inspired by {m}",
        "abstract geometric art inspired by {m}",
        "framed art inspired by {m}",
        "a framed {f} art print on a wall",
    ),
}

#: `{s}` is what the picture shows, `{b}` the same without a leading article.
STYLE_WORDINGS: dict[str, tuple[str, ...]] = {
    "photograph": ("{s}", "{s}", "{s}", "a photo of {s}", "a photograph of {s}", "{s}, photograph"),
    "oil": ("an oil painting of {s}", "{s}, oil painting", "{s}, oil painting"),
    "watercolor": (
        "a watercolor painting of {s}",
        "a watercolor painting of {s}",
        "{s}, watercolor painting",
        "{s}, watercolor",
    ),
    "anime": ("{s}, anime style", "{s} in anime style", "an anime drawing of {s}"),
    "cyberpunk": (
        "{s} in cyberpunk style, neon lights",
        "{s}, cyberpunk style, neon lights",
        "{s}, neon lights",
    ),
    "vintage": ("a vintage photograph of {s}", "{s}, vintage photograph", "an old photo of {s}"),
    "minimalist": ("{s}, minimalist style", "{s} in minimalist style", "minimalist {b}"),
    "psychedelic": ("{s}, psychedelic style", "{s} in psychedelic style", "psychedelic {b}"),
    "drawing": ("a line drawing of {s}", "{s}, line drawing", "a black ink line drawing of {s}"),
}

#: How often a caption leaves out the family, or the colours. Where the style takes the colours
#: away they are left out more often, so that a word for a colour means that colour.
FAMILY_UNTOLD = 0.06
COLOURS_UNTOLD = 0.06
COLOURS_UNTOLD_IN_PALE_STYLES = 0.75


def _fabric_words(scene: Scene, rng: np.random.Generator) -> tuple[str, str]:
    """The fabric as adjectives ("red striped") and as a noun ("red striped fabric")."""
    fabric = scene.fabric
    family = str(rng.choice(FAMILIES[fabric.family].words)) if fabric.family else "plain"
    before, after = "", ""
    if fabric.palette is None:
        before = " and ".join(str(name) for name in rng.permutation(list(fabric.named)))
    elif rng.random() < 0.5:
        before = fabric.palette
    else:
        after = f" in {fabric.palette} colors"
    pale = scene.style not in COLOURFUL_STYLES
    roll = rng.random()
    if fabric.family and before and roll < FAMILY_UNTOLD:
        family = ""
    elif fabric.family and roll < FAMILY_UNTOLD + (
        COLOURS_UNTOLD_IN_PALE_STYLES if pale else COLOURS_UNTOLD
    ):
        before, after = "", ""
    ordered = (before, family) if fabric.family else (family, before)
    adjectives = " ".join(word for word in ordered if word)
    origin = f"{rng.choice(ORIGINS)} " if rng.random() < 0.3 else ""
    noun = str(rng.choice(("fabric", "fabric", "fabric pattern")))
    words = f"{fabric.palette} {adjectives}" if after else adjectives
    return words, f"{origin}{adjectives} {noun}{after}"


def caption(scene: Scene, rng: np.random.Generator) -> str:
    """A sentence for the scene, lower case."""
    if scene.thing == "cloth" and rng.random() < 0.10:
        shown = str(rng.choice(("a fabric pattern", "fabric pattern", "an african fabric pattern")))
    else:
        adjectives, noun = _fabric_words(scene, rng)
        wording = str(rng.choice(THING_WORDINGS[scene.thing]))
        shown = wording.format(f=adjectives, m=noun)
    bare = shown.split(" ", 1)[1] if shown.split(" ")[0] in ("a", "an") else shown
    return _article(str(rng.choice(STYLE_WORDINGS[scene.style])).format(s=shown, b=bare))


def _article(text: str) -> str:
    """Turns "a" into "an" and back where the next word wants it."""
    words = text.split(" ")
    for i in range(len(words) - 1):
        if words[i] in ("a", "an"):
            words[i] = "an" if words[i + 1][0] in "aeiou" else "a"
    return " ".join(words)
