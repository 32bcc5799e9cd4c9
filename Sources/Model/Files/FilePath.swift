/// A path exactly as the user gave it or as the file system stores it: bytes, which need not be UTF-8.
public struct FilePath: Hashable, Sendable {
  /// The bytes without the closing zero that C adds. They never contain a zero.
  public let bytes: [UInt8]

  /// Returns nothing for bytes that can't be a path: none at all, or with a zero among them.
  public init?(bytes: some Sequence<UInt8>) {
    let bytes = [UInt8](bytes)
    guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
    self.bytes = bytes
  }

  public init?(_ text: String) { self.init(bytes: text.utf8) }

  private init(known bytes: [UInt8]) { self.bytes = bytes }

  /// What a file is called whose name nobody knows.
  package static let nameless = FilePath(known: Array("file".utf8))

  /// The path as text; bytes that are not UTF-8 become U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether `text` says exactly what `bytes` say.
  public var isText: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The part after the last slash: `a/b.jpg` gives `b.jpg`, `a/` gives `a`.
  public var name: FilePath {
    guard let end = bytes.lastIndex(where: { $0 != slash }) else { return self }
    let start = bytes[...end].lastIndex(of: slash).map { $0 + 1 } ?? 0
    return FilePath(known: Array(bytes[start...end]))
  }

  /// The folder that the path's name lies in: `a/b.jpg` gives `a`, `b.jpg` gives `.`.
  public var folder: FilePath {
    guard let end = bytes.lastIndex(where: { $0 != slash }),
      let last = bytes[...end].lastIndex(of: slash)
    else { return FilePath(known: bytes.first == slash ? [slash] : [UInt8(ascii: ".")]) }
    return FilePath(known: last == 0 ? [slash] : Array(bytes[..<last]))
  }

  /// The bytes after the last dot of the name, in lower case; nothing for `.hidden` and `plain`.
  public var suffix: String? {
    let name = name.bytes
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < name.count else {
      return nil
    }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// This path, a slash, and a name below it.
  public func appending(_ name: some Collection<UInt8>) -> FilePath {
    var joined = bytes
    if joined.last != slash { joined.append(slash) }
    joined.append(contentsOf: name)
    return FilePath(known: joined)
  }
}

private let slash = UInt8(ascii: "/")

extension FilePath: CustomStringConvertible {
  public var description: String { text }
}

extension FilePath: Comparable {
  /// Byte order, the same on every machine and in every language.
  public static func < (left: FilePath, right: FilePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension FilePath {
  /// Calls with the path as C takes it, closed by a zero.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows
    -> Result
  {
    let closed = bytes.map { CChar(bitPattern: $0) } + [0]
    return try closed.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else {
        preconditionFailure("a path is never empty")
      }
      return try body(start)
    }
  }
}
