"""Judges `castbook mcp` with the official SDK's client, in every version of the protocol.

    client.py PROGRAM [ARGUMENT]…

The SDK checks each answer against the schema of its version, and structured content against the
output schema of its tool. This adds what the SDK leaves out: order, names, lengths, errors. It prints
one line for each version and ends with 1 if anything was wrong.
"""
import json
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

    def __init__(self, version, client, session):
        self.version, self.client, self.session = version, client, session

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


async def tools(wire):
    listed = await wire.items("list_tools", "tools")
    again = await wire.items("list_tools", "tools")
    must([tool.name for tool in listed] == [tool.name for tool in again], "the order changes")
    must([tool.name for tool in listed] == ["explain", "targets"], f"{listed}")
    for tool in listed:
        must(re.fullmatch("[a-z_]{1,20}", tool.name), tool.name)
        must(0 < len(tool.description.split()) <= 60, f"the description of {tool.name}")
        for schema in (tool.input_schema, tool.output_schema):
            if schema is not None:
                jsonschema.Draft202012Validator.check_schema(schema)
                must("$ref" not in json.dumps(schema), f"{tool.name} refers elsewhere")
        must((tool.output_schema is None) == (wire.version < "2025-06-18"), "outputSchema")
        must((tool.annotations is None) == (wire.version < "2025-03-26"), "annotations")


async def calls(wire):
    cases = [
        ("explain", {}), ("explain", {"rule": "image.too-small"}), ("explain", {"rule": "image"}),
        ("explain", {"topic": "shot-files"}), ("targets", {}), ("targets", {"target": "kling-o3"}),
        ("targets", {"target": "kling-o3", "detail": "full"}), ("targets", {"target": "*omni*"}),
    ]
    for name, arguments in cases:
        result = await wire.call(name, arguments)
        must(not result.is_error, f"{name} {arguments}: {text(result)}")
        must(len(text(result)) > 20, f"{name} {arguments} has no text")
        if wire.version >= "2025-06-18":
            must(result.structured_content["summary"] in text(result), "the summaries differ")
    for name, arguments in [
        ("explain", {"rule": 1}), ("explain", {"rul": "x"}), ("explain", {"rule": "nonsense"}),
        ("targets", {"target": "nonsense"}), ("targets", {"limit": 0}), ("targets", {"detail": "x"}),
    ]:
        result = await wire.call(name, arguments)
        must(result.is_error and len(text(result)) <= 1000, f"{name} {arguments}: {result}")


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
    must(names == ["castbook://target/{target}", "castbook://rule/{rule}"], f"{names}")
    for address in ("shot-files", "rule/image.too-small", "target/kling-o3"):
        result = await wire.read(f"castbook://{address}")
        must(len(result.contents) == 1 and len(result.contents[0].text) > 50, address)
    code = -32602 if wire.version == NEWEST else -32002
    await refused(wire.read("castbook://rule/none"), code, "an unknown rule")
    result = await (wire.client or wire.session).complete(
        types.ResourceTemplateReference(uri="castbook://rule/{rule}"),
        {"name": "rule", "value": "image.too"})
    must("image.too-small" in result.completion.values, f"{result}")


async def judge(wire):
    await tools(wire)
    await calls(wire)
    await resources(wire)
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
        await judge(Wire(NEWEST, client, client.session))


async def main():
    server = StdioServerParameters(command=sys.argv[1], args=sys.argv[2:])
    wires = [(version, old) for version in OLD] + [("auto", new), (NEWEST, new)]
    failures = 0
    for name, wire in wires:
        try:
            with anyio.fail_after(60):
                await wire(server, name)
            print(f"{name}: accepted")
        except BaseException as error:
            while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
                error = error.exceptions[0]
            print(f"{name}: {''.join(traceback.format_exception(error))}")
            failures += 1
    sys.exit(1 if failures else 0)


anyio.run(main)
