"""Runs of thirty steps on one process against the studio's own (tests/parity/runner.test.ts)."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from conftest import BUNDLES, TINY
from distance import hold, relative, theta_of
from PIL import Image
from safetensors.torch import load_file

from weft_runner.bundle.run import read_bundle
from weft_runner.model.lora import split_theta
from weft_runner.runner import Options, run
from weft_runner.training.state import read_state

CASES = [
    "plain",
    "every-setting",
    "single-samples",
    "own-prediction",
    "own-prediction-single",
    "word",
]
ONE_PROCESS = 1e-4


@pytest.mark.parametrize("name", CASES)
def test_thirty_steps_equal_the_studios(name, bundle):
    studio = load_file(BUNDLES / name / "studio.safetensors")
    out = run(Options(bundle(name), TINY, cpu=True))
    theta = theta_of(out)
    whole = relative(theta, studio["theta"])
    told = json.loads((out / "run.json").read_text())
    losses = torch.tensor(
        [
            [point["instance"], -1 if point["prior"] is None else point["prior"]]
            for point in told["losses"]
        ]
    ).flatten()
    evaluations = torch.tensor(
        [
            [point["step"], point["trained"], -1 if point["heldOut"] is None else point["heldOut"]]
            for point in told["evaluations"]
        ]
    ).flatten()
    # What moved is a small part of the A that θ began with: B began at nothing, and is compared alone too.
    if told["modules"]:
        settings = read_bundle(BUNDLES / name).settings
        modules = read_bundle(BUNDLES / name).modules
        ours, theirs = (
            torch.cat([b.flatten() for _a, b in split_theta(t, modules, settings.rank)])
            for t in (theta, studio["theta"])
        )
        hold(f"30 steps, {name}: B alone", relative(ours, theirs), ONE_PROCESS * 10)
    hold(f"30 steps, {name}: θ", whole, ONE_PROCESS)
    hold(f"30 steps, {name}: losses", relative(losses, studio["losses"]), ONE_PROCESS)
    assert relative(evaluations, studio["evaluations"]) < ONE_PROCESS
    if "sample" in studio:
        file = next(s["file"] for s in told["samples"] if (s["step"], s["seed"]) == (30, 42))
        ours = torch.from_numpy(np.asarray(Image.open(out / file)).copy()).flatten().float()
        furthest = (ours - studio["sample"]).abs().max().item()
        hold(f"picture after 30 steps, {name}", furthest, 2, "levels of 255")
    state = read_state(out / "checkpoints" / "000020")
    for vector in state.vectors:
        assert relative(state.vectors[vector], studio[f"state.{vector}"]) < 1e-3, vector
    position, *halves = studio["state.random"].long().tolist()
    assert state.random.position == position
    words = [(high << 16) | low for high, low in zip(halves[::2], halves[1::2], strict=True)]
    assert list(state.random.words) == words
