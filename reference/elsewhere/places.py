"""The files of a bundle for places, read by what reads them there; the Dockerfile is built as far as that goes without Docker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from commands import calls_of


def skypilot(bundle: Path) -> dict:
    """The task as SkyPilot has it, by its own schemas of tasks and resources."""
    import sky

    # Folders are those of the top, from where it is launched.
    os.chdir(bundle)
    read = sky.Task.from_yaml("places/skypilot.yaml").to_yaml_config()
    return {key: read[key] for key in ("name", "resources", "workdir", "setup", "run")}


def kubeflow(bundle: Path) -> dict:
    """The TrainJob as Kubeflow's own models have it, and whether they know all of it."""
    import yaml
    from kubeflow_trainer_api.models import TrainerV1alpha1TrainJob

    told = yaml.safe_load((bundle / "places" / "kubeflow.yaml").read_text())
    job = TrainerV1alpha1TrainJob.from_dict(told)
    trainer = told["spec"]["trainer"]
    return {
        "whole": job.to_dict() == told,
        "runtime": job.spec.runtime_ref.name,
        "image": job.spec.trainer.image,
        "inside": _inside(
            trainer["command"], {each["name"]: each.get("value", "") for each in trainer["env"]}
        ),
    }


def hugging_face_jobs(bundle: Path) -> dict:
    """Each command of the script by the command line of huggingface_hub, and what the job itself would do."""
    calls = calls_of(["bash", "places/hugging-face-jobs.sh"], bundle, OWNER="weaver")
    commands = [_hub_command(call[1:]) for call in calls if call[0] == "hf"]
    job = next(command for command in commands if command["command"] == "jobs run")
    variables = dict(each.split("=", 1) for each in job["told"]["env"])
    return {"commands": commands, "inside": _inside(job["told"]["command"], variables)}


def _hub_command(arguments: list[str]) -> dict:
    """Raises where the command line has no such command, or the command no such option."""
    from huggingface_hub.cli.hf import app

    names: list[str] = []
    command, context = app, app.make_context("hf", list(arguments))
    while hasattr(command, "resolve_command"):
        # click parts a group's own words from those behind them.
        words = [*context.protected_args, *context.args]
        name, command, rest = command.resolve_command(context, words)
        names.append(name)
        context = command.make_context(name, rest, parent=context)
    told = {
        key: value for key, value in context.params.items() if value not in (None, False, (), [])
    }
    return {"command": " ".join(names), "told": json.loads(json.dumps(told, default=str))}


def _inside(command: list[str], variables: dict[str, str]) -> list[list[str]]:
    """What is called where the bundle was fetched to; commands of the hub are read by its own command line too."""
    with tempfile.TemporaryDirectory() as place:
        # Where the download puts the bundle.
        Path(place, "run").mkdir()
        calls = calls_of(command, Path(place), **variables)
    for call in calls:
        if call[0] == "hf":
            _hub_command(call[1:])
    return calls


def dockerfile(bundle: Path) -> dict:
    """
    Takes its steps in a folder and a virtual environment, which stand for the image: COPY copies, RUN runs, and what it would
    begin with says how it is used. The image itself is not pulled; the packages of this Python stand for those in it.
    """
    from dockerfile_parse import DockerfileParser

    parser = DockerfileParser(str(bundle / "places" / "Dockerfile"))
    with tempfile.TemporaryDirectory() as image:
        environment = Path(image, "venv")
        venv.create(environment, with_pip=True)
        # What an image with PyTorch has already.
        (site,) = environment.glob("lib/*/site-packages")
        (site / "image.pth").write_text(
            "\n".join(p for p in sys.path if p.endswith("site-packages"))
        )
        variables = {**os.environ, "PATH": f"{environment / 'bin'}:{os.environ['PATH']}"}
        here = Path(image)
        steps, said = [], ""
        for step in parser.structure:
            kind, value = step["instruction"], step["value"]
            if kind == "COMMENT":
                continue
            steps.append(kind)
            if kind == "WORKDIR":
                here = Path(image, value.lstrip("/"))
                here.mkdir(parents=True)
            elif kind == "COPY":
                source, target = value.split()
                shutil.copytree(bundle / source, here / target, symlinks=True, dirs_exist_ok=True)
            elif kind == "RUN":
                subprocess.run(
                    value, shell=True, cwd=here, env=variables, check=True, capture_output=True
                )
            elif kind == "ENTRYPOINT":
                words = [*json.loads(value)[:2], "--help"]
                said = subprocess.run(
                    words, cwd=here, env=variables, check=True, capture_output=True, text=True
                ).stdout
            elif kind != "FROM":
                raise ValueError(f"{kind} is not taken here")
        installed = str(next(site.glob("weft_runner"), ""))
    return {"image": parser.baseimage, "steps": steps, "usage": said, "installed": bool(installed)}
