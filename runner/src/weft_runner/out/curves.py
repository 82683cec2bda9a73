"""Losses as TensorBoard shows them, in `out/logs/`."""

from __future__ import annotations

from pathlib import Path

from torch.utils.tensorboard import SummaryWriter


class Curves:
    """Writes scalars by their step; those of a session that was broken off after `from_step` count no more."""

    def __init__(self, out: Path, from_step: int) -> None:
        self._writer = SummaryWriter(
            str(out / "logs"), purge_step=from_step + 1 if from_step else None
        )

    def step(self, point: dict, learning_rate: float) -> None:
        step = point["step"]
        self._writer.add_scalar("loss/instance", point["instance"], step)
        if point["prior"] is not None:
            self._writer.add_scalar("loss/prior", point["prior"], step)
        self._writer.add_scalar("learning rate", learning_rate, step)

    def evaluation(self, point: dict) -> None:
        step = point["step"]
        self._writer.add_scalar("evaluation/trained", point["trained"], step)
        if point["heldOut"] is not None:
            self._writer.add_scalar("evaluation/held out", point["heldOut"], step)
        self._writer.flush()

    def close(self) -> None:
        self._writer.close()
