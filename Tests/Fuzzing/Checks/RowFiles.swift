import Foundation
import Model

@testable import Library

/// Files of hashes and of sketches, as a disk or a stranger may have changed them.
enum RowFiles {
  /// A file without a name, rewritten for each input.
  private static let file: FileHandle? = {
    let url = FileManager.default.temporaryDirectory.appending(path: "castbook-fuzz-\(UUID())")
    guard FileManager.default.createFile(atPath: url.path(), contents: nil) else { return nil }
    defer { try? FileManager.default.removeItem(at: url) }
    return try? FileHandle(forUpdating: url)
  }()

  static func hashes(_ bytes: [UInt8]) throws {
    let queries = [UInt64(bytes.first ?? 0), UInt64.max]
    try look(bytes, HashFile.Header(generation: 1)) { file in
      let hits = file.search(queries, radius: 14, limit: 20)
      return hits?.allSatisfy { $0.distance <= 14 } == true ? hits?.count : nil
    }
  }

  static func sketches(_ bytes: [UInt8]) throws {
    let query = SubjectSketch((0..<SubjectSketch.length).map { Int8($0 % 100) })
    let model = SubjectVector.Model(identity: 61, length: 1280)
    try look(bytes, SketchFile.Header(generation: 1, model: model)) { file in
      let hits = file.search(query, least: -1000, limit: 20)
      return hits?.allSatisfy { $0.likeness >= -1000 } == true ? hits?.count : nil
    }
  }

  /// Reads the bytes unchanged, and after a valid header for as many entries as their second byte
  /// says; once truncated at their end, once extended to the header's length.
  private static func look<Format: RowFormat>(
    _ bytes: [UInt8], _ empty: RowFile<Format>.Header, search: (RowFile<Format>) -> Int?
  ) throws {
    try look(bytes, length: bytes.count, empty.model, search)
    let twoBlocks = RowFile<Format>.Header.offset(ofBlock: 2)
    try look(bytes, length: twoBlocks, empty.model, search)
    guard bytes.count > 2 else { return }
    var header = empty
    let value = [UInt8](repeating: bytes[0], count: Format.valueByteCount)
    // The last row is 0, like the bytes that are left out.
    for row in -Int64(bytes[1]) * 64..<1 { _ = header.add(row: row, value: value) }
    let rest = [UInt8](repeating: 0, count: 4096 - header.bytes.count)
    let valid = header.bytes + rest + bytes
    try look(valid, length: header.fileSize, empty.model, search)
    try look(valid, length: header.fileSize - 1, empty.model, search)
  }

  private static func look<Format: RowFormat>(
    _ bytes: [UInt8], length: Int, _ model: SubjectVector.Model?,
    _ search: (RowFile<Format>) -> Int?
  ) throws {
    guard let file, let path = FilePath("/dev/fd/\(file.fileDescriptor)") else {
      throw Breach("no place for a file")
    }
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: bytes)
    try file.truncate(atOffset: UInt64(length))
    guard let opened = try RowFile<Format>.open(at: path, generation: 1, model: model) else {
      return
    }
    let least = 4096 + (Format.valueByteCount + 8) * opened.count
    try must(length >= least, "\(opened.count) entries in \(length) bytes")
    guard let count = search(opened), count <= 20 else {
      throw Breach("it was cut while it was open, or has hits that are none")
    }
    try must(opened.unknownRows().count <= opened.count, "unknown rows")
    _ = opened.isIntact
  }
}
