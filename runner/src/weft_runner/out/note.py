"""What an adapter's file says of itself in its header: the run's id, Weft's own note, kohya's entries."""

from __future__ import annotations

import json
import math
import time
from typing import Any

from weft_runner.bundle.run import Bundle
from weft_runner.training.course import Course
from weft_runner.training.loop import Learnt

#: Losses that a note holds at most, as the studio's.
_MOST_LOSSES = 1000
_KOHYA_KEYS = {
    "steps": ["ss_max_train_steps"],
    "learningRate": ["ss_learning_rate", "ss_unet_lr"],
    "seed": ["ss_seed"],
    "priorWeight": ["ss_prior_loss_weight"],
    "classImages": ["ss_num_reg_images"],
}


def _thinned(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Evenly chosen points, the last among them."""
    stride = math.ceil(len(points) / _MOST_LOSSES) or 1
    return [point for i, point in enumerate(points) if (len(points) - 1 - i) % stride == 0]


def note_of(bundle: Bundle, course: Course, learnt: Learnt) -> dict[str, str]:
    """The header's entries, as the studio writes them into the files that it saves."""
    settings = bundle.settings.model_dump(by_alias=True, mode="json")
    origin = {
        "kind": "trained",
        "settings": settings,
        "losses": _thinned(course.losses),
        "evaluations": course.evaluations,
        "stepsDone": learnt.steps_done,
        "images": sum(not picture.held_out for picture in bundle.pictures),
        "stopped": learnt.stopped(bundle.settings.steps),
        "seconds": course.seconds,
    }
    now = time.time()
    note: dict[str, Any] = {
        "name": bundle.settings.adapter_name,
        "createdAt": int(now * 1000),
        "origin": origin,
    }
    if bundle.settings.method == "lora":
        note["fewSteps"] = False
    # A number that the form kept, of images that were none of the run's.
    counted = {"classImages": 0} if settings.get("priorFrom") == "own-prediction" else {}
    told = {**settings, **counted}
    kohya = {
        key: str(told[name])
        for name, keys in _KOHYA_KEYS.items()
        for key in keys
        if name in told
    }
    return {
        **kohya,
        "ss_steps": str(learnt.steps_done),
        "ss_output_name": bundle.settings.adapter_name,
        "ss_training_finished_at": str(now),
        "weft": json.dumps(note, ensure_ascii=False, allow_nan=False),
        "weft_run": bundle.id,
    }
