import Foundation
import Model
import TestSupport
import Testing

/// A library in a temporary folder, for the real program.
struct Shelf: Sendable {
  let scratch: TemporaryFolder

  init(isMade: Bool = true) throws {
    scratch = try TemporaryFolder()
    if isMade { try #require(try run("init").status == 0) }
  }

  var folder: URL { scratch.url }
  var library: URL { scratch.url.appending(path: "library") }
  var environment: [String: String] {
    ["CASTBOOK_LIBRARY": library.path(percentEncoded: false)]
  }

  @discardableResult
  func run(_ words: String...) throws -> Program.Result { try run(words) }

  @discardableResult
  func run(_ words: [String]) throws -> Program.Result {
    try Tool.run(words, in: folder, environment: environment)
  }

  /// The program's output with `--json`; the command must succeed.
  func json(_ words: String...) throws -> JSONValue {
    let result = try run(words + ["--json"])
    try #require(result.status == 0, "\(words): \(result.errors)")
    return try JSONParser.parse(Array(result.output.utf8))
  }

  /// The handles that a list or a search finds.
  func handles(_ words: String...) throws -> [String] {
    let result = try run(words + ["--all", "--json"])
    // A search that finds no element ends with 1.
    let isEmptySearch = words.first == "search" && result.status == 1
    try #require(result.status == 0 || isEmptySearch, "\(words): \(result.errors)")
    let value = try JSONParser.parse(Array(result.output.utf8))
    return (value["elements"]?.array ?? []).compactMap { $0["handle"]?.string }
  }

  func path(_ name: String) -> String {
    scratch.url.appending(path: name).path(percentEncoded: false)
  }

  func inLibrary(_ name: String) -> String {
    library.appending(path: name).path(percentEncoded: false)
  }

  /// Writes a small distinct picture under a name.
  func draw(_ name: String, _ number: Int) throws {
    try Bitmap.bytes(number).write(to: folder.appending(path: name))
  }

  /// Deletes the index with all its auxiliary files.
  func deleteIndex() throws {
    for name in try FileManager.default.contentsOfDirectory(
      atPath: library.path(percentEncoded: false)) where name.hasPrefix("catalog.")
    {
      try FileManager.default.removeItem(at: library.appending(path: name))
    }
  }

  // MARK: Editing the log directly

  /// Writes a segment of these bytes to the log, under the name that fits them.
  func writeSegment(_ bytes: Data, day: String = "2026-03-04") throws {
    let folder = library.appending(path: "log/\(day)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try scratch.write(bytes, to: "segment")
    let sum = try Tool.run(
      program: URL(filePath: "/usr/bin/sha256sum"), ["segment"], in: self.folder)
    let file = folder.appending(path: "\(sum.output.prefix(64)).jsonl")
    try bytes.write(to: file)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o444], ofItemAtPath: file.path(percentEncoded: false))
  }

  /// Changes every line of the log, as the maker of a malicious library would.
  func rewriteLog(_ change: (String) throws -> String) throws {
    let files = FileManager.default
    for day in try files.contentsOfDirectory(atPath: inLibrary("log")) {
      for name in try files.contentsOfDirectory(atPath: inLibrary("log/\(day)")) {
        let file = library.appending(path: "log/\(day)/\(name)")
        let text = try change(String(decoding: try Data(contentsOf: file), as: UTF8.self))
        try files.removeItem(at: file)
        try writeSegment(Data(text.utf8), day: day)
      }
    }
  }

  /// The output of every reading verb for all elements.
  func everything() throws -> [String] {
    var texts = [
      try run("list", "--all", "--json"), try run("list", "--retired", "--all", "--json"),
      try run("list", "--weak", "--all", "--json"),
    ]
    for handle in try handles("list") + handles("list", "--retired") {
      texts.append(try run("show", "@\(handle)", "--json"))
      texts.append(try run("log", "@\(handle)", "--json"))
    }
    for text in texts { #expect(text.status == 0, "\(text.errors)") }
    return texts.map(\.output)
  }

  /// The findings of doctor, without leftovers of interrupted commands.
  func faults() throws -> [String] {
    let result = try run("doctor", "--json")
    let value = try JSONParser.parse(Array(result.output.utf8))
    return (value["findings"]?.array ?? []).compactMap { finding in
      let rule = finding["rule"]?.string ?? "?"
      return ["library.leftover", "library.unused"].contains(rule)
        ? nil : "\(rule): \(finding["message"]?.string ?? "")"
    }
  }
}

/// A distinct picture of 16 × 16 pixels.
enum Bitmap {
  static func bytes(_ number: Int) -> Data {
    var bytes = Array("BM".utf8)
    for (value, count) in [
      (54 + 768, 4), (0, 4), (54, 4), (40, 4), (16, 4), (16, 4), (1, 2), (24, 2), (0, 4), (768, 4),
      (2835, 4), (2835, 4), (0, 4), (0, 4),
    ] { bytes += Bytes.little(value, count) }
    var state = UInt64(truncatingIfNeeded: number &+ 1) &* 0x9E37_79B9_7F4A_7C15
    for _ in 0..<768 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      bytes.append(UInt8(truncatingIfNeeded: state >> 32))
    }
    return Data(bytes)
  }
}
