import Foundation
import Model

@testable import Library

/// Files of hashes, as a disk or a stranger may have changed them.
enum HashFiles {
  /// A file without a name, rewritten for each input.
  private static let file: FileHandle? = {
    let url = FileManager.default.temporaryDirectory.appending(path: "castbook-fuzz-\(UUID())")
    guard FileManager.default.createFile(atPath: url.path(), contents: nil) else { return nil }
    defer { try? FileManager.default.removeItem(at: url) }
    return try? FileHandle(forUpdating: url)
  }()

  /// Reads the bytes unchanged, and after a valid header for as many entries as their second byte
  /// says; once truncated at their end, once extended to the header's length.
  static func look(_ bytes: [UInt8]) throws {
    try look(bytes, length: bytes.count)
    try look(bytes, length: 4096 + 2 * HashFileHeader.blockByteCount)
    guard bytes.count > 2 else { return }
    var header = HashFileHeader(generation: 1)
    // The last row is 0, like the bytes that are left out.
    for row in -Int64(bytes[1]) * 64..<1 {
      _ = header.add(HashFile.Entry(row: row, bits: UInt64(bytes[0])))
    }
    let rest = [UInt8](repeating: 0, count: HashFileHeader.byteCount - header.bytes.count)
    try look(header.bytes + rest + bytes, length: header.fileSize)
    try look(header.bytes + rest + bytes, length: header.fileSize - 1)
  }

  private static func look(_ bytes: [UInt8], length: Int) throws {
    guard let file, let path = FilePath("/dev/fd/\(file.fileDescriptor)") else {
      throw Breach("no place for a file")
    }
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: bytes)
    try file.truncate(atOffset: UInt64(length))
    guard let opened = try HashFile.open(at: path, generation: 1) else { return }
    try must(length >= 4096 + 16 * opened.count, "\(opened.count) entries in \(length) bytes")
    let queries = [UInt64(bytes.first ?? 0), UInt64.max]
    guard let hits = opened.search(queries, radius: 14, limit: 20) else {
      throw Breach("it was cut while it was open")
    }
    try must(hits.count <= 20 && hits.allSatisfy { $0.distance <= 14 }, "\(hits)")
    _ = opened.isIntact
  }
}
