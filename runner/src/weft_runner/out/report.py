"""`out/run.json`: what happened, for the studio and for people (docs/out-json.md)."""

from __future__ import annotations

import hashlib
import platform
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal

import accelerate
import diffusers
import peft
import torch
import transformers

import weft_runner
from weft_runner.bundle.run import Bundle
from weft_runner.out.checkpoints import Checkpoints
from weft_runner.out.whole import write_json
from weft_runner.training.course import Course
from weft_runner.training.loop import Learnt

FORMAT = "weft-run-out"
VERSION = 1
Status = Literal["running", "finished", "failed"]


def _file(out: Path, path: Path) -> dict[str, str]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"file": path.relative_to(out).as_posix(), "sha256": digest}


def write_report(
    out: Path,
    bundle: Bundle,
    course: Course,
    status: Status,
    *,
    device: torch.device,
    processes: int,
    began_at: int,
    modules: list[dict[str, Any]] | None = None,
    learnt: Learnt | None = None,
    error: dict[str, str] | None = None,
) -> None:
    """Writes it anew. `began_at` is the step that this session went on from."""
    kept = [
        {"step": step, "folder": path.relative_to(out).as_posix()}
        for step, path in Checkpoints(out).states()
    ]
    steps = sorted((out / "steps").glob("*.f32"))
    theta = out / "adapter" / "theta.f32"
    files = sorted(
        p for p in (out / "adapter").rglob("*") if p.is_file() and not p.name.startswith(".")
    )
    report = {
        "format": FORMAT,
        "version": VERSION,
        "id": bundle.id,
        "status": status,
        "writtenAt": datetime.now(timezone.utc)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z"),
        "settings": bundle.settings.model_dump(by_alias=True, mode="json"),
        "dataset": bundle.dataset.model_dump() if bundle.dataset else None,
        "model": {
            "name": bundle.model.name,
            "fingerprint": bundle.model.fingerprint,
            "family": bundle.model.family,
        },
        "modules": modules,
        "pictures": [
            {"fingerprint": picture.fingerprint, "caption": picture.caption}
            for picture in bundle.pictures
        ],
        "images": sum(not picture.held_out for picture in bundle.pictures),
        "stepsTaken": learnt.steps_taken if learnt else len(course.losses),
        "stepsDone": learnt.steps_done if learnt else None,
        "stopped": learnt.stopped(bundle.settings.steps) if learnt else None,
        **course.json(),
        "theta": _file(out, theta) if learnt else None,
        "adapter": [_file(out, path) for path in files if path != theta] if learnt else [],
        "checkpoints": kept,
        "thetas": [{"step": int(path.stem), **_file(out, path)} for path in steps],
        "error": error,
        "session": {
            "fromStep": began_at,
            "processes": processes,
            "device": str(device),
            "machine": platform.machine(),
            "versions": {
                "weft-runner": weft_runner.__version__,
                "torch": torch.__version__,
                "diffusers": diffusers.__version__,
                "transformers": transformers.__version__,
                "peft": peft.__version__,
                "accelerate": accelerate.__version__,
            },
        },
    }
    write_json(out / "run.json", report)
