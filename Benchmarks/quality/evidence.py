"""Statistics of the evidence: AUC with its interval, rank correlation, shares with theirs.

Run by itself, this file proves its own examples.
"""
import doctest
import hashlib
import math
import platform

import numpy

RESAMPLES = 1000


def seed_of(*words):
    """A number that follows from words alone.

    >>> seed_of("a", 1) == seed_of("a", 1), seed_of("a", 1) == seed_of("a", 2)
    (True, False)
    """
    text = "\0".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def processor():
    """What the machine calls its processor."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def auc(good, bad):
    """The share of pairs in which the good one is higher; equals count half.

    >>> auc([3, 4], [1, 2]), auc([1, 2], [1, 2]), auc([1, 1], [1, 1]), auc([0], [1, 2])
    (1.0, 0.5, 0.5, 0.0)
    >>> auc([0.9, 0.7, 0.4], [0.8, 0.4])   # 1 + 1, 0 + 1, 0 + half of 6
    0.5833333333333334
    """
    return float(wins(good, bad).mean()) if len(good) and len(bad) else math.nan


def wins(good, bad):
    """A table: 1 where the good one of the row is above the bad one of the column, half if equal."""
    good, bad = numpy.asarray(good, float)[:, None], numpy.asarray(bad, float)[None, :]
    return (good > bad) + 0.5 * (good == bad)


def auc_interval(good, bad, good_sources, bad_sources, words=()):
    """The AUC and its 95 % interval, by drawing whole sources again: views of one are not independent.

    >>> auc_interval([3, 4], [1, 2], "ab", "ab")
    (1.0, 1.0, 1.0)
    """
    if not len(good) or not len(bad):
        return math.nan, math.nan, math.nan
    table = wins(good, bad)
    names = sorted(set(good_sources) | set(bad_sources))
    number = {name: index for index, name in enumerate(names)}
    rows = [number[name] for name in good_sources]
    columns = [number[name] for name in bad_sources]
    random = numpy.random.default_rng(seed_of("auc", *words))
    drawn = random.multinomial(len(names), [1 / len(names)] * len(names), RESAMPLES).astype(float)
    above = ((drawn[:, rows] @ table) * drawn[:, columns]).sum(1)
    pairs = drawn[:, rows].sum(1) * drawn[:, columns].sum(1)
    values = above[pairs > 0] / pairs[pairs > 0]
    low, high = numpy.percentile(values, [2.5, 97.5])
    return float(table.mean()), float(low), float(high)


def ranks(values):
    """Ranks from 1; equals share their mean.

    >>> ranks([10, 30, 20, 20]).tolist()
    [1.0, 4.0, 2.5, 2.5]
    """
    _, inverse, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    ends = counts.cumsum()
    return ((ends - counts + 1 + ends) / 2)[inverse]


def rank_correlation(first, second):
    """Spearman's; nothing where one side is all equal.

    >>> rank_correlation([1, 2, 3], [10, 20, 90]), rank_correlation([1, 2, 3], [3, 2, 1])
    (1.0, -1.0)
    >>> math.isnan(rank_correlation([1, 1], [1, 2]))
    True
    """
    first, second = ranks(first), ranks(second)
    first, second = first - first.mean(), second - second.mean()
    scale = math.sqrt((first @ first) * (second @ second))
    return float(first @ second / scale) if scale > 0 else math.nan


def wilson(hits, count):
    """The 95 % interval of a share.

    >>> [round(value, 3) for value in wilson(1, 10)]
    [0.018, 0.404]
    >>> [round(value, 3) for value in wilson(0, 20)]
    [0.0, 0.161]
    """
    if count == 0:
        return math.nan, math.nan
    z = 1.959964
    share, square = hits / count, z * z / count
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def prove():
    """Ends the program when an example above no longer holds."""
    import evidence
    if doctest.testmod(evidence).failed:
        raise SystemExit("Benchmarks/quality/evidence.py: its own examples fail; see above.")


if __name__ == "__main__":
    prove()
    print("All examples hold.")
