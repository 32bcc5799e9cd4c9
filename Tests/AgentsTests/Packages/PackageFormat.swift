import Model
import Testing

/// What a published format asks of an object in one of the files of `Packaging/agents/`.
struct PackageFormat: Sendable, CustomTestStringConvertible {
  /// The name of the file.
  let file: String
  /// The keys that lead to the object; `*` stands for every member or item.
  let path: [String]
  let required: Set<String>
  /// The keys that the format knows besides, all of them; `nil` if others are allowed.
  let optional: Set<String>?

  var testDescription: String { "\(file) \(path.joined(separator: "."))" }

  private init(
    _ file: String, _ path: [String] = [], required: Set<String>, optional: Set<String>? = nil
  ) {
    self.file = file
    self.path = path
    self.required = required
    self.optional = optional
  }

  /// Returns what is wrong with an object.
  func faults(of object: JSONValue) -> [String] {
    let keys = Set((object.members ?? []).map(\.key))
    let missing = required.subtracting(keys).sorted().map { "lacks \($0)" }
    let unknown = optional.map { keys.subtracting(required).subtracting($0) } ?? []
    return missing + unknown.sorted().map { "has \($0), which the format does not know" }
  }

  /// Returns the objects that a path leads to.
  static func objects(at path: ArraySlice<String>, of value: JSONValue) -> [JSONValue] {
    guard let key = path.first else { return [value] }
    let inner =
      key == "*"
      ? value.array ?? (value.members ?? []).map(\.value) : value[key].map { [$0] } ?? []
    return inner.flatMap { objects(at: path.dropFirst(), of: $0) }
  }
}

extension PackageFormat {
  private static let facts: Set<String> = [
    "version", "description", "author", "homepage", "repository", "license", "keywords",
  ]

  /// The formats, by their schemas: Agent Plugins 1.0.0 (6 Aug 2026), Claude's manifest of plugins
  /// (22 Aug 2026), `server.json` 2025-12-11, and manifests 0.3 of bundles (3 Dec 2025).
  static let all: [PackageFormat] = [
    PackageFormat(
      "castbook/plugin.json", required: ["$schema", "name"], optional: facts.union(["extensions"])),
    PackageFormat(
      "castbook/plugin.json", ["author"], required: [], optional: ["name", "email", "url"]),
    PackageFormat("castbook/mcp.json", required: ["$schema", "mcpServers"], optional: []),
    PackageFormat(
      "castbook/mcp.json", ["mcpServers", "*"], required: ["type", "command"],
      optional: ["args", "env", "cwd"]),
    PackageFormat(
      "castbook/.claude-plugin/plugin.json", required: ["name"],
      optional: facts.union(["skills", "commands", "agents", "hooks", "mcpServers", "userConfig"])),
    PackageFormat("castbook/.mcp.json", required: ["mcpServers"], optional: []),
    PackageFormat(
      "castbook/.mcp.json", ["mcpServers", "*"], required: ["command"],
      optional: ["type", "args", "env"]),
    PackageFormat(
      "server.json", required: ["$schema", "name", "description", "version"],
      optional: ["title", "websiteUrl", "repository", "icons", "packages", "remotes", "_meta"]),
    PackageFormat(
      "server.json", ["packages", "*"], required: ["registryType", "identifier", "transport"]),
    PackageFormat(
      "server.json", ["packages", "*", "packageArguments", "*"], required: ["type"],
      optional: [
        "name", "value", "valueHint", "description", "format", "isRequired", "isRepeated",
        "isSecret", "default", "choices", "placeholder", "variables",
      ]),
    PackageFormat(
      "manifest.json",
      required: ["manifest_version", "name", "version", "description", "author", "server"],
      optional: [
        "$schema", "display_name", "long_description", "repository", "homepage", "documentation",
        "support", "icon", "icons", "screenshots", "localization", "tools", "tools_generated",
        "prompts", "prompts_generated", "keywords", "license", "privacy_policies",
        "compatibility", "user_config", "_meta",
      ]),
    PackageFormat(
      "manifest.json", ["server"], required: ["type", "entry_point", "mcp_config"], optional: []),
    PackageFormat(
      "manifest.json", ["server", "mcp_config"], required: ["command"],
      optional: ["args", "env", "platform_overrides"]),
    PackageFormat("manifest.json", ["tools", "*"], required: ["name"], optional: ["description"]),
    PackageFormat(
      "manifest.json", ["user_config", "*"], required: ["type", "title", "description"],
      optional: ["required", "default", "multiple", "sensitive", "min", "max"]),
  ]
}
