"""The model that learns, by diffusers and transformers, and where θ enters it."""
