"""`python -m weft_runner`, which torchrun and accelerate can start."""

from weft_runner.cli import main

if __name__ == "__main__":
    main()
