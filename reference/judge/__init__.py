"""The judge: a small net that names thing, style, family and palette of a picture of the textile
world, and scores of the starter and of personalised models that rest on it."""
