"""A connection to `castbook mcp` by the official SDK's client, which keeps everything that the server writes and counts
what a task takes."""
import contextlib, dataclasses, json, re

from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client


@dataclasses.dataclass
class Answer:
    """What a call returned."""
    tool: str
    arguments: dict
    text: str
    data: dict
    is_error: bool
    next: list
    images: int
    size: int
    # Whether a later step or the user's answer needed it.
    is_used: bool = False


class Connection:
    """The calls of one task.

    With `text_only`, the policy sees what a client gives its model that ignores structured content.
    """

    def __init__(self, client, text_only=False):
        self.client, self.text_only, self.answers = client, text_only, []

    async def tools(self):
        """The tools as the server lists them: the only description of it that a policy sees."""
        listed = await self.client.list_tools(cache_mode="bypass")
        return [{"name": tool.name, "title": tool.title or "", "description": tool.description or "",
                 "schema": tool.input_schema} for tool in listed.tools]

    async def call(self, name, arguments):
        result = await self.client.call_tool(name, arguments)
        text = "\n".join(part.text for part in result.content if part.type == "text")
        document = read(text) if self.text_only else result.structured_content or {}
        answer = Answer(
            name, arguments, text, document.get("data") or {}, bool(result.is_error), document.get("next") or [],
            sum(part.type == "image" for part in result.content),
            len(result.model_dump_json(by_alias=True, exclude_none=True)))
        self.answers.append(answer)
        return answer


def read(text):
    """Returns what a text has of a document: its next calls, and elements with their names and revisions."""
    lines = text.splitlines()
    found = [re.match(r"(@\w+)\b(?:.*?«([^»]*)»)?(?:.*?sha256 ([0-9a-f]{64}))?", line) for line in lines]
    elements = [
        {key: value for key, value in zip(("handle", "name", "sha256"), match.groups()) if value} for match in found if match]
    return {"next": [line[6:] for line in lines if line.startswith("Next: ")], "data": {"elements": elements}}


@contextlib.asynccontextmanager
async def connected(world, options, log, text_only=False):
    """Starts the server in the film's folder, with what it writes in the files LOG.out and LOG.err."""
    command = [world.castbook, "mcp", str(world.film), "--library", str(world.library), *options]
    script = 'out=$1 errors=$2; shift 2; "$@" 2>"$errors" | tee "$out"'
    server = StdioServerParameters(
        command="/bin/bash", args=["-c", script, "server", f"{log}.out", f"{log}.err", *command],
        env=world.environment, cwd=str(world.film))
    async with Client(stdio_client(server), mode="auto") as client:
        yield Connection(client, text_only)


def shortened(arguments, limit=160):
    text = json.dumps(arguments, ensure_ascii=False)
    return text if len(text) <= limit else text[:limit - 1] + "…"
