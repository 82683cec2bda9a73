"""Files held against the digests that the studio wrote of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from weft_runner.bundle.run import BundleFile, ModelFile
from weft_runner.errors import RunnerError


def _digest(path: Path, digest: hashlib._Hash) -> str:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def check_files(folder: Path, files: Iterable[BundleFile]) -> None:
    """Raises RunnerError where a file is missing or has changed: the run would not be the same."""
    for file in files:
        path = folder / file.file
        if not path.is_file():
            raise RunnerError(
                "file-missing", f"{path} is missing.", "Unpack the bundle again, all of it."
            )
        if _digest(path, hashlib.sha256()) != file.sha256:
            raise RunnerError(
                "file-changed",
                f"{path} is not the file that the bundle was written with.",
                "Unpack the bundle again; to learn from other pictures write a new one.",
            )


def check_model(folder: Path, files: Iterable[ModelFile]) -> None:
    """Raises RunnerError where a model's folder lacks a file that the studio used, or has another."""
    for file in files:
        path = folder / file.path
        if not path.is_file():
            raise RunnerError(
                "model-incomplete",
                f"The model in {folder} has no {file.path}.",
                "Name the folder of the model that the run was begun with: --model PATH.",
            )
        size = path.stat().st_size
        same = size == file.bytes
        if same and file.digest is not None:
            if file.digest.kind == "sha256":
                own = hashlib.sha256()
            else:
                own = hashlib.sha1(f"blob {size}\0".encode())
            same = _digest(path, own) == file.digest.hex
        if not same:
            raise RunnerError(
                "other-model",
                f"{path} is not the file that the run was begun with.",
                "Name the folder of the model that the run was begun with: --model PATH.",
            )
