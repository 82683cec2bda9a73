"""What must hold of the judge and its scores, trained or not."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image, PngImagePlugin

from judge.accuracy import colours_right
from judge.names import FAMILY_NAMES, told
from judge.net import HEADS, Judge, load_judge, save_judge
from judge.pictures import drawn_by_studio
from judge.prompts import CONTEXTS, asked, base_prompts, subject_prompts
from judge.scores import among_themselves, copying, drift, kept, recognised, subject_score
from world.captions import caption
from world.scene import random_scene


def test_captions_are_read_as_they_were_meant() -> None:
    rng = np.random.default_rng(21)
    for _ in range(3000):
        scene = random_scene(rng)
        text = caption(scene, rng)
        read = told(text)
        assert (read.thing, read.style) == (scene.thing, scene.style), text
        assert read.family in (None, scene.fabric.family or "plain"), text
        assert read.palette in (None, scene.fabric.palette), text
        assert set(read.colours) <= set(scene.fabric.named), text


def test_prompts_of_the_course_are_read() -> None:
    things = [told(text.format("sks")).thing for text in CONTEXTS]
    styles = [told(text.format("sks")).style for text in CONTEXTS]
    assert things == [
        "cloth", "dress", "wallpaper", "cloth", "handbag", "vase", "cloth", "basket", "art",
    ]  # fmt: skip
    assert styles[3] == "watercolor" and styles[6] == "cyberpunk"
    assert {styles[i] for i in range(9) if i not in (3, 6)} == {"photograph"}
    assert told("a black ink line drawing of a red dress").colours == ("red",)


def test_base_prompts_name_everything_and_stay_the_same() -> None:
    prompts = base_prompts(117)
    assert [p.text for p in prompts] == [p.text for p in base_prompts(117)]
    assert all(p.wanted.family for p in prompts)
    assert len({p.wanted.thing for p in prompts}) == 13
    assert len({p.wanted.style for p in prompts}) == 9
    assert not any("sks" in p.text for p in prompts)
    worn = {p.wanted.thing for p in subject_prompts("sks", 1)["worn"]}
    assert worn == {"dress", "handbag", "vase", "cushion"}
    assert {p.wanted.style for p in subject_prompts("sks", 1)["styles"]} == {
        p.wanted.style for p in prompts
    }


@pytest.mark.parametrize("size", [64, 128])
def test_the_net_answers_pictures_and_patches(size: int) -> None:
    judge = Judge().eval()
    images = torch.rand(3, 3, size, size) * 2 - 1
    answers = judge(images)
    assert {name: part.shape[1] for name, part in answers.items()} == HEADS
    assert torch.allclose(judge.texture(images).norm(dim=1), torch.ones(3), atol=1e-5)


def test_the_judge_is_kept_in_half_precision(tmp_path) -> None:
    torch.manual_seed(3)
    judge, file = Judge().eval(), tmp_path / "weights" / "judge.safetensors"
    save_judge(judge, file)
    assert file.stat().st_size < 3.5e6
    images = torch.rand(2, 3, 64, 64) * 2 - 1
    kept = load_judge(file)(images)
    for name, logits in judge(images).items():
        assert torch.allclose(logits, kept[name], atol=0.02), name


def test_a_family_is_found_where_the_judge_holds_it_likelier_than_all_others() -> None:
    logits = torch.zeros(4, len(FAMILY_NAMES))
    logits[0, FAMILY_NAMES.index("ogee")] = 100.0
    logits[1, FAMILY_NAMES.index("spiral")] = 100.0
    logits[2:, FAMILY_NAMES.index("ogee")] = 100.0
    logits[3, FAMILY_NAMES.index("spiral")] = 100.0 + np.log(3)

    def answers(pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        return {"family": logits[pictures[:, 0, 0, 0].long()]}

    numbered = torch.arange(4.0)[:, None, None, None].expand(4, 3, 8, 8)
    found = recognised(answers, numbered, "ogee")
    assert found["found"] == 0.5 and found["of"] == 4
    assert found["probability"] == pytest.approx((1 + 0 + 1 + 0.25) / 4, abs=1e-6)


def test_colours_are_found_whatever_their_order() -> None:
    logits = torch.tensor([[3.0, 1.0, 2.0, -1.0], [3.0, 1.0, 2.0, -1.0]])
    wanted = torch.tensor([[1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0]])
    assert colours_right(logits, wanted).tolist() == [True, False]


def test_copies_are_told_from_other_pictures() -> None:
    generator = torch.Generator().manual_seed(1)
    cells = torch.rand(6, 3, 16, 16, generator=generator) * 2 - 1
    pictures = torch.nn.functional.interpolate(cells, scale_factor=8, mode="nearest")
    moved = pictures[:3].flip(-1).roll((4, 8), (2, 3)) * 0.7 + 0.1
    assert copying(moved, pictures[:3])["copies"] == 1
    assert copying(pictures[3:], pictures[:3])["copies"] == 0


def test_scores_have_their_ends() -> None:
    generator = torch.Generator().manual_seed(2)
    subject = torch.nn.functional.normalize(torch.randn(1, 32, generator=generator))

    def near(spread: float) -> torch.Tensor:
        return torch.nn.functional.normalize(
            subject + spread * torch.randn(8, 32, generator=generator)
        )

    real, base = near(0.05), torch.nn.functional.normalize(torch.randn(8, 32, generator=generator))
    assert among_themselves(real) > 0.9
    assert subject_score(base, base, real)["share of the way"] == 0
    assert subject_score(near(0.05), base, real)["share of the way"] == pytest.approx(1, abs=0.05)
    assert drift(base, base, real)["moved"] == pytest.approx(0, abs=1e-6)
    assert drift(real, base, real)["towards the subject"] > 0.5


def test_pictures_of_the_studio_say_their_prompt(tmp_path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text(
        "parameters",
        "a blue star dress, oil painting\nNegative prompt: red\nSteps: 25, Sampler: DDIM, Seed: 7",
    )
    Image.new("RGB", (160, 128), "white").save(tmp_path / "one.png", pnginfo=text)
    pictures, (prompt,) = drawn_by_studio(tmp_path)
    assert pictures.shape == (1, 3, 128, 128) and pictures.min() == 1
    assert (prompt.seed, prompt.wanted.thing, prompt.wanted.style) == (7, "dress", "oil")
    assert (prompt.wanted.family, prompt.wanted.colours) == ("star", ("blue",))
    Image.new("RGB", (8, 8)).save(tmp_path / "two.png")
    with pytest.raises(ValueError, match="two.png"):
        drawn_by_studio(tmp_path)


def test_kept_asks_for_what_a_prompt_is_there_for() -> None:
    class Fixed(torch.nn.Module):
        """Sees a dress in oil in every picture."""

        def forward(self, images: torch.Tensor) -> dict[str, torch.Tensor]:
            thing = torch.nn.functional.one_hot(torch.tensor([1]), HEADS["thing"])
            style = torch.nn.functional.one_hot(torch.tensor([1]), HEADS["style"])
            return {"thing": thing, "style": style}

    texts = ("a dress", "a vase", "cloth, oil painting", "a dress, line drawing")
    prompts = [asked(text, 0) for text in texts]
    pictures = torch.zeros(4, 3, 8, 8)
    assert kept(Fixed(), pictures, prompts, styles=False) == {"share": 0.5, "of": 4}
    assert kept(Fixed(), pictures, prompts, styles=True) == {"share": 0.25, "of": 4}
