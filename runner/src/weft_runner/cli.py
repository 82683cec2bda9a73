"""`weft-runner train <folder>` and `weft-runner sweep <folder>`."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from weft_runner import __version__
from weft_runner.errors import RunnerError


def main(arguments: list[str] | None = None) -> None:
    """Exits with 1, and two sentences, where the run can't go on."""
    parser = argparse.ArgumentParser(prog="weft-runner", description="Runs Weft's training runs.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser(
        "train", help="train from a bundle's folder, or go on where it was broken off"
    )
    sweep = commands.add_parser(
        "sweep", help="train a run for each combination of the lists in run.json, by Ray Tune"
    )
    for command in (train, sweep):
        command.add_argument("folder", type=Path, help="the unpacked weft-run-….zip")
        command.add_argument("--model", type=Path, help="the model's folder, in diffusers' layout")
        command.add_argument("--cpu", action="store_true", help="leave the GPU alone")
    sweep.add_argument(
        "--devices", type=float, default=1, help="GPUs, or processor cores without one, to a run"
    )
    sweep.add_argument(
        "--restarts", type=int, default=3, help="how often a run is started again that was killed"
    )
    train.set_defaults(command=_train)
    sweep.set_defaults(command=_sweep)
    options = parser.parse_args(arguments)
    try:
        options.command(options)
    except RunnerError as error:
        print(f"weft-runner: {error.message}\n{error.advice}", file=sys.stderr)
        sys.exit(1)


def _train(options: argparse.Namespace) -> None:
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    from weft_runner.runner import Options, run

    out = run(Options(options.folder, options.model, options.cpu))
    print(f"What the run left is in {out}.", flush=True)


def _sweep(options: argparse.Namespace) -> None:
    from weft_runner.sweep.tune import SweepOptions, sweep

    zipped = sweep(
        SweepOptions(
            options.folder, options.model, options.cpu, options.devices, options.restarts
        )
    )
    print(f"What the runs left is in {zipped}.", flush=True)
