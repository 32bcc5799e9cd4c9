"""What the generated classes have in common: how they are read from JSON and written back."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Callable, ClassVar, Dict, Mapping, NamedTuple, Tuple, Type, TypeVar

_S = TypeVar("_S", bound="Shape")


def dataclass(*, frozen: bool) -> Callable[[Type[_S]], Type[_S]]:
    """Makes a dataclass whose methods are those of ``Shape``.

    Python compiles the methods of each dataclass by itself, which would take a sixth of a second
    whenever the package is imported.
    """
    assert frozen, "shapes don't change"
    return dataclasses.dataclass(init=False, repr=False, eq=False)


class ShapeError(ValueError):
    """JSON without the shape that was expected: a key is missing, or has another type."""

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"{place or 'the object'} {problem}")


class Codec(NamedTuple):
    """How one kind of value is read from JSON, and written back."""

    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any]


class Entry(NamedTuple):
    """One key of an object: its attribute, its codec, and what the attribute is without the key."""

    attribute: str
    key: str
    codec: Codec
    required: bool
    absent: Any


def _same(value: Any) -> Any:
    return value


def _read_text(value: Any, place: str) -> Any:
    if not isinstance(value, str):
        raise ShapeError(place, f"is {_kind(value)}, not a text")
    return value


def _read_amount(value: Any, place: str) -> Decimal:
    try:
        return Decimal(_read_text(value, place))
    except InvalidOperation:
        raise ShapeError(place, f"is {value!r}, not an amount") from None


def _read_day(value: Any, place: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(_read_text(value, place))
    except ValueError:
        raise ShapeError(place, f"is {value!r}, not a day") from None


_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?Z", re.ASCII)


def _read_moment(value: Any, place: str) -> datetime.datetime:
    parts = _MOMENT.fullmatch(_read_text(value, place))
    if parts is None:
        raise ShapeError(place, f"is {value!r}, not a moment in UTC")
    year, month, day, hour, minute, second = (int(part) for part in parts.groups()[:6])
    fraction = int((parts[7] or "0").ljust(6, "0"))
    try:
        # A leap second is the last one that Python can express.
        return datetime.datetime(
            year, month, day, hour, minute, min(second, 59), fraction, datetime.timezone.utc
        )
    except ValueError:
        raise ShapeError(place, f"is {value!r}, not a moment in UTC") from None


def _write_moment(value: datetime.datetime) -> str:
    moment = value.astimezone(datetime.timezone.utc)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    if moment.microsecond % 1000:
        text += f".{moment.microsecond:06}"
    elif moment.microsecond:
        text += f".{moment.microsecond // 1000:03}"
    return text + "Z"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"


PLAIN = Codec(lambda value, place: value, _same)
AMOUNT = Codec(_read_amount, lambda value: format(value, "f"))
DAY = Codec(_read_day, lambda value: value.isoformat())
MOMENT = Codec(_read_moment, _write_moment)


def many(part: Codec) -> Codec:
    """A list, which is read as a tuple."""

    def read(value: Any, place: str) -> Tuple[Any, ...]:
        if not isinstance(value, list):
            raise ShapeError(place, f"is {_kind(value)}, not a list")
        return tuple(part.read(item, f"{place}[{index}]") for index, item in enumerate(value))

    return Codec(read, lambda value: [part.write(item) for item in value])


def by_key(part: Codec) -> Codec:
    """An object whose keys are data, such as the ids of targets."""

    def read(value: Any, place: str) -> Dict[str, Any]:
        if not isinstance(value, dict):
            raise ShapeError(place, f"is {_kind(value)}, not an object")
        return {key: part.read(item, f"{place}[{key!r}]") for key, item in value.items()}

    return Codec(read, lambda value: {key: part.write(item) for key, item in value.items()})


def one(shape: Type[Shape]) -> Codec:
    """An object of this class."""
    return Codec(shape._read, lambda value: value.to_json())


def either(listed: Codec, other: Codec) -> Codec:
    """A list or something else, each with its codec."""
    return Codec(
        lambda value, place: (listed if isinstance(value, list) else other).read(value, place),
        lambda value: (listed if isinstance(value, tuple) else other).write(value),
    )


def text_or(other: Codec) -> Codec:
    """A text, or something else with its codec."""
    return Codec(
        lambda value, place: value if isinstance(value, str) else other.read(value, place),
        lambda value: value if isinstance(value, str) else other.write(value),
    )


class Shape:
    """An object that Castbook prints as JSON.

    Keys that this version of the package does not know are kept in ``extra``.
    """

    SHAPE: ClassVar[str] = ""
    """The name of the shape and its version, such as ``check/2``; empty for a part of one."""

    _entries: ClassVar[Tuple[Entry, ...]] = ()
    _rest: ClassVar[Codec] = PLAIN

    def __init__(self, *positional: Any, **values: Any) -> None:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]
        name = type(self).__name__
        if len(positional) > len(fields):
            raise TypeError(
                f"{name} has {len(fields)} attributes, but {len(positional)} were given"
            )
        for field, value in zip(fields, positional):
            if field.name in values:
                raise TypeError(f"{name} got two values for {field.name!r}")
            values[field.name] = value
        for field in fields:
            if field.name in values:
                continue
            if field.default_factory is not dataclasses.MISSING:
                values[field.name] = field.default_factory()
            elif field.default is not dataclasses.MISSING:
                values[field.name] = field.default
            else:
                raise TypeError(f"{name} needs a value for {field.name!r}")
        unknown = values.keys() - {field.name for field in fields}
        if unknown:
            raise TypeError(f"{name} has no attribute {sorted(unknown)[0]!r}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Shape) or type(other) is not type(self):
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_json(), sort_keys=True))

    def __repr__(self) -> str:
        shown = (
            f"{field.name}={getattr(self, field.name)!r}"
            for field in dataclasses.fields(self)  # type: ignore[arg-type]
            if field.repr and getattr(self, field.name) not in (field.default, {})
        )
        return f"{type(self).__name__}({', '.join(shown)})"

    def _compared(self) -> Dict[str, Any]:
        """The values that make two of them equal: all but how the command ended."""
        return {name: value for name, value in self.__dict__.items() if name != "exit_code"}

    @classmethod
    def from_json(cls: Type[_S], value: Mapping[str, Any]) -> _S:
        """Reads an object that ``json.loads`` returned."""
        return cls._read(value, "")

    @classmethod
    def _read(cls: Type[_S], value: Any, place: str) -> _S:
        if not isinstance(value, dict):
            raise ShapeError(place, f"is {_kind(value)}, not an object")
        rest = dict(value)
        if cls.SHAPE and rest.pop("castbook", None) != cls.SHAPE:
            raise ShapeError(place, f"is {value.get('castbook')!r}, not {cls.SHAPE!r}")
        values: Dict[str, Any] = {}
        for attribute, key, codec, required, absent in cls._entries:
            if key in rest:
                inner = f"{place}.{key}" if place else key
                values[attribute] = codec.read(rest.pop(key), inner)
            elif required:
                raise ShapeError(place, f"has no key {key!r}")
            else:
                values[attribute] = {} if absent == {} else absent
        values["extra"] = {key: cls._rest.read(item, key) for key, item in rest.items()}
        if issubclass(cls, Report):
            values["exit_code"] = 0
        made = cls.__new__(cls)
        made.__dict__.update(values)
        return made

    def to_json(self) -> Dict[str, Any]:
        """Returns the object as ``json.dumps`` accepts it, with the keys that Castbook uses."""
        written: Dict[str, Any] = {"castbook": self.SHAPE} if self.SHAPE else {}
        for attribute, key, codec, required, absent in self._entries:
            value = getattr(self, attribute)
            if required or value != absent:
                written[key] = codec.write(value)
        rest: Mapping[str, Any] = getattr(self, "extra")
        written.update((key, self._rest.write(item)) for key, item in rest.items())
        return written


class Located(Shape):
    """An object with a path, which can be used wherever Python expects a path."""

    def __fspath__(self) -> str:
        hexadecimal = getattr(self, "path_hex", None)
        if hexadecimal:
            return os.fsdecode(bytes.fromhex(hexadecimal))
        path = getattr(self, "path", None)
        if not path:
            raise TypeError("it has no path: nothing was written")
        return str(path)


class Report(Shape):
    """What a command prints."""

    exit_code: int

    @property
    def ok(self) -> bool:
        """Whether the command ended with 0: nothing has to be fixed."""
        return self.exit_code == 0

    def _ended(self: _S, code: int) -> _S:
        """The same report, of a command that ended with this code."""
        ended = type(self).__new__(type(self))
        ended.__dict__.update(self.__dict__, exit_code=code)
        return ended


def entries(shape: Type[Shape], *keys: Tuple[str, str, Codec, Any], rest: Codec = PLAIN) -> None:
    """Tells a class its keys; ``...`` as the last value of one means that it is required."""
    shape._entries = tuple(
        Entry(attribute, key, codec, absent is ..., absent)
        for attribute, key, codec, absent in keys
    )
    shape._rest = rest
