"""The medallion: a rim, a ring of marks, a core with a heart, and small marks in the gaps.

Training draws many compositions. One mark is kept from it (`drops`): the sample fabrics are the
design that holds it, so that the starter knows medallions and has never seen this one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..geometry import cell, fold
from .canvas import Canvas

RIMS = ("plain", "scalloped", "pointed")
RINGS = ("spokes", "beads", "points")
HEARTS = ("flower", "star", "rings")
GAPS = ("dot", "lozenge", "none")
PETALS = (6, 8, 10, 12)


@dataclass(frozen=True)
class Form:
    """A composition; `petals` counts the marks of rim, ring and heart alike."""

    petals: int
    rim: str
    ring: str
    heart: str
    gap: str


#: The design of the sample fabrics.
SAMPLE_FORM = Form(8, "scalloped", "drops", "star", "lozenge")


def form_of(shape: float) -> Form:
    """One of the training world's compositions for a number 0..1; from 1 to 2 the like of them with
    the mark that is kept from training, for the judge."""
    number = int(shape % 1 * 324)
    chosen = []
    for kinds in (PETALS, RIMS, RINGS, HEARTS, GAPS):
        chosen.append(kinds[number % len(kinds)])
        number //= len(kinds)
    form = Form(*chosen)
    return replace(form, ring="drops") if shape >= 1 else form


def _rim(form: Form, angle: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Radius of the outer edge in each direction."""
    if form.rim == "scalloped":
        return 0.425 + 0.06 * np.abs(np.cos(angle * form.petals / 2))
    if form.rim == "pointed":
        return 0.39 + 0.10 * fold(turn)
    return np.full_like(angle, 0.47)


def _ring(c: Canvas, form: Form, radius: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Coverage of the marks between core and rim."""
    side = cell(turn + 0.5) * 2 * np.pi * 0.31 / form.petals  # along the ring, from a mark's middle
    reach = radius - 0.31
    if form.ring == "beads":
        return c.within(np.hypot(side, reach) - min(0.062, 0.70 / form.petals))
    if form.ring == "points":  # triangles that point outwards
        width = 0.55 / form.petals * np.clip((0.085 - reach) / 0.17, 0, 1)
        return c.within(np.maximum(np.abs(side) - width, np.abs(reach) - 0.085))
    if form.ring == "drops":  # round outside, pointed towards the core
        width = 0.078 * np.clip((reach + 0.085) / 0.13, 0, 1) ** 0.8
        return c.within(np.maximum(np.abs(side) - width, np.hypot(side, reach) - 0.088))
    return c.within(fold(turn) - 0.5, form.petals / 2.2) * c.within(np.abs(reach) - 0.062)


def _heart(c: Canvas, form: Form, radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Coverage of the mark in the core."""
    if form.heart == "flower":
        return c.within(radius - 0.12 - 0.045 * np.cos(angle * max(4, form.petals // 2)))
    if form.heart == "star":
        return c.within(radius - 0.075 - 0.10 * fold(angle * form.petals / (4 * np.pi)) ** 1.5, 1.5)
    return c.within(np.abs(radius - 0.125) - 0.028)


def lay_medallions(c: Canvas, form: Form) -> None:
    """Prints medallions of this composition on a brick lattice."""
    row = np.floor(c.v)
    x, y = cell(c.u + 0.5 * (row % 2)), cell(c.v)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    turn = angle * np.float32(form.petals / (2 * np.pi))
    if form.gap != "none":
        across, down = np.abs(x) - 0.5, np.abs(y) - 0.375
        near = np.hypot(across, down) if form.gap == "dot" else np.abs(across) + np.abs(down)
        c.lay(c.within(near - 0.10), 1)
    c.lay(c.within(radius - _rim(form, angle, turn)), 0)
    c.lay(c.within(radius - 0.40), -1)
    c.lay(_ring(c, form, radius, turn), 2 if len(c.inks) > 2 else 0)
    c.lay(c.within(radius - 0.215), 1)
    c.lay(_heart(c, form, radius, angle), -1)
    c.lay(c.within(radius - 0.05), 0)


def medallions(c: Canvas) -> None:
    """The family: any of the training world's compositions, in the colours of any fabric."""
    lay_medallions(c, form_of(c.shape))
