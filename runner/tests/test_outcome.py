"""What a run leaves beside its adapter: samples, class images, curves, and the best of an early stop."""

from __future__ import annotations

import json

import torch
from conftest import TINY
from distance import theta_of
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from weft_runner.runner import Options, run
from weft_runner.training.early_stop import EarlyStop


def _changed(folder, **settings) -> None:
    told = json.loads((folder / "run.json").read_text())
    told["settings"].update(settings)
    if "classImages" in settings:
        told["classImages"]["given"] = told["classImages"]["given"][:1]
    if settings.get("showForgetting"):
        told["samples"]["prompts"].append(told["settings"]["classPrompt"])
    (folder / "run.json").write_text(json.dumps(told))


def test_samples_class_images_and_curves(bundle):
    folder = bundle("plain")
    _changed(folder, steps=4, sampleEvery=2, evalEvery=2, classImages=2, showForgetting=True)
    _changed(folder, checkpointEvery=2, keepCheckpoints=True)
    out = run(Options(folder, TINY, cpu=True))
    told = json.loads((out / "run.json").read_text())
    shown = [(sample["of"], sample["step"], sample["seed"]) for sample in told["samples"]]
    assert shown == [
        (of, step, seed) for step in (0, 2, 4) for of in ("learnt", "class") for seed in (42, 1)
    ]
    for sample in told["samples"]:
        assert Image.open(out / sample["file"]).size == (64, 64)
    first, last = ((out / f"samples/{step:06d}-learnt-1-42.png").read_bytes() for step in (0, 4))
    assert first != last
    assert [path.name for path in (out / "class-images").iterdir()] == ["0002.png"]
    assert [entry["step"] for entry in told["thetas"]] == [2]
    events = EventAccumulator(str(out / "logs")).Reload()
    for tag, kind in (("loss/instance", "instance"), ("loss/prior", "prior")):
        curve = [(event.step, event.value) for event in events.Scalars(tag)]
        assert [step for step, _value in curve] == [1, 2, 3, 4]
        expected = torch.tensor([point[kind] for point in told["losses"]])
        torch.testing.assert_close(torch.tensor([value for _step, value in curve]), expected)
    assert [event.step for event in events.Scalars("evaluation/trained")] == [0, 2, 4]


def test_stops_early_and_keeps_the_best(bundle):
    folder = bundle("every-setting")
    # So long steps never come back below the first measurement.
    _changed(
        folder,
        learningRate=0.1,
        warmupSteps=0,
        evalEvery=2,
        patience=2,
        checkpointEvery=2,
        emaDecay=0,
    )
    out = run(Options(folder, TINY, cpu=True))
    told = json.loads((out / "run.json").read_text())
    measured = {
        point["step"]: point["heldOut"] for point in told["evaluations"] if point["step"] > 0
    }
    best = min(measured, key=measured.get)
    assert told["stopped"] and told["stepsTaken"] < 30
    assert (told["stepsDone"], told["stepsTaken"]) == (best, best + 4)
    theta = torch.frombuffer(
        bytearray((out / "steps" / f"{best:06d}.f32").read_bytes()), dtype=torch.float32
    )
    assert torch.equal(theta_of(out), theta)


def test_early_stop_waits_for_no_number():
    stop = EarlyStop(2, None)
    for step, loss in enumerate([0.5, float("nan"), 0.4, 0.41, 0.4], 1):
        assert not stop.turned
        stop.measured(step, loss, torch.zeros(1))
    assert stop.turned and stop.best.step == 3
