"""PyTorch's generator stands where it stood, in the studio's words, wherever it was interrupted."""

from __future__ import annotations

import pytest
import torch

from weft_runner.training.randomness import WORDS, random_state, set_random_state


@pytest.mark.parametrize("drawn", [0, 1, 7, 16, 623, 624, 625, 5000])
def test_goes_on_where_it_stood(drawn):
    first = torch.Generator().manual_seed(42)
    torch.rand(drawn, generator=first)
    state = random_state(first)
    assert 0 <= state.position <= WORDS
    second = torch.Generator().manual_seed(1)
    set_random_state(second, state)
    for generator_draw in (
        lambda g: torch.randn(40, generator=g),
        lambda g: torch.randint(1000, (700,), generator=g),
        lambda g: torch.rand(3, generator=g),
    ):
        assert torch.equal(generator_draw(first), generator_draw(second))


def test_keeps_the_second_of_a_pair_of_normals():
    first = torch.Generator().manual_seed(42)
    torch.randn(3, generator=first)
    state = random_state(first)
    assert state.cached_normal is not None
    second = torch.Generator().manual_seed(1)
    set_random_state(second, state)
    assert torch.equal(torch.randn(5, generator=first), torch.randn(5, generator=second))


def test_a_fresh_generator_has_used_all_its_words():
    """As the studio has it before the first number: the words are renewed first."""
    state = random_state(torch.Generator().manual_seed(5489))
    assert (state.position, state.words[0], state.cached_normal) == (WORDS, 5489, None)
