"""The folder of a run as the studio wrote it: `run.json` and the files that it names."""
