"""`run.json` of a bundle (docs/run-json.md), parsed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from weft_runner.bundle.parsed import InnerPath, Parsed, Seed, Sha256
from weft_runner.bundle.settings import Sampling, Settings
from weft_runner.errors import RunnerError

FORMAT = "weft-run"
VERSION = 1


class BundleFile(Parsed):
    """A file of the bundle."""

    file: InnerPath
    sha256: Sha256


class BundlePicture(BundleFile):
    """A picture to learn from, or one held out."""

    name: str
    caption: str
    fingerprint: str
    held_out: bool


class Included(Parsed):
    kind: Literal["included"]
    folder: InnerPath


class OnHub(Parsed):
    kind: Literal["hub"]
    hub: str = Field(pattern=r"^https?://")
    repository: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    commit: str = Field(min_length=1, max_length=200)


class OnDisk(Parsed):
    """A folder or a file of the person's own."""

    kind: Literal["folder", "file"]
    name: str


class Digest(Parsed):
    kind: Literal["sha256", "git-blob"]
    hex: str = Field(pattern=r"^[0-9a-f]{40,64}$")


class ModelFile(Parsed):
    """A file of the model, by its path below the model's folder."""

    path: InnerPath
    bytes: int = Field(ge=0)
    digest: Digest | None = None


class BundleModel(Parsed):
    name: str
    fingerprint: str
    family: str | None = None
    source: Annotated[Included | OnHub | OnDisk, Field(discriminator="kind")]
    layout: Literal["diffusers", "single-file"]
    files: tuple[ModelFile, ...]
    prediction: Literal["epsilon", "v_prediction", "sample"] | None = None
    native_size: int = Field(gt=0)


class Module(Parsed):
    """A layer that learns; `kernel` where it is a convolution."""

    name: str
    in_features: int = Field(gt=0)
    out_features: int = Field(gt=0)
    kernel: int | None = Field(default=None, gt=0)


class ClassDrawing(Sampling):
    first_seed: Seed


class BundleClassImages(Parsed):
    given: tuple[BundleFile, ...]
    drawing: ClassDrawing


class BundleSamples(Sampling):
    prompts: tuple[str, ...] = Field(min_length=1)
    seeds: tuple[Seed, ...]


class BundleEvaluation(Parsed):
    images: int = Field(gt=0)
    timesteps_per_image: int = Field(gt=0)
    seed: Seed


class BundleState(Parsed):
    """Where an unfinished run stands. Losses are kept as they are, for the curve."""

    step: int = Field(gt=0)
    folder: InnerPath
    losses: tuple[dict[str, Any], ...]
    evaluations: tuple[dict[str, Any], ...]
    seconds: float = Field(ge=0)


class BundleDataset(Parsed):
    """What the studio knows the pictures together by."""

    id: str = Field(min_length=1)
    name: str


class Bundle(Parsed):
    """A run as it left the studio."""

    format: Literal["weft-run"]
    version: Literal[1]
    id: str = Field(min_length=1)
    settings: Settings
    dataset: BundleDataset | None = None
    size: int = Field(gt=0)
    model: BundleModel
    modules: tuple[Module, ...] | None = None
    pictures: tuple[BundlePicture, ...] = Field(min_length=1)
    class_images: BundleClassImages | None = None
    samples: BundleSamples
    evaluation: BundleEvaluation
    state: BundleState | None = None


def read_bundle(folder: Path) -> Bundle:
    """The bundle in a folder. Raises RunnerError where there is none, or one that can't be run."""
    path = folder / "run.json"
    if not path.is_file():
        raise RunnerError(
            "no-bundle",
            f"{folder} has no run.json.",
            "Unpack weft-run-….zip and name the folder that it makes.",
        )
    try:
        return Bundle.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        if place == "version":
            raise RunnerError(
                "newer-bundle",
                f"{path} is of another version than this runner reads ({VERSION}).",
                "Install the weft-runner that came with it.",
            ) from error
        raise RunnerError(
            "bad-bundle",
            f"{path} can't be used: {place}: {first['msg']}.",
            "Write the bundle again in the studio.",
        ) from error
