import Model

/// Lines of a log, from any author.
enum Records {
  /// A record is written back as it was read: its name is the digest of its line.
  static func record(_ bytes: [UInt8]) throws {
    let record: Record
    do {
      record = try Record(line: bytes)
    } catch {
      return try must(!error.problem.isEmpty, "an error without words")
    }
    try must(record.line == bytes, "\(record.json.compactText) is written otherwise")
    try must(try Record(line: bytes) == record, "it is read otherwise a second time")
    _ = record.blobs
  }

  /// Only the canonical text of a value is accepted as canonical.
  static func canonicalJSON(_ bytes: [UInt8]) throws {
    let bounds = JSONParser.Bounds(byteCount: 1 << 20, depth: 32)
    let canonical = try? JSONParser.parse(canonical: bytes, bounds: bounds)
    guard let value = try? JSONParser.parse(bytes, bounds: bounds) else {
      return try must(canonical == nil, "what is no JSON is taken as canonical")
    }
    let isCanonical = value.canonicalBytes == bytes
    try must((canonical != nil) == isCanonical, "canonical: \(isCanonical), and read otherwise")
    if let canonical {
      try must(canonical == value, "it means something else")
      try must(canonical.canonicalBytes == bytes, "it is written otherwise")
    } else if let text = value.canonicalBytes {
      try must(
        (try? JSONParser.parse(canonical: text, bounds: bounds))?.canonicalBytes == text,
        "its canonical text is not taken")
    }
  }
}
