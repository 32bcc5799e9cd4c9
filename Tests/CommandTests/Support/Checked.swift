import Foundation
import Model
import TestSupport
import Testing

/// The output of `castbook check --json`, for tests to query.
struct Checked {
  let value: JSONValue
  let status: Int32
  let text: String

  init(
    _ arguments: [String], in folder: URL = Fixtures.folder, input: Data? = nil,
    environment: [String: String] = [:]
  ) throws {
    let result = try Tool.run(
      ["check", "--json"] + arguments, in: folder, input: input, environment: environment)
    status = result.status
    text = result.output
    value = try JSONParser.parse(Array(result.output.utf8))
  }

  var files: [JSONValue] { value["files"]?.array ?? [] }
  var paths: [String] { files.compactMap { $0["path"]?.string } }

  func file(_ name: String) throws -> JSONValue {
    try #require(files.first { $0["path"]?.string?.hasSuffix(name) == true })
  }

  /// The rules of a file's findings, all or those of one severity.
  func rules(_ name: String, severity: String? = nil) throws -> [String] {
    try (file(name)["findings"]?.array ?? [])
      .filter { severity == nil || $0["severity"]?.string == severity }
      .compactMap { $0["rule"]?.string }
  }

  var setRules: [String] {
    (value["set"]?["findings"]?.array ?? []).compactMap { $0["rule"]?.string }
  }
}
