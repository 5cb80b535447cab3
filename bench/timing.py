"""CPU a call, in batches, with nothing for the collector to do."""

import gc
from collections.abc import Callable
from statistics import median
from time import process_time

BATCH = 0.04  # seconds a batch takes at least


def cpu_us(call: Callable[[], object], batches: int) -> tuple[float, float]:
    """The least and the median of all batches, in microseconds a call."""
    number = 1
    gc.collect()
    gc.freeze()
    while (took := _batch(call, number)) < BATCH:
        number = max(number * 2, int(number * BATCH / took)) if took else number * 8
    each = [_batch(call, number) / number * 1e6 for _ in range(batches)]
    gc.unfreeze()
    return min(each), median(each)


def _batch(call: Callable[[], object], number: int) -> float:
    start = process_time()
    for _ in range(number):
        call()
    return process_time() - start
