import Files
import Foundation
import TestSupport
import Testing

@testable import Archive

/// Archives for the tests, written by our own writer or by common tools.
enum Samples {
  static let files: [(name: String, text: String)] = [
    ("SHA256SUMS", "no sums\n"), ("bundle.json", "{}\n"), ("empty", ""),
    ("references/mira-front.jpg", String(repeating: "face ", count: 4000)),
    ("references/ミラ é.jpg", "another\n"),
  ]

  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// An archive of files, written by our writer.
  static func written(_ files: [(name: String, text: String)] = files) throws -> [UInt8] {
    var writer = ZipWriter(to: [UInt8]())
    for file in files {
      try writer.add(try #require(EntryName(file.name)), bytes(file.text))
    }
    return try writer.finish()
  }

  /// Reads an archive from another tool, with the extra fields that such tools add.
  static func reader(_ archive: [UInt8]) throws -> ZipReader<[UInt8]> {
    var limits = ZipReader<[UInt8]>.Limits()
    limits.extraFields = .harmless
    return try ZipReader(archive, limits: limits)
  }

  /// The contents of an archive, by name.
  static func contents(of archive: [UInt8]) throws -> [String: [UInt8]] {
    let reader = try reader(archive)
    return try reader.entries.reduce(into: [:]) { contents, entry in
      contents[entry.name.text] = try reader.bytes(of: entry, limit: 1 << 24)
    }
  }

  /// The files above in a new folder, packed by a tool.
  static func packed(by words: [String], input: String? = nil) throws -> [UInt8] {
    let folder = try Folder()
    for file in files { try folder.write(file.text, to: file.name) }
    try folder.run(["zip", "-q", "-r"] + words + ["../made.zip", "."])
    return try folder.made()
  }
}

/// A folder to be packed, with room for the archive beside it.
final class Folder {
  let path: URL
  private let outer: TemporaryFolder

  init() throws {
    outer = try TemporaryFolder()
    path = outer.url.appending(path: "files")
    try outer.createFolder("files")
  }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = path.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// The archive that a tool made beside the folder.
  func made() throws -> [UInt8] {
    Array(try Data(contentsOf: outer.url.appending(path: "made.zip")))
  }

  /// Runs a program in the folder, which has to succeed.
  @discardableResult
  func run(_ words: [String], environment: [String: String] = [:]) throws -> String {
    let result = try Program.run(
      "/usr/bin/env", words, in: path, environment: Program.environment(with: environment))
    try #require(result.status == 0, "\(words): \(result.errors)")
    return result.output
  }
}
