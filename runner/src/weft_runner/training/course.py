"""What a run has said of itself so far: losses, measurements, samples, time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Course:
    """As the studio keeps a run's course, JSON all of it."""

    #: `step`, `instance`, `prior` (None without prior preservation) of every step.
    losses: list[dict[str, Any]] = field(default_factory=list)
    #: `step`, `trained`, `heldOut` (None where none is held out).
    evaluations: list[dict[str, Any]] = field(default_factory=list)
    #: `of` (`learnt` or `class`), `step`, `seed`, `prompt`, `file` in `out/`.
    samples: list[dict[str, Any]] = field(default_factory=list)
    #: Seconds that the run took so far, in all its sessions.
    seconds: float = 0.0

    def json(self) -> dict[str, Any]:
        return {
            "losses": self.losses,
            "evaluations": self.evaluations,
            "samples": self.samples,
            "seconds": self.seconds,
        }
