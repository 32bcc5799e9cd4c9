"""The part of torch that the nodes call, on numpy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy
from numpy.typing import NDArray


class Tensor:
    """Numbers in several dimensions."""

    def __init__(self, numbers: NDArray[Any]) -> None:
        self._numbers = numbers

    @property
    def shape(self) -> tuple[int, ...]:
        return self._numbers.shape

    def cpu(self) -> Tensor:
        return self

    def numpy(self) -> NDArray[Any]:
        return self._numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, place: Any) -> Tensor:
        return Tensor(self._numbers[place])

    def __iter__(self) -> Iterator[Tensor]:
        return (Tensor(part) for part in self._numbers)


def from_numpy(numbers: NDArray[Any]) -> Tensor:
    if not numbers.flags.writeable:
        # torch warns about it.
        raise ValueError("the array is not writable")
    return Tensor(numbers)


def zeros(shape: tuple[int, ...]) -> Tensor:
    return Tensor(numpy.zeros(shape, numpy.float32))
