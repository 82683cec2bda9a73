"""Training as the studio's engine does it: the same random numbers, batches, losses and steps."""
