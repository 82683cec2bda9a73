"""The runs of a sweep: a bundle's run.json in which settings are lists of values, every combination a run."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from weft_runner.bundle.run import Bundle
from weft_runner.errors import RunnerError
from weft_runner.out.whole import write_json

#: What the bundle's pictures, class images and prompts were made with, and what names the sweep.
_FIXED = {
    "method",
    "adapterName",
    "resolution",
    "holdOut",
    "instancePrompt",
    "classPrompt",
    "ownClassImages",
    "samplePrompt",
    "placeholder",
    "templates",
}
#: A list is one value of these; a list of lists is several.
_LISTS = {"targets"}
#: What decides which layers learn: the bundle's own list is of one choice.
_LAYERS = {"targets", "upBlocksOnly"}
_MOST_RUNS = 200
_LONGEST_NAME = 80


@dataclass(frozen=True)
class PlannedRun:
    """A run of a sweep, before it begins."""

    #: The folder's, plain ASCII.
    name: str
    #: The settings in which it differs from the others.
    values: dict[str, Any]
    #: Its own run.json.
    told: dict[str, Any]


def plan_sweep(folder: Path) -> list[PlannedRun]:
    """Raises RunnerError where run.json holds no lists, or one of the runs can't be."""
    path = folder / "run.json"
    try:
        told = json.loads(path.read_text("utf-8"))
        settings = dict(told["settings"])
        name, parent = str(settings["adapterName"]), str(told["id"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunnerError(
            "no-bundle",
            f"{folder} has no run.json that can be read.",
            "Unpack weft-run-….zip and name the folder that it makes.",
        ) from error
    axes = {key: value for key, value in settings.items() if _is_axis(key, value)}
    _require_axes(axes, path)
    runs = []
    for number, chosen in enumerate(itertools.product(*axes.values()), start=1):
        values = dict(zip(axes, chosen, strict=True))
        runs.append(_planned(told, number, name, parent, values))
    return runs


def _is_axis(key: str, value: Any) -> bool:
    if not isinstance(value, list):
        return False
    if key == "templates":
        return any(isinstance(each, list) for each in value)
    return key not in _LISTS or any(isinstance(each, list) for each in value)


def _require_axes(axes: dict[str, list], path: Path) -> None:
    if not axes:
        raise RunnerError(
            "no-sweep",
            f"No setting in {path} is a list of values.",
            'Write lists where runs are to differ, as "learningRate": [0.0001, 0.001].',
        )
    fixed = sorted(axes.keys() & _FIXED)
    if fixed:
        raise RunnerError(
            "fixed-setting",
            f"{', '.join(fixed)} can't differ within a bundle: its files were made with one value.",
            "Write a bundle for each of them in the studio.",
        )
    empty = [key for key, values in axes.items() if not values]
    count = 1
    for values in axes.values():
        count *= len(values)
    if empty or count > _MOST_RUNS:
        raise RunnerError(
            "sweep-size",
            f"{empty[0]} has no values."
            if empty
            else f"These lists make {count} runs; {_MOST_RUNS} are the most.",
            "Write fewer or other values into run.json.",
        )


def _planned(
    told: dict[str, Any], number: int, name: str, parent: str, values: dict[str, Any]
) -> PlannedRun:
    texts = [f"{_words(key)} {_text(value)}" for key, value in values.items()]
    about = f", {', '.join(texts)}"[:_LONGEST_NAME]
    canonical = json.dumps([parent, values], sort_keys=True)
    run = {
        **told,
        # The same values are the same run, however often the sweep is started.
        "id": hashlib.sha256(canonical.encode()).hexdigest()[:24],
        "settings": {
            **told["settings"],
            **values,
            "adapterName": (name[: max(0, _LONGEST_NAME - len(about))] + about).strip(", "),
        },
        # Every run of a sweep begins at its first step.
        "state": None,
    }
    if values.keys() & _LAYERS:
        run["modules"] = None
    try:
        Bundle.model_validate_json(json.dumps(run))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RunnerError(
            "bad-sweep",
            f"The run with {', '.join(texts)} can't be: {place}: {first['msg']}.",
            "Change these values in run.json.",
        ) from error
    plain = re.sub(r"[^\w.]+", "-", "-".join(texts), flags=re.ASCII).strip("-.")[:60]
    return PlannedRun(f"{number:03d}-{plain}", values, run)


def _words(key: str) -> str:
    """`learningRate` as people read it."""
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", key).lower()


def _text(value: Any) -> str:
    return " + ".join(value) if isinstance(value, list) else f"{value}"


def write_runs(place: Path, runs: list[PlannedRun]) -> None:
    """Writes each run's own run.json. Raises RunnerError where the place is another sweep's."""
    for planned in runs:
        path = place / planned.name / "run.json"
        if path.is_file() and json.loads(path.read_text("utf-8")).get("id") != planned.told["id"]:
            raise RunnerError(
                "other-sweep",
                f"{place} holds another sweep.",
                "Move it elsewhere, or take back the changes in run.json.",
            )
        write_json(path, planned.told)
