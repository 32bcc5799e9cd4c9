@testable import Archive

/// Zips from strangers, as bundles and packs arrive.
enum Archives {
  static func zip(_ bytes: [UInt8]) throws {
    var limits = ZipReader<[UInt8]>.Limits()
    limits.bytes = 1 << 20
    guard let reader = try? ZipReader(bytes, limits: limits) else { return }
    var files: [(name: EntryName, bytes: [UInt8])] = []
    for entry in reader.entries {
      try must(reader.entry(entry.name)?.data == entry.data, "\(entry.name) is not found")
      guard let contents = try? reader.bytes(of: entry, limit: 1 << 20) else { continue }
      try must(contents.count == entry.byteCount, "\(entry.name) has \(contents.count) bytes")
      files.append((entry.name, contents))
    }
    try must(Swift.zip(files, files.dropFirst()).allSatisfy { $0.name < $1.name }, "out of order")
    // What could be read can be written, and read again.
    var writer = ZipWriter(to: [UInt8]())
    for file in files { try writer.add(file.name, file.bytes) }
    let again = try ZipReader(try writer.finish())
    try must(again.entries.map(\.name) == files.map(\.name), "other names when written again")
    for (entry, file) in Swift.zip(again.entries, files) {
      try must(try again.bytes(of: entry, limit: 1 << 20) == file.bytes, "other bytes")
    }
  }
}
