"""What the judge can name, and what a prompt asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from world.palette import NAMES, PALETTES
from world.patterns import FAMILIES
from world.styles import STYLES
from world.things import THINGS

THING_NAMES = tuple(THINGS)
STYLE_NAMES = tuple(STYLES)
FAMILY_NAMES = (*FAMILIES, "plain")
PALETTE_NAMES = tuple(PALETTES)
COLOUR_NAMES = NAMES

#: The words by which a prompt asks for a thing other than the cloth itself; the first found counts.
_THING_WORDS = {
    "dress": ("dress",),
    "handbag": ("handbag", "bag"),
    "shirt": ("shirt",),
    "cushion": ("cushion", "pillow"),
    "wallpaper": ("wallpaper", "living room"),
    "curtain": ("curtains", "curtain"),
    "vase": ("vase",),
    "basket": ("basket",),
    "umbrella": ("umbrella",),
    "shoe": ("shoe", "sneaker"),
    "quilt": ("quilt", "bed"),
    "art": ("geometric art", "framed", "art print"),
}
_STYLE_WORDS = {
    "oil": ("oil painting",),
    "watercolor": ("watercolor",),
    "anime": ("anime",),
    "cyberpunk": ("cyberpunk", "neon"),
    "vintage": ("vintage photograph", "old photo"),
    "minimalist": ("minimalist",),
    "psychedelic": ("psychedelic",),
    "drawing": ("line drawing",),
}


@dataclass(frozen=True)
class Told:
    """What a prompt names. `thing` is cloth and `style` photograph where it names no other."""

    thing: str
    style: str
    family: str | None
    palette: str | None
    colours: tuple[str, ...]


def _first(text: str, words: dict[str, tuple[str, ...]]) -> str | None:
    """The name whose word stands in the text; of several the longest word's."""
    found = [
        (len(word), name)
        for name, several in words.items()
        for word in several
        if re.search(rf"\b{re.escape(word)}\b", text)
    ]
    return max(found)[1] if found else None


def told(prompt: str) -> Told:
    """Reads a prompt in the wording of the captions, or of people."""
    text = prompt.lower()
    families = {name: family.words for name, family in FAMILIES.items()} | {"plain": ("plain",)}
    family = _first(text, families)
    palette = _first(text, {name: (name,) for name in PALETTE_NAMES})
    colours = tuple(name for name in COLOUR_NAMES if re.search(rf"\b{name}\b", text))
    if re.search(r"\bblack ink\b", text):
        colours = tuple(name for name in colours if name != "black")
    return Told(
        thing=_first(text, _THING_WORDS) or "cloth",
        style=_first(text, _STYLE_WORDS) or "photograph",
        family=family,
        palette=palette,
        colours=colours,
    )
