"""What a sweep leaves: a list of its runs, and one zip with all that the studio takes in."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from weft_runner.out.whole import write_json
from weft_runner.sweep.plan import PlannedRun

FORMAT = "weft-sweep-out"
VERSION = 1


def status_of(place: Path, planned: PlannedRun) -> str:
    """`finished`, `failed`, `running` (broken off), or `none` where it never began."""
    try:
        return json.loads((place / planned.name / "out" / "run.json").read_text("utf-8"))["status"]
    except (OSError, ValueError, KeyError):
        return "none"


def write_list(place: Path, runs: list[PlannedRun]) -> None:
    """`sweep.json`: which run has which values, and what became of it."""
    write_json(
        place / "sweep.json",
        {
            "format": FORMAT,
            "version": VERSION,
            "runs": [
                {
                    "id": planned.told["id"],
                    "folder": f"{planned.name}/out",
                    "values": planned.values,
                    "status": status_of(place, planned),
                }
                for planned in runs
            ],
        },
    )


def write_zip(path: Path, place: Path, runs: list[PlannedRun]) -> None:
    """One zip of all that comes home. States go along where a run can be gone on with from them, class
    images and curves for TensorBoard stay."""
    partial = path.with_name(f".{path.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.write(place / "sweep.json", "sweep.json")
        for planned in runs:
            finished = status_of(place, planned) == "finished"
            for each in _home_files(place / planned.name / "out", finished):
                file.write(each, each.relative_to(place).as_posix())
    os.replace(partial, path)


def _home_files(out: Path, finished: bool) -> Iterator[Path]:
    kinds = ["adapter", "samples", "steps"] + ([] if finished else ["checkpoints"])
    report = out / "run.json"
    if report.is_file():
        yield report
    for kind in kinds:
        for path in sorted((out / kind).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path
