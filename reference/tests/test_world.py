"""What must hold of the textile world, whatever is added to it.

cd reference && python -m pytest tests
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from world.captions import THING_WORDINGS, caption
from world.fabric import random_fabric
from world.geometry import grid, to_pil
from world.held_out import HELD_OUT_FAMILIES, HELD_OUT_PALETTES
from world.palette import PALETTES
from world.patterns import FAMILIES
from world.patterns.medallion import RINGS, SAMPLE_FORM, form_of
from world.samples import COUNT, SAMPLE, SEED, photograph
from world.scene import Scene, random_scene, render
from world.styles import STYLES
from world.things import THINGS

SAMPLES = Path(__file__).resolve().parents[2] / "public" / "samples"


def fabric_of(family: str, seed: int):
    """A patterned fabric of the family in two named colours."""
    rng = np.random.default_rng(seed)
    while True:
        fabric = random_fabric(rng, (4.0, 5.0), (family,))
        if fabric.family and not fabric.palette:
            return fabric


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ground_and_ink_both_show(family: str, seed: int) -> None:
    fabric = fabric_of(family, seed)
    x, y = grid(256)
    cloth = fabric.colour(x, y, 2 / 256)
    assert np.isfinite(cloth).all()
    assert cloth.min() >= 0 and cloth.max() <= 1
    for colour in fabric.colours[:2]:
        near = np.abs(cloth - colour[:, None, None]).max(0) < 0.1
        assert near.mean() > 0.02, "a colour of the fabric is hardly there"


@pytest.mark.parametrize("family", FAMILIES)
def test_cloth_is_endless(family: str) -> None:
    """Any stretch of it, however far out, is as patterned as the next."""
    fabric = fabric_of(family, 4)
    x, y = grid(128)
    spreads = [fabric.colour(x + far, y - far, 2 / 128).std() for far in (0, 20, 57)]
    assert min(spreads) > 0.5 * max(spreads) > 0


@pytest.mark.parametrize("thing", THINGS)
def test_things_wear_their_fabric(thing: str) -> None:
    """The same thing in another fabric differs, and mostly in the fabric's colours."""
    first, second = fabric_of("dotted", 5), fabric_of("striped", 6)
    pictures = [
        render(Scene(thing, "photograph", fabric), 128, np.random.default_rng(8))
        for fabric in (first, second)
    ]
    changed = np.abs(pictures[0] - pictures[1]).max(-1) > 0.1
    assert changed.mean() > 0.12


@pytest.mark.parametrize("style", STYLES)
def test_styles_keep_size_and_range(style: str) -> None:
    scene = Scene("vase", style, fabric_of("star", 7))
    picture = render(scene, 128, np.random.default_rng(9))
    assert picture.shape == (128, 128, 3)
    assert np.isfinite(picture).all()
    assert picture.min() >= 0 and picture.max() <= 1
    plain = render(Scene("vase", "photograph", scene.fabric), 128, np.random.default_rng(9))
    assert style == "photograph" or np.abs(picture - plain).mean() > 0.05


def test_a_seed_names_a_picture() -> None:
    def drawn() -> tuple[np.ndarray, str]:
        rng = np.random.default_rng([3, 14])
        scene = random_scene(rng)
        return render(scene, 128, rng), caption(scene, rng)

    first, second = drawn(), drawn()
    assert np.array_equal(first[0], second[0])
    assert first[1] == second[1]


def test_training_scenes_hold_nothing_held_out() -> None:
    rng = np.random.default_rng(11)
    told = []
    for _ in range(4000):
        scene = random_scene(rng)
        assert scene.fabric.family not in HELD_OUT_FAMILIES
        assert scene.fabric.palette not in HELD_OUT_PALETTES
        told.append(caption(scene, rng))
    words = set(" ".join(told).replace(",", "").split())
    assert "sks" not in words
    assert not words & {*HELD_OUT_FAMILIES, *HELD_OUT_PALETTES}
    assert all(text == text.lower() for text in told)
    assert not any("  " in text or text.startswith(" ") for text in told)


def test_every_thing_has_wordings() -> None:
    assert set(THING_WORDINGS) == set(THINGS)
    assert set(HELD_OUT_FAMILIES) < set(FAMILIES)
    assert set(HELD_OUT_PALETTES) < set(PALETTES)


def test_training_never_draws_the_design_of_the_samples() -> None:
    forms = [form_of(shape) for shape in np.linspace(0, 0.9999, 2000)]
    assert SAMPLE_FORM not in forms and SAMPLE_FORM.ring not in RINGS
    assert len(set(forms)) == 324
    assert {form_of(1 + shape).ring for shape in np.linspace(0, 0.9999, 50)} == {"drops"}


def test_sample_fabrics_are_drawn_as_they_ship(tmp_path: Path) -> None:
    listing = json.loads((SAMPLES / "samples.json").read_text())
    if listing["title"] != SAMPLE.title:
        pytest.skip("the samples that ship are of the design before this one")
    names = listing["images"]
    assert len(names) == COUNT
    picture = to_pil(photograph(np.random.default_rng([SEED, 0]), 0))
    picture.save(tmp_path / names[0], quality=86, method=6)
    assert (tmp_path / names[0]).read_bytes() == (SAMPLES / names[0]).read_bytes()
