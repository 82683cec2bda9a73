"""Prompts with a new word have the ids that transformers gives them with the word in its vocabulary."""

from __future__ import annotations

import json

import pytest
from conftest import TINY
from transformers import CLIPTokenizer

from weft_runner.model.prompts import Word, encode

EXPECTED = TINY.parent / "training" / "expected.json"


@pytest.mark.parametrize(
    "case", json.loads(EXPECTED.read_text())["placeholders"], ids=lambda case: case["prompt"][:30]
)
def test_ids(case):
    tokenizer = CLIPTokenizer.from_pretrained(TINY / "tokenizer")
    encoded = encode(tokenizer, case["prompt"], Word("<african-fabric>", 2))
    ids = encoded.ids.tolist()
    for position, row in encoded.placed:
        ids[position] = len(tokenizer) + row
    assert ids == case["ids"]
