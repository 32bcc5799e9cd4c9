"""Runs workflows in ComfyUI's API format as its execution.py does, without a queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from comfy_api.latest import io


class Invalid(Exception):
    """A workflow that ComfyUI would not queue: the reason for each node."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(str(reasons))
        self.reasons = dict(reasons)


class Ran:
    """A node that ran: a list of values for each output, and what it shows."""

    def __init__(self, outputs: list[list[Any]], shown: dict[str, Any]) -> None:
        self.outputs = outputs
        self.shown = shown


class Executor:
    """Runs workflows one after another, and keeps what their nodes returned."""

    def __init__(self, classes: Mapping[str, Any]) -> None:
        self.classes = classes
        self.ran: list[str] = []
        """The nodes that ran in the last workflow, in order; the others were kept."""
        self._kept: dict[str, Ran] = {}

    def run(self, prompt: Mapping[str, Any]) -> dict[str, Ran]:
        """Runs the nodes that output nodes need, and returns what all of them returned."""
        reasons = {id: reason for id in prompt if (reason := self._invalid(prompt, id))}
        if reasons:
            raise Invalid(reasons)
        self.ran = []
        done: dict[str, Ran] = {}
        for id in prompt:
            self._run(prompt, id, done)
        return done

    def _run(self, prompt: Mapping[str, Any], id: str, done: dict[str, Ran]) -> Ran:
        if id in done:
            return done[id]
        inputs: dict[str, list[Any]] = {}
        for name, value in prompt[id]["inputs"].items():
            if _is_link(value):
                inputs[name] = self._run(prompt, value[0], done).outputs[value[1]]
            else:
                inputs[name] = [value]
        signature = self._signature(prompt, id)
        if signature not in self._kept:
            self._kept[signature] = self._execute(
                self.classes[prompt[id]["class_type"]], inputs, prompt
            )
            self.ran.append(id)
        done[id] = self._kept[signature]
        return done[id]

    def _execute(self, node: Any, inputs: dict[str, list[Any]], prompt: Mapping[str, Any]) -> Ran:
        lists: list[bool]
        if _is_new(node):
            schema = node.GET_SCHEMA()
            lists = [output.is_output_list for output in schema.outputs]
            values = {
                io.Hidden.prompt: prompt,
                io.Hidden.extra_pnginfo: {"workflow": {"nodes": []}},
            }
            hidden = {name: values.get(name) for name in schema.hidden}
            # ComfyUI runs a copy of the class, which has the hidden values.
            copy: Any = type(node.__name__, (node,), {"hidden": io.HiddenHolder(hidden)})
            work, whole = copy.execute, schema.is_input_list
        else:
            lists = [False] * len(node.RETURN_TYPES)
            work, whole = getattr(node(), node.FUNCTION), False
        if whole:
            results = [work(**inputs)]
        else:
            length = max(map(len, inputs.values()), default=1)
            results = [
                work(
                    **{name: values[min(index, len(values) - 1)] for name, values in inputs.items()}
                )
                for index in range(length)
            ]
        shown: dict[str, Any] = {}
        rows: list[Any] = []
        for result in results:
            if isinstance(result, io.NodeOutput):
                if result.ui is not None:
                    ui = result.ui if isinstance(result.ui, dict) else result.ui.as_dict()
                    for key, parts in ui.items():
                        shown.setdefault(key, []).extend(parts)
                rows.append(result.result or ())
            else:
                rows.append(result)
        return Ran([_merged(rows, number, lists) for number in range(len(rows[0]))], shown)

    def _signature(self, prompt: Mapping[str, Any], id: str) -> str:
        """What results are kept by: the constants and fingerprints of a node and all before."""
        node, parts = self.classes[prompt[id]["class_type"]], []
        for name, value in sorted(prompt[id]["inputs"].items()):
            known = [self._signature(prompt, value[0]), value[1]] if _is_link(value) else value
            parts.append([name, known])
        mark = None
        if _is_new(node) and hasattr(node, "fingerprint_inputs"):
            mark = node.fingerprint_inputs(**_constants(prompt[id]["inputs"]))
        return json.dumps([prompt[id]["class_type"], mark, parts])

    def _invalid(self, prompt: Mapping[str, Any], id: str) -> str | None:
        """Why a node can't run."""
        node = self.classes.get(prompt[id]["class_type"])
        if node is None:
            return f"there is no node {prompt[id]['class_type']}"
        inputs = prompt[id]["inputs"]
        if not _is_new(node):
            return None
        schema = node.GET_SCHEMA()
        checked = _arguments(node)
        for input in schema.inputs:
            if input.id not in inputs:
                if not input.optional:
                    return f"required input is missing: {input.id}"
            elif _is_link(inputs[input.id]):
                source, number = inputs[input.id]
                given = _types(self.classes[prompt[source]["class_type"]])[number]
                if given != input.io_type:
                    return f"{input.id} gets {given}, not {input.io_type}"
            elif isinstance(input, io.Combo.Input) and input.id not in checked:
                if inputs[input.id] not in input.options:
                    return f"value not in list: {input.id}"
        if not checked:
            return None
        answer = node.validate_inputs(
            **{name: value for name, value in _constants(inputs).items() if name in checked}
        )
        return None if answer is True else str(answer)


def _is_link(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)


def _is_new(node: Any) -> bool:
    return issubclass(node, io.ComfyNode)


def _types(node: Any) -> list[str]:
    """The types of a node's outputs."""
    if _is_new(node):
        return [output.io_type for output in node.GET_SCHEMA().outputs]
    return list(node.RETURN_TYPES)


def _constants(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs before anything ran: None for those that are wired."""
    return {name: None if _is_link(value) else value for name, value in inputs.items()}


def _arguments(node: Any) -> set[str]:
    """The inputs that a node validates itself; ComfyUI checks the others."""
    if not hasattr(node, "validate_inputs"):
        return set()
    code = node.validate_inputs.__func__.__code__
    return set(code.co_varnames[1 : code.co_argcount])


def _merged(rows: list[Any], number: int, lists: list[bool]) -> list[Any]:
    """One output of all runs of a node."""
    if lists[number]:
        return [item for row in rows for item in row[number]]
    return [row[number] for row in rows]
