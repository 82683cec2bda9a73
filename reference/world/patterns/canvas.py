"""The canvas that a pattern is laid on: coordinates, inks, and the cloth so far."""

from __future__ import annotations

import numpy as np

from ..geometry import inside, paint


class Canvas:
    """An endless cloth at the points (`u`, `v`), in units of one repeat.

    `soft` is the width of an antialiasing ramp in those units; `shape` (0..1) varies the
    proportions. `colours` [n, 3] are the ground and at least two inks. Marks that repeat may
    take the first `cycle` inks by turns; the others are accents.
    """

    def __init__(
        self,
        u: np.ndarray,
        v: np.ndarray,
        soft: float,
        shape: float,
        colours: np.ndarray,
        cycle: int,
    ) -> None:
        self.u, self.v, self.soft, self.shape = u, v, np.float32(soft), shape
        self.ground, self.inks, self.cycle = colours[0], colours[1:], cycle
        self.cloth = np.empty((3, *u.shape), np.float32)
        self.cloth[:] = self.ground[:, None, None]

    def within(self, distance: np.ndarray, ramp: float = 1.0) -> np.ndarray:
        """Coverage of the region where `distance` is negative; `ramp` counts `soft`s."""
        return inside(distance, self.soft * np.float32(ramp))

    def lay(self, mask: np.ndarray, ink: int) -> None:
        """Prints `mask` in one ink; numbers beyond the inks begin anew, -1 is the ground."""
        paint(self.cloth, self.ground if ink < 0 else self.inks[ink % len(self.inks)], mask)

    def lay_by_turns(self, mask: np.ndarray, turn: np.ndarray) -> None:
        """Prints `mask` in inks that change with the whole numbers `turn` [h, w]."""
        if self.cycle == 1:
            self.lay(mask, 0)
            return
        which = turn.astype(np.int32) % self.cycle
        paint(self.cloth, self.inks[: self.cycle].T[:, which], mask)


def scatter(i: np.ndarray, j: np.ndarray, salt: int = 0) -> np.ndarray:
    """A random-looking number 0..1 for each cell (i, j), the same at every call."""
    a = i.astype(np.int32).astype(np.uint32) * np.uint32(0x9E3779B1)
    b = j.astype(np.int32).astype(np.uint32) * np.uint32(0x85EBCA77)
    h = a ^ (b + np.uint32(salt * 0x27D4EB2F & 0xFFFFFFFF))
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    return (h >> np.uint32(8)).astype(np.float32) / np.float32(1 << 24)
