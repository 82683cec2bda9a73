"""The textile world: a procedural generator of captioned pictures of fabrics.

A `Scene` says what a picture shows (fabric, thing, style); `render` draws it as
an RGB array; `caption` tells it in words. Everything is a pure function of the
numpy random generator that is handed in, so a seed names a picture. What `held_out`
names is in no scene of the training world.
"""
