"""The class images of a run: those that came with the bundle, and the missing ones drawn into `out/`."""

from __future__ import annotations

import io
from pathlib import Path

from weft_runner.bundle.run import Bundle
from weft_runner.bundle.settings import LoraSettings
from weft_runner.errors import RunnerError
from weft_runner.model.draw import draw
from weft_runner.model.nets import Nets
from weft_runner.out.whole import write_whole
from weft_runner.training.team import Team


def class_pictures(
    folder: Path, out: Path, bundle: Bundle, settings: LoraSettings, nets: Nets, team: Team
) -> list[Path]:
    """Their files, as many as the settings ask for. Each process draws its share of those that are missing;
    what an earlier session drew is there still. The nets must not have learnt anything yet."""
    if settings.prior != "class-images":
        return []
    if bundle.class_images is None:
        raise RunnerError(
            "bad-bundle",
            "The run asks for class images, and the bundle says nothing of them.",
            "Write the bundle again in the studio.",
        )
    given = [folder / file.file for file in bundle.class_images.given[: settings.class_images]]
    drawing = bundle.class_images.drawing
    drawn = [
        out / "class-images" / f"{index + 1:04d}.png"
        for index in range(len(given), settings.class_images)
    ]
    for i, path in enumerate(drawn):
        if i % team.size != team.rank or path.is_file():
            continue
        seed = (drawing.first_seed + len(given) + i) % 2**32
        picture = draw(nets, settings.class_prompt, seed, bundle.size, drawing)
        png = io.BytesIO()
        picture.save(png, "PNG")
        write_whole(path, png.getvalue())
    team.wait()
    return given + drawn
