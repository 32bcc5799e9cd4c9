"""Programs with agents start castbook as the packages for them state, knowing only two variables."""

import json
import os
import pathlib
import subprocess
from typing import Any, Dict, List

import castbook

from .support import ROOT, TROUBLE, Case

AGENTS = ROOT / "Packaging" / "agents"
PROTOCOL = "io.modelcontextprotocol/"


def read(name: str) -> Any:
    return json.loads((AGENTS / name).read_text("utf-8"))


class Packages(Case):
    def answers(self, command: str, words: List[str], lines: List[Any]) -> Dict[int, Any]:
        """What a server answers, by the ids of the requests. It knows no variable but these two."""
        where = os.path.dirname(castbook.program().path)
        done = subprocess.run(
            [command, *words],
            input="".join(json.dumps({"jsonrpc": "2.0", **line}) + "\n" for line in lines),
            capture_output=True,
            encoding="utf-8",
            cwd="/",
            env={"PATH": where, "HOME": str(self.folder)},
            timeout=120,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        return {answer["id"]: answer["result"] for answer in answers}

    def tools(self, command: str, words: List[str]) -> List[str]:
        """The names of a server's tools, by the older form of the protocol."""
        about = {"name": "test", "version": "1"}
        answers = self.answers(
            command,
            words,
            [
                {
                    "id": 1,
                    "method": "initialize",
                    "params": {
                        "protocolVersion": "2025-06-18",
                        "capabilities": {},
                        "clientInfo": about,
                    },
                },
                {"method": "notifications/initialized"},
                {"id": 2, "method": "tools/list"},
            ],
        )
        self.assertEqual(answers[1]["serverInfo"]["version"], castbook.__version__)
        return [tool["name"] for tool in answers[2]["tools"]]

    def test_the_plugins_start_the_server(self) -> None:
        older = read("castbook/.mcp.json")["mcpServers"]["castbook"]
        entry = read("castbook/mcp.json")["mcpServers"]["castbook"]
        for each in (older, entry):
            self.assertIn("check", self.tools(each["command"], each["args"]))

    def test_the_bundle_starts_the_server_with_several_folders(self) -> None:
        manifest = read("manifest.json")
        config = manifest["server"]["mcp_config"]
        # The bundle has the program where its own packages have it.
        self.assertEqual(config["command"], "${__dirname}/" + manifest["server"]["entry_point"])
        self.assertEqual(config["args"][-1], "${user_config.folders}")
        words = [*config["args"][:-1], str(TROUBLE), str(self.folder)]
        self.assertEqual(
            self.tools(castbook.program().path, words), [tool["name"] for tool in manifest["tools"]]
        )

    def test_the_registry_starts_the_server(self) -> None:
        package = read("server.json")["packages"][0]
        self.assertEqual(
            (package["registryType"], package["runtimeHint"], package["identifier"]),
            ("pypi", "uvx", "castbook"),
        )
        words: List[str] = []
        for argument in package["packageArguments"]:
            if argument["type"] == "named":
                words += [argument["name"], str(self.folder / "library")]
            else:
                words.append(argument.get("value", str(self.folder)))
        self.assertIn("targets", self.tools(castbook.program().path, words))

    def test_the_newest_protocol_needs_no_handshake(self) -> None:
        meta = {PROTOCOL + "protocolVersion": "2026-07-28", PROTOCOL + "clientCapabilities": {}}
        answers = self.answers(
            "castbook",
            ["mcp", str(self.folder)],
            [
                {"id": 1, "method": "server/discover", "params": {"_meta": meta}},
                {
                    "id": 2,
                    "method": "tools/call",
                    "params": {
                        "name": "explain",
                        "arguments": {"rule": "image.too-small"},
                        "_meta": meta,
                    },
                },
            ],
        )
        self.assertIn("2026-07-28", answers[1]["supportedVersions"])
        self.assertFalse(answers[2]["isError"])
        self.assertIn("image.too-small", answers[2]["structuredContent"]["summary"])


class Readme(Case):
    starter = False

    def test_names_the_server_as_the_registry_asks_for(self) -> None:
        """The registry of servers accepts a package whose description names the server."""
        description = (ROOT / "Python" / "README.md").read_text("utf-8")
        self.assertIn(f"<!-- mcp-name: {read('server.json')['name']} -->", description)
