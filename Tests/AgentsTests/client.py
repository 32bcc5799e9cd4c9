"""Judges `castbook mcp` with the official SDK's client, in every version of the protocol.

    client.py PROGRAM FOLDER

The folder has pictures in `shoot` and a library in `cast`; what the calls write goes there, too. The
SDK checks each answer against the schema of its version, and structured content against the output
schema of its tool. This adds what the SDK leaves out: order, names, lengths, errors. It prints one
line for each version and ends with 1 if anything was wrong.
"""
import json
import pathlib
import re
import sys
import traceback

import anyio
import jsonschema
import mcp_types as types
from mcp import ClientSession, StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

NEWEST = "2026-07-28"
OLD = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]


def must(holds, words):
    if not holds:
        raise AssertionError(words)


class Wire:
    """One connection, with the same calls for both eras."""

    def __init__(self, version, client, session, number=0):
        self.version, self.client, self.session = version, client, session
        self.number = number
        self.folder = pathlib.Path(sys.argv[2])

    async def items(self, method, key):
        function = getattr(self.client or self.session, method)
        result = await (function(cache_mode="bypass") if self.client else function())
        must(result.next_cursor is None, f"{method} has a second page")
        return getattr(result, key)

    async def call(self, name, arguments, **more):
        return await (self.client or self.session).call_tool(name, arguments, **more)

    async def read(self, address):
        if self.client:
            return await self.client.read_resource(address, cache_mode="bypass")
        return await self.session.read_resource(address)


def text(result):
    return result.content[0].text


READING = [
    "find", "show", "look", "check", "score", "pick", "choose", "explain", "targets", "compile",
    "where_used", "status", "jobs",
]
WRITING = ["add", "edit", "prepare", "export", "take", "send"]

SHOT = """---
target: kling-o3
---
@mira waves at the camera.
"""


async def tools(wire):
    listed = await wire.items("list_tools", "tools")
    again = await wire.items("list_tools", "tools")
    must([tool.name for tool in listed] == [tool.name for tool in again], "the order changes")
    must([tool.name for tool in listed] == READING + WRITING, f"{listed}")
    for tool in listed:
        must(re.fullmatch("[a-z_]{1,20}", tool.name), tool.name)
        must(0 < len(tool.description.split()) <= 60, f"the description of {tool.name}")
        for schema in (tool.input_schema, tool.output_schema):
            if schema is not None:
                jsonschema.Draft202012Validator.check_schema(schema)
                must("$ref" not in json.dumps(schema), f"{tool.name} refers elsewhere")
        must((tool.output_schema is None) == (wire.version < "2025-06-18"), "outputSchema")
        must((tool.annotations is None) == (wire.version < "2025-03-26"), "annotations")
        if tool.annotations:
            must(tool.annotations.read_only_hint == (tool.name in READING), tool.name)
            must(tool.annotations.open_world_hint == (tool.name == "send"), tool.name)


async def accepted(wire, name, arguments):
    """Returns the answer of a call that must succeed."""
    result = await wire.call(name, arguments)
    must(not result.is_error, f"{name} {arguments}: {text(result)}")
    must(len(text(result)) > 5, f"{name} {arguments} has no text")
    if wire.version >= "2025-06-18":
        must(result.structured_content["summary"] in text(result), "the summaries differ")
    return result


def data(wire, result):
    """Returns the data of an answer, in whichever form the version has it."""
    if wire.version >= "2025-06-18":
        return result.structured_content["data"]
    return json.loads(result.content[1].text)


