"""Processes that are started anew find each other over the store of those before them, as torchrun keeps it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import torch
from torch.distributed import HashStore, TCPStore

from weft_runner.training.meeting import agreed_name, meet

FORKED = multiprocessing.get_context("fork")
PATIENCE = timedelta(seconds=60)


def _live(rank: int, size: int, port: int, attempt: int, join: Callable[[], None], sums) -> None:
    """A process of an attempt. In the first one the last process dies between two sums."""
    os.environ.update(
        TORCHELASTIC_USE_AGENT_STORE="True",
        TORCHELASTIC_RESTART_COUNT=str(attempt),
        MASTER_ADDR="127.0.0.1",
        MASTER_PORT=str(port),
        RANK=str(rank),
        WORLD_SIZE=str(size),
        LOCAL_RANK=str(rank),
    )
    if attempt > 0 and rank == size - 1:
        # Whoever is there first must not take what lies in the store for the latecomer's.
        time.sleep(1)
    join()
    value = torch.tensor([float(rank + 1)])
    torch.distributed.all_reduce(value)
    if attempt == 0 and rank == size - 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if attempt == 0:
        # As a step whose other process is gone.
        time.sleep(600)
    sums.put(value.item())
    torch.distributed.destroy_process_group()


def attempts(size: int, join: Callable[[], None]) -> list[float]:
    """What the processes of the second attempt sum up, after the first one lost a process."""
    store = TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)
    sums = FORKED.Queue()
    for attempt in range(2):
        processes = [
            FORKED.Process(target=_live, args=(rank, size, store.port, attempt, join, sums))
            for rank in range(size)
        ]
        for process in processes:
            process.start()
        processes[-1].join()
        if attempt == 0:
            assert processes[-1].exitcode == -signal.SIGKILL
            # As torchrun ends the others.
            for process in processes[:-1]:
                process.kill()
        for process in processes:
            process.join()
    assert [process.exitcode for process in processes] == [0] * size
    return [sums.get() for _ in range(size)]


@pytest.mark.parametrize("size", [2, 3])
def test_those_who_are_started_anew_meet(size):
    everything = size * (size + 1) / 2
    assert attempts(size, lambda: meet(True, PATIENCE)) == [everything] * size


def test_each_attempt_has_a_name_of_its_own():
    store = HashStore()
    # Of an attempt whose others died before they were heard.
    store.set("weft/asked by 2", "a token of long ago")

    def attempt() -> set[str]:
        with ThreadPoolExecutor(3) as pool:
            return set(pool.map(lambda rank: agreed_name(store, rank, 3), range(3)))

    names = [attempt() for _ in range(3)]
    assert [len(each) for each in names] == [1, 1, 1]
    assert len(set.union(*names)) == 3
