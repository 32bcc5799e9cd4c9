/// A path exactly as the user gave it or as the file system stores it: bytes, which need not be
/// UTF-8.
///
/// ```swift
/// FilePath("shots/mira.JPG")?.suffix  // "jpg"
/// FilePath("")                        // nil
/// ```
public struct FilePath: Hashable, CustomStringConvertible, Comparable, Sendable {
  /// The bytes without the terminating zero of C. They never contain a zero.
  public let bytes: [UInt8]

  /// Creates a path from bytes; `nil` when there are none or when one of them is zero.
  public init?(bytes: some Sequence<UInt8>) {
    let bytes = [UInt8](bytes)
    guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
    self.bytes = bytes
  }

  /// Creates a path from text; `nil` when it is empty or contains a zero.
  public init?(_ text: String) { self.init(bytes: text.utf8) }

  /// Creates a path from bytes that are known to be valid.
  private init(known bytes: [UInt8]) { self.bytes = bytes }

  /// The path of a file whose name is unknown.
  package static let unnamed = FilePath(known: Array("file".utf8))

  /// The path as text, in which bytes that are not UTF-8 become U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether the path is valid UTF-8, so `text` represents it exactly.
  public var isText: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The part after the last slash: `a/b.jpg` gives `b.jpg`, and `a/` gives `a`.
  public var name: FilePath {
    guard let end = bytes.lastIndex(where: { $0 != slash }) else { return self }
    let start = bytes[...end].lastIndex(of: slash).map { $0 + 1 } ?? 0
    return FilePath(known: Array(bytes[start...end]))
  }

  /// The folder that contains the file: `a/b.jpg` gives `a`, and `b.jpg` gives `.`.
  public var folder: FilePath {
    guard let end = bytes.lastIndex(where: { $0 != slash }),
      let last = bytes[...end].lastIndex(of: slash)
    else { return FilePath(known: bytes.first == slash ? [slash] : [UInt8(ascii: ".")]) }
    return FilePath(known: last == 0 ? [slash] : Array(bytes[..<last]))
  }

  /// The text after the last dot of the name, in lower case; `nil` for `.hidden` and `plain`.
  public var suffix: String? {
    let name = name.bytes
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < name.count else {
      return nil
    }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// The name without its suffix and the dot.
  package var stem: ArraySlice<UInt8> {
    let name = self.name.bytes
    return name[
      ..<(suffix == nil ? name.count : name.lastIndex(of: UInt8(ascii: ".")) ?? name.count)]
  }

  /// Returns the path of a name inside this folder.
  public func appending(_ name: some Collection<UInt8>) -> FilePath {
    var joined = bytes
    if joined.last != slash { joined.append(slash) }
    joined.append(contentsOf: name)
    return FilePath(known: joined)
  }

  public var description: String { text }

  /// Compares bytes, so the order is the same on every machine and in every language.
  public static func < (left: FilePath, right: FilePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// Calls a closure with the path as a C string, which is valid only during the call.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows
    -> Result
  {
    let closed = bytes.map { CChar(bitPattern: $0) } + [0]
    return try closed.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("a path is never empty") }
      return try body(start)
    }
  }

  /// The path as text without `./` in front, for people.
  public var shown: String {
    let text = text
    return text.hasPrefix("./") && text.utf8.count > 2 ? String(text.dropFirst(2)) : text
  }

  /// The path as it is typed in a shell, in single quotes if it needs them.
  public var quoted: String {
    let plain = bytes.allSatisfy { byte in
      byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter
        || Character(Unicode.Scalar(byte)).isNumber || "/._-+@:,".utf8.contains(byte)
    }
    return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

private let slash = UInt8(ascii: "/")
