"""Inputs, outputs and nodes of the V3 schema."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar


class FolderType(str, Enum):
    input = "input"
    output = "output"
    temp = "temp"


class Hidden(str, Enum):
    """What ComfyUI gives to nodes that ask for it."""

    unique_id = "UNIQUE_ID"
    prompt = "PROMPT"
    extra_pnginfo = "EXTRA_PNGINFO"
    dynprompt = "DYNPROMPT"


class HiddenHolder:
    """The hidden values of a node while it runs."""

    def __init__(self, values: Mapping[Hidden, Any]) -> None:
        self.unique_id = values.get(Hidden.unique_id)
        self.prompt: dict[str, Any] | None = values.get(Hidden.prompt)
        self.extra_pnginfo: dict[str, Any] | None = values.get(Hidden.extra_pnginfo)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that have a value."""
    return {key: value for key, value in values.items() if value is not None}


class BaseInput:
    """An input of a node."""

    io_type: ClassVar[str]

    def __init__(
        self,
        id: str,
        display_name: str | None = None,
        optional: bool = False,
        tooltip: str | None = None,
        lazy: bool | None = None,
    ) -> None:
        self.id = id
        self.display_name = display_name
        self.optional = optional
        self.tooltip = tooltip
        self.lazy = lazy

    def as_dict(self) -> dict[str, Any]:
        return _known(
            {"display_name": self.display_name, "tooltip": self.tooltip, "lazy": self.lazy}
        )


class WidgetInput(BaseInput):
    """An input with a widget; ``more`` is what only its type has."""

    def __init__(
        self,
        id: str,
        display_name: str | None,
        optional: bool,
        tooltip: str | None,
        default: Any,
        more: Mapping[str, Any],
    ) -> None:
        super().__init__(id, display_name, optional, tooltip)
        self.default = default
        self.more = more

    def as_dict(self) -> dict[str, Any]:
        return super().as_dict() | _known({"default": self.default, **self.more})


class BaseOutput:
    """An output of a node."""

    io_type: ClassVar[str]

    def __init__(
        self,
        id: str | None = None,
        display_name: str | None = None,
        tooltip: str | None = None,
        is_output_list: bool = False,
    ) -> None:
        self.id = id
        self.display_name = display_name
        self.tooltip = tooltip
        self.is_output_list = is_output_list


class Boolean:
    class Input(WidgetInput):
        io_type = "BOOLEAN"

        def __init__(
            self,
            id: str,
            display_name: str | None = None,
            optional: bool = False,
            tooltip: str | None = None,
            default: bool | None = None,
        ) -> None:
            super().__init__(id, display_name, optional, tooltip, default, {})

    class Output(BaseOutput):
        io_type = "BOOLEAN"


class Int:
    class Input(WidgetInput):
        io_type = "INT"

        def __init__(
            self,
            id: str,
            display_name: str | None = None,
            optional: bool = False,
            tooltip: str | None = None,
            default: int | None = None,
            min: int | None = None,
            max: int | None = None,
        ) -> None:
            more = {"min": min, "max": max}
            super().__init__(id, display_name, optional, tooltip, default, more)


class String:
    class Input(WidgetInput):
        io_type = "STRING"

        def __init__(
            self,
            id: str,
            display_name: str | None = None,
            optional: bool = False,
            tooltip: str | None = None,
            multiline: bool = False,
            placeholder: str | None = None,
            default: str | None = None,
            dynamic_prompts: bool | None = None,
        ) -> None:
            more = {
                "multiline": multiline,
                "placeholder": placeholder,
                "dynamicPrompts": dynamic_prompts,
            }
            super().__init__(id, display_name, optional, tooltip, default, more)

    class Output(BaseOutput):
        io_type = "STRING"


class Combo:
    class Input(WidgetInput):
        io_type = "COMBO"

        def __init__(
            self,
            id: str,
            options: list[str],
            display_name: str | None = None,
            optional: bool = False,
            tooltip: str | None = None,
            default: str | None = None,
        ) -> None:
            more = {"multiselect": False, "options": options}
            super().__init__(id, display_name, optional, tooltip, default, more)
            self.options = options


class Image:
    class Input(BaseInput):
        io_type = "IMAGE"

    class Output(BaseOutput):
        io_type = "IMAGE"


class Video:
    class Input(BaseInput):
        io_type = "VIDEO"

    class Output(BaseOutput):
        io_type = "VIDEO"


@dataclasses.dataclass
class Schema:
    """What a node is: its inputs, outputs and properties."""

    node_id: str
    display_name: str | None = None
    category: str = "sd"
    inputs: list[BaseInput] = dataclasses.field(default_factory=list)
    outputs: list[BaseOutput] = dataclasses.field(default_factory=list)
    hidden: list[Hidden] = dataclasses.field(default_factory=list)
    description: str = ""
    is_input_list: bool = False
    is_output_node: bool = False
    is_deprecated: bool = False
    is_experimental: bool = False
    is_api_node: bool = False
    not_idempotent: bool = False
    enable_expand: bool = False

    def validate(self) -> None:
        """Checks that no id occurs twice, neither among inputs or outputs nor in both."""
        inputs = Counter(input.id for input in self.inputs)
        outputs = Counter(output.id for output in self.outputs)
        issues = [
            f"{kind} ids must be unique: {sorted(map(str, twice))}"
            for kind, twice in (
                ("input", {id for id, number in inputs.items() if number > 1}),
                ("output", {id for id, number in outputs.items() if number > 1}),
                ("input and output", inputs.keys() & outputs.keys()),
            )
            if twice
        ]
        if issues:
            raise ValueError("\n".join(issues))

    def finalize(self) -> None:
        """Adds what an output node gets, and ids of outputs without one."""
        if self.is_output_node:
            wanted = (Hidden.prompt, Hidden.extra_pnginfo)
            self.hidden += [value for value in wanted if value not in self.hidden]
        for number, output in enumerate(self.outputs):
            if output.id is None:
                output.id = f"_{number}_{output.io_type}_"


class UIOutput(ABC):
    """What a node shows below itself."""

    @abstractmethod
    def as_dict(self) -> dict[str, Any]: ...


class NodeOutput:
    """What a node returns."""

    def __init__(
        self,
        *args: Any,
        ui: UIOutput | dict[str, Any] | None = None,
        expand: dict[str, Any] | None = None,
        block_execution: str | None = None,
    ) -> None:
        self.args = args
        self.ui = ui
        self.expand = expand
        self.block_execution = block_execution

    @property
    def result(self) -> tuple[Any, ...] | None:
        return self.args or None

    def __getitem__(self, index: int) -> Any:
        return self.args[index]


class ComfyNode(ABC):
    """The base of all nodes. ComfyUI calls only class methods, on a copy of the class."""

    hidden: ClassVar[HiddenHolder] = HiddenHolder({})

    @classmethod
    @abstractmethod
    def define_schema(cls) -> Schema: ...

    @classmethod
    def GET_SCHEMA(cls) -> Schema:
        """The schema, finalized and validated."""
        schema = cls.define_schema()
        schema.finalize()
        schema.validate()
        return schema

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, dict[str, tuple[str, dict[str, Any]]]]:
        """The inputs as the page gets them."""
        shown: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {"required": {}}
        for input in cls.GET_SCHEMA().inputs:
            place = shown.setdefault("optional" if input.optional else "required", {})
            place[input.id] = (input.io_type, input.as_dict())
        return shown
