"""A sweep over the devices that there are. Ray Tune starts, places and restarts the runs; each goes on from its own
last checkpoint when its worker was killed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weft_runner.errors import RunnerError
from weft_runner.out.layouts import file_name
from weft_runner.sweep.outcome import status_of, write_list, write_zip
from weft_runner.sweep.plan import plan_sweep, write_runs


@dataclass(frozen=True)
class SweepOptions:
    """How a sweep is started."""

    #: The bundle's folder, with lists in its run.json; `sweep/` is written into it.
    folder: Path
    model: Path | None = None
    cpu: bool = False
    #: GPUs, or processor cores where there is none, that a run takes.
    devices: float = 1
    #: How often a run whose worker dies is started again.
    restarts: int = 3


def sweep(options: SweepOptions) -> Path:
    """Runs all runs that are not finished yet, and gives the zip of what they left."""
    folder = options.folder.resolve()
    place = folder / "sweep"
    runs = plan_sweep(folder)
    write_runs(place, runs)
    # Nothing is told to anybody by default.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_AIR_NEW_OUTPUT", "0")
    try:
        import ray
        from ray import tune
    except ImportError as error:
        raise RunnerError(
            "no-ray",
            "A sweep needs Ray Tune, which is not installed.",
            "Install it: pip install 'weft-runner[sweep]'.",
        ) from error
    started_here = not ray.is_initialized()
    if started_here:
        ray.init(include_dashboard=False)
    try:
        has_gpu = not options.cpu and ray.cluster_resources().get("GPU", 0) > 0
        takes = {"gpu": options.devices, "cpu": 1} if has_gpu else {"cpu": options.devices}
        waiting = [planned.name for planned in runs if status_of(place, planned) != "finished"]
        if waiting:
            model = str(options.model.resolve()) if options.model else None
            told = {"folder": str(folder), "model": model, "cpu": not has_gpu}
            tuner = tune.Tuner(
                tune.with_resources(tune.with_parameters(_run_one, told=told), takes),
                param_space={"name": tune.grid_search(waiting)},
                tune_config=tune.TuneConfig(trial_dirname_creator=_own_name),
                run_config=tune.RunConfig(
                    name="ray",
                    storage_path=str(place),
                    failure_config=tune.FailureConfig(max_failures=options.restarts),
                    verbose=1,
                ),
            )
            tuner.fit()
    finally:
        if started_here:
            ray.shutdown()
    write_list(place, runs)
    path = folder / f"weft-sweep-{file_name(folder.name)}.zip"
    write_zip(path, place, runs)
    left = [planned.name for planned in runs if status_of(place, planned) != "finished"]
    if left:
        raise RunnerError(
            "sweep-unfinished",
            f"{len(left)} of {len(runs)} runs did not finish: {', '.join(left)}. {path} holds what there is.",
            "The same command goes on with these; sweep/ray tells what went wrong.",
        )
    return path


def _own_name(trial: Any) -> str:
    return f"{trial.config['name']}-{trial.trial_id}"


def _run_one(config: dict[str, Any], told: dict[str, Any]) -> None:
    """In a worker of Ray's: the run from wherever it stands to its end."""
    from ray import tune

    from weft_runner.runner import Options, run

    folder = Path(told["folder"])
    options = Options(
        folder,
        Path(told["model"]) if told["model"] else None,
        told["cpu"],
        place=folder / "sweep" / config["name"],
        checkpoint=lambda step, loss: tune.report({"step": step, "loss": loss}),
    )
    try:
        run(options)
    except RunnerError as error:
        # Started again it would come to the same end; at the sweep's own end it is named.
        print(f"{config['name']}: {error}", flush=True)