async def calls(wire):
    """Calls every tool with what it accepts, and then with what it refuses."""
    handle = f"@ben{wire.version.replace('-', '')}x{wire.number}"
    pictures = sorted(path.name for path in (wire.folder / "shoot").iterdir())
    cases = [
        ("explain", {}), ("explain", {"rule": "image.too-small"}), ("explain", {"rule": "image"}),
        ("explain", {"topic": "shot-files"}), ("targets", {}), ("targets", {"target": "kling-o3"}),
        ("targets", {"target": "kling-o3", "detail": "full"}), ("targets", {"target": "*omni*"}),
        ("find", {}), ("find", {"words": "mira"}), ("find", {"like": "@mira"}),
        ("find", {"kind": "product", "detail": "full"}),
        ("show", {"element": "@mira"}), ("show", {"element": "@mira", "what": "log"}),
        ("show", {"element": "@mira", "detail": "full"}),
        ("check", {"files": ["shoot"]}),
        ("check", {"files": ["@mira", "shoot"], "targets": ["kling-o3", "fal.*"], "detail": "full"}),
        ("score", {"files": ["@mira"]}), ("pick", {"files": ["@mira"], "best": 2}),
        ("compile", {"text": SHOT}), ("compile", {"text": SHOT, "detail": "full"}),
        ("where_used", {}), ("where_used", {"what": "@mira"}), ("status", {}), ("jobs", {}),
    ]
    for name, arguments in cases:
        await accepted(wire, name, arguments)
    for name, arguments in [
        ("look", {"files": [f"shoot/{pictures[0]}"]}), ("look", {"files": ["shoot"], "sheet": True}),
        ("choose", {"files": ["shoot"]}),
    ]:
        result = await accepted(wire, name, arguments)
        must(any(block.type == "image" for block in result.content), f"{name} has no image")
    added = await accepted(wire, "add", {
        "kind": "character", "handle": handle, "files": [{"path": f"shoot/{pictures[0]}"}],
        "rights": {"basis": "consented", "holder": "Ben", "expires": "2027-06-30"}, "key": handle})
    again = await accepted(wire, "add", {
        "kind": "character", "handle": handle, "files": [{"path": f"shoot/{pictures[0]}"}],
        "rights": {"basis": "consented", "holder": "Ben", "expires": "2027-06-30"}, "key": handle})
    must(text(added) == text(again), f"a repeated call answers {text(again)}")
    shown = data(wire, await accepted(wire, "show", {"element": handle}))
    edited = {"element": handle, "expected": shown["sha256"], "notes": "left-handed"}
    await accepted(wire, "edit", edited)
    late = await wire.call("edit", {**edited, "notes": "right-handed"})
    must(late.is_error, f"an edit of an earlier revision: {text(late)}")
    await accepted(wire, "prepare", {"files": [handle], "targets": ["kling-o3"], "preview": True})
    for name, arguments in [
        ("explain", {"rule": 1}), ("explain", {"rul": "x"}), ("explain", {"rule": "nonsense"}),
        ("targets", {"target": "nonsense"}), ("targets", {"limit": 0}), ("targets", {"detail": "x"}),
        ("find", {"kind": "x"}), ("show", {"element": "@nobody"}), ("show", {}),
        ("look", {"files": ["none.jpg"]}), ("check", {"files": []}),
        ("check", {"files": ["/etc/passwd"]}), ("check", {"files": ["../secret.txt"]}),
        ("score", {"files": ["@nobody"]}), ("pick", {"files": ["@mira"], "best": 0}),
        ("choose", {"files": 1}), ("compile", {}), ("compile", {"shot": "none.md", "text": "x"}),
        ("where_used", {"what": "@nobody"}), ("status", {"project": 1}), ("jobs", {"since": "x"}),
        ("add", {"kind": "character"}), ("edit", {"element": handle}), ("prepare", {}),
        ("export", {"shots": ["none.md"], "output": "/tmp"}), ("take", {"clip": "none.mp4"}),
        ("send", {"bundles": ["none"]}),
    ]:
        result = await wire.call(name, arguments)
        must(result.is_error and len(text(result)) <= 1000, f"{name} {arguments}: {result}")
        must(str(wire.folder) not in text(result), f"{name} names a folder: {text(result)}")


async def progress(wire):
    """A check of many files says how far it is, and ends at once if nobody waits for it."""
    seen = []

    async def note(done, total, message):
        seen.append(done)

    await wire.call("score", {"files": ["shoot"] * 40}, progress_callback=note)
    must(seen == sorted(set(seen)), f"progress goes back: {seen}")
    with anyio.move_on_after(0.05):
        await wire.call("score", {"files": ["shoot"] * 200})
    await accepted(wire, "explain", {})


async def prompts(wire):
    listed = await wire.items("list_prompts", "prompts")
    names = [prompt.name for prompt in listed]
    must(names == ["write_shot", "make_photos_pass", "missing_photo"], f"{names}")
    values = {"idea": "Mira waves", "folder": "shoot", "element": "@mira", "target": "kling-o3"}
    for prompt in listed:
        arguments = {item.name: values[item.name] for item in prompt.arguments}
        result = await (wire.client or wire.session).get_prompt(prompt.name, arguments)
        must(len(result.messages) == 1, prompt.name)
        must(all(value in result.messages[0].content.text for value in arguments.values()), prompt.name)
    result = await (wire.client or wire.session).complete(
        types.PromptReference(name="missing_photo"), {"name": "element", "value": "@mi"})
    must("@mira" in result.completion.values, f"{result}")


