package import Model

/// Replaces what must not leave this machine in texts for an agent: the folders of the library, of
/// the user and of the roots, and the values of keys.
///
/// ```swift
/// let redaction = Redaction(folders: [(home, "~")], secrets: [key])
/// redaction.text("/home/mira/film/a.jpg")  // ~/film/a.jpg
/// ```
package struct Redaction: Sendable {
  /// A text to replace.
  private struct Entry: Sendable {
    let bytes: [UInt8]
    let replacement: [UInt8]
    /// Whether the text is replaced only where a path could begin and a name could end.
    let isPath: Bool
  }

  /// Secrets with fewer bytes than this are common words and are not replaced.
  private static let minimumSecret = 8

  /// The texts, the longest first.
  private let entries: [Entry]

  /// - Parameters:
  ///   - folders: Absolute paths, each with its replacement. The root folder is not replaced.
  ///   - secrets: The values of keys.
  package init(folders: [(path: FilePath, label: String)] = [], secrets: [[UInt8]] = []) {
    let paths = folders.compactMap { folder -> Entry? in
      var bytes = folder.path.bytes
      while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
      guard bytes.first == UInt8(ascii: "/") else { return nil }
      return Entry(bytes: bytes, replacement: Array(folder.label.utf8), isPath: true)
    }
    let keys = secrets.filter { $0.count >= Self.minimumSecret }.map {
      Entry(bytes: $0, replacement: Array("[key]".utf8), isPath: false)
    }
    entries = (paths + keys).enumerated().sorted { left, right in
      (right.element.bytes.count, left.offset) < (left.element.bytes.count, right.offset)
    }.map(\.element)
  }

  /// Returns the text without the folders and secrets.
  package func text(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard entries.contains(where: { firstMatch(of: $0, in: bytes, from: 0) != nil }) else {
      return text
    }
    return String(decoding: entries.reduce(bytes) { replacing($1, in: $0) }, as: UTF8.self)
  }

  /// Returns the value with every text in it, and every key, redacted.
  package func value(_ value: JSONValue) -> JSONValue {
    if entries.isEmpty { return value }
    switch value {
    case .object(let members):
      return .object(members.map { JSONValue.Member(text($0.key), self.value($0.value)) })
    case .array(let values): return .array(values.map(self.value))
    case .string(let string): return .string(text(string))
    case .integer, .number, .boolean, .null: return value
    }
  }

  private func replacing(_ entry: Entry, in bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    while let match = firstMatch(of: entry, in: bytes, from: start) {
      result += bytes[start..<match] + entry.replacement
      start = match + entry.bytes.count
    }
    return result + bytes[start...]
  }

  /// Returns the index of the first occurrence of an entry that is to be replaced.
  private func firstMatch(of entry: Entry, in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = entry.bytes.first, bytes.count >= entry.bytes.count else { return nil }
    let last = bytes.count - entry.bytes.count
    return (start..<max(start, last + 1)).first { index in
      guard bytes[index] == first,
        bytes[index..<index + entry.bytes.count].elementsEqual(entry.bytes)
      else { return false }
      guard entry.isPath else { return true }
      let end = index + entry.bytes.count
      let beginsName = index == 0 || !Self.continuesName(bytes[index - 1])
      return beginsName && (end == bytes.count || !Self.continuesName(bytes[end]))
    }
  }

  /// Whether a byte beside a path belongs to a name, so the path is only a part of another.
  private static func continuesName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
