/// The id of a target, which is one endpoint of a provider: `fal.kling-o3.r2v`.
public struct TargetID: RawRepresentable, JSONConvertible, Hashable, Comparable,
  CustomStringConvertible, ExpressibleByStringLiteral, Sendable
{
  public let rawValue: String

  /// Creates an id without checking its form.
  public init(rawValue: String) { self.rawValue = rawValue }

  public init(stringLiteral text: String) { rawValue = text }

  /// The provider, the part before the first dot.
  public var provider: String { String(rawValue.prefix { $0 != "." }) }

  /// Reads an id of a–z, 0–9, dots and hyphens, at most 64 of them; `nil` for any other text.
  public init?(wellFormed text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    guard isPlain, text.utf8.count <= 64 else { return nil }
    rawValue = text
  }

  public var description: String { rawValue }

  public static func < (left: TargetID, right: TargetID) -> Bool { left.rawValue < right.rawValue }
}
