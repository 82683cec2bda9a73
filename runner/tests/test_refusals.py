"""What can't be run is refused by a sentence, and nothing of a person's is written over."""

from __future__ import annotations

import json

import pytest
from conftest import TINY

from weft_runner.bundle.run import read_bundle
from weft_runner.cli import main
from weft_runner.errors import RunnerError
from weft_runner.runner import Options, run


def _changed(folder, change) -> None:
    told = json.loads((folder / "run.json").read_text())
    change(told)
    (folder / "run.json").write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda told: told.update(format="other"), "format"),
        (lambda told: told.update(version=2), "another version"),
        (lambda told: told["settings"].update(rank=0), "rank"),
        (lambda told: told["settings"].update(learningRate="fast"), "learningRate"),
        (lambda told: told["settings"].update(patience=3), "patience must be 0"),
        (lambda told: told["pictures"][0].update(file="../photo.png"), "pictures.0.file"),
        (lambda told: told["pictures"][0].update(file="/etc/passwd"), "pictures.0.file"),
        (lambda told: told.update(pictures=[]), "pictures"),
    ],
)
def test_bad_bundles(bundle, change, message):
    folder = bundle("plain")
    _changed(folder, change)
    with pytest.raises(RunnerError, match=message):
        read_bundle(folder)


def test_keys_that_are_not_known_are_passed_over(bundle):
    folder = bundle("plain")
    _changed(folder, lambda told: told.update(later={"a": 1}))
    assert read_bundle(folder).settings.rank == 4


def test_pictures_and_models_that_changed(bundle, tmp_path):
    folder = bundle("plain")
    with pytest.raises(RunnerError, match="lies on the disk of whoever wrote"):
        run(Options(folder, None, cpu=True))
    other = tmp_path / "other"
    (other / "unet").mkdir(parents=True)
    (other / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"no weights")
    with pytest.raises(RunnerError, match="not the file that the run was begun with"):
        run(Options(folder, other, cpu=True))
    picture = folder / "pictures" / "captioned" / "0001.png"
    picture.write_bytes(picture.read_bytes() + b"\0")
    with pytest.raises(RunnerError, match="0001.png is not the file"):
        run(Options(folder, TINY, cpu=True))


def test_layers_that_the_model_lacks(bundle):
    folder = bundle("plain")
    _changed(folder, lambda told: told["modules"].pop())
    with pytest.raises(RunnerError, match="learns in 31 layers") as caught:
        run(Options(folder, TINY, cpu=True))
    assert caught.value.code == "other-layers"


def test_what_another_run_left_stays(bundle, capsys):
    folder = bundle("plain")
    (folder / "out").mkdir()
    kept = '{"format": "weft-run-out", "id": "another", "status": "finished"}'
    (folder / "out" / "run.json").write_text(kept)
    with pytest.raises(SystemExit) as exit:
        main(["train", str(folder), "--model", str(TINY), "--cpu"])
    assert exit.value.code == 1
    assert "holds what another run left" in capsys.readouterr().err
    assert (folder / "out" / "run.json").read_text() == kept
