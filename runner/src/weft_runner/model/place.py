"""Where the model's files are: in the bundle, on the hub, or in a folder that the person names."""

from __future__ import annotations

from pathlib import Path

from weft_runner.bundle.digests import check_model
from weft_runner.bundle.run import BundleModel, Included, OnHub
from weft_runner.errors import RunnerError

#: What a diffusers folder has beside its weights.
_SMALL_FILES = ["*.json", "*/*.json", "*/*.txt"]


def find_model(bundle: Path, model: BundleModel, given: Path | None) -> Path:
    """The model's folder in diffusers' layout, its files held against the bundle's digests.

    `given` goes before what the bundle says. Raises RunnerError where there is no such folder."""
    if model.layout == "single-file":
        raise RunnerError(
            "single-file",
            f"The run's model, {model.name}, is a single-file checkpoint, which the runner doesn't open.",
            "Save it in diffusers' layout, open that folder as a model in the studio, and write the "
            "bundle again.",
        )
    if given is not None:
        folder = given
    elif isinstance(model.source, Included):
        folder = bundle / model.source.folder
    elif isinstance(model.source, OnHub):
        folder = _from_hub(model.source, model)
    else:
        raise RunnerError(
            "model-unnamed",
            f"The run's model, {model.name}, lies on the disk of whoever wrote the bundle.",
            "Say where it is here: --model PATH.",
        )
    if not folder.is_dir():
        raise RunnerError("no-model", f"{folder} is no folder.", "Name the model's: --model PATH.")
    check_model(folder, model.files)
    return folder


def _from_hub(source: OnHub, model: BundleModel) -> Path:
    from huggingface_hub import snapshot_download

    wanted = [file.path for file in model.files]
    return Path(
        snapshot_download(
            source.repository,
            revision=source.commit,
            endpoint=source.hub,
            allow_patterns=[*wanted, *_SMALL_FILES],
        )
    )
