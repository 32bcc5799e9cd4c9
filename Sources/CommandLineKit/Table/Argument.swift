/// One word of the command line as bytes: words, such as paths, need not be UTF-8.
public struct Argument: Hashable, Sendable {
  public let bytes: [UInt8]

  public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  public init(_ text: String) { self.init(bytes: text.utf8) }

  /// The word as text; bytes that are not UTF-8 become U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether the word starts with an at-sign and therefore names an element. A file whose name
  /// starts with one is written `./@name`.
  public var namesElement: Bool { bytes.first == UInt8(ascii: "@") }

  /// The parts of a comma-separated list: `kling,kling-o3` gives two. Empty parts are left out.
  public var parts: [Argument] {
    bytes.split(separator: UInt8(ascii: ",")).map { Argument(bytes: $0) }
  }
}

extension Argument: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

extension Argument: CustomStringConvertible {
  public var description: String { text }
}
