"""`out/`, which a run leaves beside its bundle: checkpoints, samples, losses and adapters."""