async def refused(work, code, words):
    try:
        await work
    except MCPError as error:
        must(error.error.code == code, f"{words}: {error.error}")
    else:
        raise AssertionError(f"{words} was accepted")


async def resources(wire):
    listed = await wire.items("list_resources", "resources")
    must([str(item.uri) for item in listed] == ["castbook://shot-files"], f"{listed}")
    templates = await wire.items("list_resource_templates", "resource_templates")
    names = [item.uri_template for item in templates]
    families = [("target", "target"), ("rule", "rule"), ("element", "element"),
                ("thumbnail", "sha256"), ("schema", "schema")]
    must(names == [f"castbook://{name}/{{{variable}}}" for name, variable in families], f"{names}")
    for address in (
        "shot-files", "rule/image.too-small", "target/kling-o3", "element/mira", "element/mira:1",
        "schema/check-2",
    ):
        result = await wire.read(f"castbook://{address}")
        must(len(result.contents) == 1 and len(result.contents[0].text) > 50, address)
    shown = data(wire, await accepted(wire, "show", {"element": "@mira"}))
    result = await wire.read(f"castbook://thumbnail/{shown['files'][0]['sha256']}")
    must(result.contents[0].mime_type == "image/jpeg", f"{result.contents[0].mime_type}")
    code = -32602 if wire.version == NEWEST else -32002
    await refused(wire.read("castbook://rule/none"), code, "an unknown rule")
    result = await (wire.client or wire.session).complete(
        types.ResourceTemplateReference(uri="castbook://rule/{rule}"),
        {"name": "rule", "value": "image.too"})
    must("image.too-small" in result.completion.values, f"{result}")


async def judge(wire):
    await tools(wire)
    await calls(wire)
    await progress(wire)
    await resources(wire)
    await prompts(wire)
    await refused(wire.call("nonsense", {}), -32602, "an unknown tool")
    # Many at once, of which each gets its own answer.
    texts = {}

    async def explain(rule):
        texts[rule] = text(await wire.call("explain", {"rule": rule}))

    rules = ["image.too-small", "image.corrupt", "set.too-few", "image.noisy"] * 5
    async with anyio.create_task_group() as group:
        for rule in rules:
            group.start_soon(explain, rule)
    must(all(words.startswith(rule) for rule, words in texts.items()), f"{texts}")


async def old(server, version):
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        request = types.InitializeRequest(params=types.InitializeRequestParams(
            protocol_version=version, capabilities=types.ClientCapabilities(),
            client_info=types.Implementation(name="judge", version="1")))
        result = await session.send_request(request, types.InitializeResult)
        must(result.protocol_version == version, f"{version} became {result.protocol_version}")
        session.adopt(result)
        await session.send_notification(types.InitializedNotification())
        await session.send_ping()
        await judge(Wire(version, None, session))


async def new(server, mode):
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        discovered = await session.discover()
        must(NEWEST in discovered.supported_versions, f"{discovered}")
    prior = {} if mode == "auto" else {"prior_discover": discovered}
    async with Client(server, mode=mode, **prior) as client:
        must(client.session.protocol_version == NEWEST, client.session.protocol_version)
        await judge(Wire(NEWEST, client, client.session, 1 if mode == "auto" else 2))


async def main():
    folder = sys.argv[2]
    server = StdioServerParameters(
        command=sys.argv[1],
        args=["mcp", folder, "--library", f"{folder}/cast", "--allow",
              ",".join(WRITING), "--max-cost", "1"])
    wires = [(version, old) for version in OLD] + [("auto", new), (NEWEST, new)]
    failures = 0
    for name, wire in wires:
        try:
            with anyio.fail_after(120):
                await wire(server, name)
            print(f"{name}: accepted")
        except BaseException as error:
            while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
                error = error.exceptions[0]
            print(f"{name}: {''.join(traceback.format_exception(error))}")
            failures += 1
    sys.exit(1 if failures else 0)


anyio.run(main)
