"""Pattern families. Each lays itself on a `Canvas`: endless, in one to four inks on a ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import african, botanical, checks, dyed, lines, medallion, mosaic, spots, weaves
from .canvas import Canvas


@dataclass(frozen=True)
class Family:
    """A pattern family, the words that name it before "fabric", and how it is laid."""

    draw: Callable[[Canvas], None]
    words: tuple[str, ...]
    turns: bool = False  #: may be laid at any of the common angles
    repeats: float = 1.0  #: repeats against those of a plain mark such as a dot


FAMILIES: dict[str, Family] = {
    "striped": Family(lines.stripes, ("striped",), turns=True),
    "zigzag": Family(lines.zigzag, ("zigzag", "chevron"), turns=True),
    "wavy": Family(lines.waves, ("wavy",), turns=True),
    "checkered": Family(checks.checks, ("checkered",), turns=True),
    "plaid": Family(checks.tartan, ("plaid", "tartan"), repeats=0.7),
    "houndstooth": Family(checks.houndstooth, ("houndstooth",), repeats=0.6),
    "argyle": Family(checks.argyle, ("argyle",), repeats=0.8),
    "diamond": Family(checks.diamonds, ("diamond",), repeats=0.8),
    "triangle": Family(checks.triangles, ("triangle",), turns=True),
    "dotted": Family(spots.dots, ("polka dot", "dotted"), turns=True),
    "ring": Family(spots.rings, ("ring", "concentric circle"), repeats=0.7),
    "splatter": Family(spots.splatter, ("splatter", "paint splatter"), repeats=0.6),
    "terrazzo": Family(spots.terrazzo, ("terrazzo",), repeats=0.55),
    "leopard": Family(spots.leopard, ("leopard", "animal print"), repeats=0.7),
    "floral": Family(botanical.flowers, ("floral", "flower"), repeats=0.75),
    "leaf": Family(botanical.leaves, ("leaf", "botanical"), repeats=0.9),
    "paisley": Family(botanical.paisley, ("paisley",), repeats=0.6),
    "herringbone": Family(weaves.herringbone, ("herringbone",), repeats=0.9),
    "basketweave": Family(weaves.basketweave, ("basketweave",), repeats=0.7),
    "ikat": Family(weaves.ikat, ("ikat",), repeats=0.6),
    "kente": Family(african.kente, ("kente",), repeats=0.6),
    "mudcloth": Family(african.mudcloth, ("mudcloth", "bogolan"), repeats=0.65),
    "scale": Family(mosaic.scales, ("scale", "scalloped"), repeats=0.8),
    "hexagon": Family(mosaic.hexagons, ("hexagon", "honeycomb"), repeats=0.8),
    "star": Family(mosaic.stars, ("star",), repeats=0.85),
    "greek key": Family(mosaic.greek_key, ("greek key", "meander"), repeats=0.55),
    "tie-dye": Family(dyed.tie_dye, ("tie-dye",), repeats=0.8),
    "medallion": Family(medallion.medallions, ("medallion",), repeats=0.45),
    "ogee": Family(mosaic.ogees, ("ogee",), repeats=0.7),
    "spiral": Family(dyed.spirals, ("spiral",), repeats=0.7),
}
