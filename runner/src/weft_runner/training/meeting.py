"""How processes that torchrun has started find each other, and find each other again after one has died.

torchrun keeps one store between its attempts, and PyTorch writes the same keys into it in each. A process of a later
attempt may so read where one of an earlier attempt was to be found, and wait there for nobody. Here every attempt has a
name of its own before all of its keys. `TORCHELASTIC_RESTART_COUNT` can't be that name: each machine counts by itself."""

from __future__ import annotations

import os
import time
import uuid
from datetime import timedelta

import torch
from torch.distributed import PrefixStore, Store, TCPStore

_POLL_SECONDS = 0.05
#: Processes that are started together come within minutes of each other, however slowly they load.
_MEETING = timedelta(minutes=10)


def meet(cpu: bool, patience: timedelta) -> None:
    """Opens PyTorch's process group where torchrun's own store is used; else it is left to accelerate.

    `patience` is how long a process waits for the others later on."""
    if os.environ.get("TORCHELASTIC_USE_AGENT_STORE") != "True":
        return
    if cpu:
        backend = "gloo"
    elif torch.cuda.is_available():
        backend = "nccl"
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count())
    else:
        return
    rank, size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    place = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
    store = TCPStore(*place, is_master=False, timeout=_MEETING)
    torch.distributed.init_process_group(
        backend,
        store=PrefixStore(agreed_name(store, rank, size), store),
        rank=rank,
        world_size=size,
        timeout=patience,
    )


def agreed_name(store: Store, rank: int, size: int) -> str:
    """A name that the processes of this attempt have, and those of no other.

    The first makes it up. Each of the others asks under a token of its own, which the first answers: what earlier
    attempts asked is answered too, and read by nobody. Raises RuntimeError where one doesn't come."""
    own = uuid.uuid4().hex
    if rank > 0:
        store.set(f"weft/asked by {rank}", own)
        name = store.get(f"weft/answer to {own}").decode()
        store.set(f"weft/{name} has {rank}", "")
        return name
    missing = set(range(1, size))
    answered: set[bytes] = set()
    deadline = time.monotonic() + _MEETING.total_seconds()
    while missing:
        for other in sorted(missing):
            if store.check([f"weft/{own} has {other}"]):
                missing.discard(other)
            elif store.check([f"weft/asked by {other}"]):
                token = store.get(f"weft/asked by {other}")
                if token not in answered:
                    store.set(f"weft/answer to {token.decode()}", own)
                    answered.add(token)
        if missing:
            if time.monotonic() > deadline:
                raise RuntimeError(f"processes {sorted(missing)} of {size} did not come")
            time.sleep(_POLL_SECONDS)
    return own
