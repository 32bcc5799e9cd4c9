import Castbook
import CommandLineKit
import Model

@testable import Agents
@testable import CastbookCommand

/// The files by which programs with agents install and start Castbook, made from its version, its
/// help, and its tools. They are in `Packaging/agents/`.
enum AgentPackages {
  /// The name of the server in the registry of MCP servers; `Python/README.md` has it, too.
  static let registryName = "io.github.castbook/castbook"

  /// Each file with its contents.
  static let all: [(name: String, value: JSONValue)] = [
    ("castbook/plugin.json", plugin), ("castbook/mcp.json", servers),
    ("castbook/.claude-plugin/plugin.json", about),
    ("castbook/.mcp.json", ["mcpServers": .object(["castbook": start])]),
    ("server.json", registryEntry), ("manifest.json", bundleManifest),
  ]

  private static let server = McpCommand.command
  /// What is stated about Castbook in every package.
  private static let about: JSONValue = [
    "name": "castbook", "version": Version.text, "description": commandTable.summary,
    "author": .object(["name": "Castbook"]), "license": "Apache-2.0", "keywords": keywords,
  ]
  private static let keywords = ["video", "images", "references", "kling", "mcp"]
  /// How a client starts the server without a folder.
  private static let start: JSONValue = ["command": commandTable.name, "args": [server.name]]

  /// The manifest of an Agent Plugin, the form that several vendors share.
  private static let plugin: JSONValue =
    (["$schema": "\(pluginSchemas)/plugin.schema.json"] as JSONValue).adding(about)
  /// The servers of an Agent Plugin.
  private static let servers: JSONValue = [
    "$schema": "\(pluginSchemas)/mcp.schema.json",
    "mcpServers": .object(["castbook": (["type": "stdio"] as JSONValue).adding(start)]),
  ]
  static let pluginSchemas = "https://agent-plugins.org/schemas/1.0.0"

  /// The entry for the registry of MCP servers.
  private static let registryEntry: JSONValue = [
    "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    "name": registryName, "title": "Castbook", "description": commandTable.summary,
    "version": Version.text,
    "packages": [
      [
        "registryType": "pypi", "identifier": "castbook", "version": Version.text,
        "runtimeHint": "uvx", "transport": .object(["type": "stdio"]),
        "packageArguments": .array([
          ["type": "positional", "value": server.name],
          [
            "type": "positional", "valueHint": "folder", "description": folderSummary,
            "format": "filepath", "isRepeated": true,
          ],
          [
            "type": "named", "name": "--\(Libraries.option.option.name)",
            "description": Libraries.option.option.summary, "format": "filepath",
          ],
        ]),
      ] as JSONValue
    ],
  ]

  /// The manifest of the bundle that `Scripts/package mcpb` makes.
  private static let bundleManifest: JSONValue = [
    "manifest_version": "0.3", "name": "castbook", "display_name": "Castbook",
    "version": Version.text, "description": commandTable.summary,
    "author": .object(["name": "Castbook"]), "license": "Apache-2.0", "keywords": keywords,
    "server": .object([
      "type": "binary", "entry_point": "bin/castbook",
      "mcp_config": .object([
        "command": "${__dirname}/bin/castbook", "args": [server.name, "${user_config.folders}"],
      ]),
    ]),
    "tools": AgentCatalogue.castbook(.withoutLibrary).tools.objects {
      ["name": $0.name, "description": $0.description]
    },
    "compatibility": .object(["platforms": ["linux"]]),
    "user_config": .object([
      "folders": .object([
        "type": "directory", "title": "Folders", "description": folderSummary, "required": true,
        "multiple": true,
      ])
    ]),
  ]

  private static var folderSummary: String { server.positionals.first?.summary ?? "" }
}
