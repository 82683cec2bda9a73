"""A run from its folder to `out/`: opened, gone on with, and all that it leaves written."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from weft_runner.bundle.digests import check_files
from weft_runner.bundle.run import Bundle, read_bundle
from weft_runner.class_images import class_pictures
from weft_runner.errors import RunnerError
from weft_runner.model.draw import draw
from weft_runner.model.nets import Nets, load_nets
from weft_runner.model.place import find_model
from weft_runner.out.checkpoints import Checkpoints
from weft_runner.out.curves import Curves
from weft_runner.out.layouts import lora_files, word_files
from weft_runner.out.note import note_of
from weft_runner.out.report import FORMAT, write_report
from weft_runner.out.whole import write_whole
from weft_runner.out.xl_names import XlNames
from weft_runner.training.course import Course
from weft_runner.training.learner import InversionLearner
from weft_runner.training.loop import Hooks, Learnt, train
from weft_runner.training.method import Method, inversion_method, lora_method
from weft_runner.training.rules import rules_of
from weft_runner.training.state import RunState, read_state
from weft_runner.training.team import Team
from weft_runner.training.trainer import Trainer


@dataclass(frozen=True)
class Options:
    """How a run is started."""

    #: The bundle's folder; `out/` is written into it.
    folder: Path
    #: The model's folder, where the bundle's own word isn't to be taken.
    model: Path | None = None
    cpu: bool = False
    #: Where the run's own run.json is and its `out/` goes, if not into the bundle's folder.
    place: Path | None = None
    #: Hears of each checkpoint: its step, and the loss of that step.
    checkpoint: Callable[[int, float], None] | None = None


def run(options: Options) -> Path:
    """Runs a bundle to its end and gives `out/`. Where it was broken off it goes on from its last
    checkpoint; where it is finished already nothing is done."""
    # What is promised is single precision: a GPU's ten bits for products would be another run.
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    team = Team(options.cpu)
    folder = options.folder
    place = options.place or folder
    bundle = read_bundle(place)
    out = place / "out"
    if _is_finished(out, bundle):
        return out
    files = [*bundle.pictures, *(bundle.class_images.given if bundle.class_images else ())]
    check_files(folder, files)
    model = find_model(folder, bundle.model, options.model)
    nets = load_nets(
        model, bundle.model.name, bundle.model.files, bundle.model.prediction, team.device
    )
    state, course = team.told(_start(folder, out, bundle) if team.leads else None) or (
        None,
        Course(),
    )
    session = _Session(folder, out, bundle, nets, team, state, course, options.checkpoint)
    return session.run()


def _is_finished(out: Path, bundle: Bundle) -> bool:
    """Raises RunnerError where `out/` is another run's: it is a person's, and nothing of it is overwritten."""
    path = out / "run.json"
    if not path.is_file():
        return False
    try:
        told = json.loads(path.read_text("utf-8"))
        is_ours = told["format"] == FORMAT and told["id"] == bundle.id
        finished = told["status"] == "finished"
    except (ValueError, KeyError, TypeError):
        is_ours = finished = False
    if not is_ours:
        raise RunnerError(
            "other-out",
            f"{out} holds what another run left.",
            "Move it elsewhere, or unpack the bundle into a folder of its own.",
        )
    return finished


def _start(folder: Path, out: Path, bundle: Bundle) -> tuple[RunState | None, Course]:
    """The newest checkpoint, else the state that came with the bundle, else the first step."""
    newest = Checkpoints(out).newest()
    if newest is not None:
        return newest
    told = bundle.state
    if told is None:
        return None, Course()
    course = Course(list(told.losses), list(told.evaluations), [], told.seconds)
    return read_state(folder / told.folder), course


class _Session:
    """One go at a run, from where it stood."""

    def __init__(
        self,
        folder: Path,
        out: Path,
        bundle: Bundle,
        nets: Nets,
        team: Team,
        state: RunState | None,
        course: Course,
        heard: Callable[[int, float], None] | None,
    ) -> None:
        self.folder = folder
        self.out = out
        self.bundle = bundle
        self.nets = nets
        self.team = team
        self.state = state
        self.course = course
        self.heard = heard
        self.from_step = state.step if state else 0
        self.checkpoints = Checkpoints(out)

    def run(self) -> Path:
        generator = torch.Generator().manual_seed(self.bundle.settings.seed)
        self.method = self._method(generator)
        trainer = Trainer(self.method.learner, rules_of(self.bundle.settings), self.team)
        curves = Curves(self.out, self.from_step) if self.team.leads else None
        if self.team.leads:
            self._report("running")

        def step(point: dict, learning_rate: float) -> None:
            curves.step(point, learning_rate)
            prior = "" if point["prior"] is None else f", prior {point['prior']:.5f}"
            print(
                f"step {point['step']} of {self.bundle.settings.steps}: "
                f"loss {point['instance']:.5f}{prior}",
                flush=True,
            )

        try:
            hooks = Hooks(
                step, curves.evaluation if curves else print, self._sample, self._checkpoint
            )
            learnt = train(
                self.bundle,
                self.method,
                trainer,
                generator,
                self.state,
                self.course,
                self.team,
                hooks,
            )
        except RunnerError as error:
            if self.team.leads:
                told = {"code": error.code, "message": error.message, "advice": error.advice}
                self._report("failed", error=told)
            raise
        finally:
            if curves:
                curves.close()
        if self.team.leads:
            self._keep(learnt)
            self._report("finished", learnt=learnt)
        self.team.wait()
        return self.out

    def _method(self, generator: torch.Generator) -> Method:
        settings = self.bundle.settings
        if settings.method == "lora":
            pictures = class_pictures(
                self.folder, self.out, self.bundle, settings, self.nets, self.team
            )
            return lora_method(self.folder, self.bundle, settings, self.nets, pictures, generator)
        return inversion_method(self.folder, self.bundle, settings, self.nets)

    def _sample(self, of: str, step: int) -> None:
        settings, samples = self.bundle.settings, self.bundle.samples
        prompts = [settings.class_prompt] if of == "class" else list(samples.prompts)
        # For engines that don't know of forgetting the bundle has the class prompt among them.
        if of == "learnt" and settings.method == "lora" and settings.show_forgetting:
            prompts = [prompt for prompt in prompts if prompt != settings.class_prompt] or prompts
        learner = self.method.learner
        word = None
        if isinstance(learner, InversionLearner):
            word = (learner.word, [rows.detach() for rows in learner.rows])
        for which, prompt in enumerate(prompts):
            for seed in samples.seeds:
                picture = draw(self.nets, prompt, seed, self.bundle.size, samples, word)
                png = io.BytesIO()
                picture.save(png, "PNG")
                file = f"samples/{step:06d}-{of}-{which + 1}-{seed}.png"
                write_whole(self.out / file, png.getvalue())
                told = {"of": of, "step": step, "seed": seed, "prompt": prompt, "file": file}
                self.course.samples.append(told)

    def _checkpoint(self, state: RunState, theta: torch.Tensor) -> None:
        settings = self.bundle.settings
        if settings.method == "lora" and settings.keep_checkpoints:
            write_whole(self.out / "steps" / f"{state.step:06d}.f32", _floats(theta))
        self.checkpoints.write(state, self.course)
        self._report("running")
        if self.heard:
            self.heard(state.step, self.course.losses[-1]["instance"])

    def _keep(self, learnt: Learnt) -> None:
        """Writes the adapter or the word in every layout."""
        settings = self.bundle.settings
        note = note_of(self.bundle, self.course, learnt)
        name = self.bundle.model.name
        if settings.method == "lora":
            xl = XlNames.of(self.nets.unet) if self.nets.is_xl else None
            files = lora_files(learnt.theta, self.method.modules, settings, name, note, xl)
        else:
            rows = self.method.learner.split(learnt.theta)
            files = word_files(rows, settings.placeholder, name, note)
        for path, content in {"theta.f32": _floats(learnt.theta), **files}.items():
            write_whole(self.out / "adapter" / path, content)

    def _report(self, status: Any, **about: Any) -> None:
        modules = self.method.modules
        write_report(
            self.out,
            self.bundle,
            self.course,
            status,
            device=self.team.device,
            processes=self.team.size,
            began_at=self.from_step,
            modules=modules and [m.model_dump(by_alias=True, exclude_none=True) for m in modules],
            **about,
        )


def _floats(vector: torch.Tensor) -> bytes:
    return vector.numpy().astype("<f4").tobytes()
