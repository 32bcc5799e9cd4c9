/// A version of a Debian package, compared as Debian compares them.
///
/// It consists of an epoch, the original authors' version, and the package's revision. A tilde
/// sorts before everything, even the end: `1.0~rc1` is older than `1.0`.
///
/// ```swift
/// PackageVersion("1.2.4-0.2+deb12u1") > PackageVersion("1.2.4-0.2")  // true
/// PackageVersion("1:1.2.13.dfsg-1").upstream                         // "1.2.13.dfsg"
/// ```
package struct PackageVersion: Hashable, Sendable, CustomStringConvertible {
  /// The version as it is written.
  package let description: String
  private let epoch: Int
  /// The version of the original authors.
  package let upstream: String
  private let revision: String

  /// Splits a version into its parts; any text is one.
  package init(_ text: String) {
    description = text
    var rest = text[...]
    let head = text.prefix { $0 != ":" }
    if head.count < text.count, let number = Int(head) {
      epoch = number
      rest = text.dropFirst(head.count + 1)
    } else {
      epoch = 0
    }
    if let dash = rest.lastIndex(of: "-") {
      upstream = String(rest[..<dash])
      revision = String(rest[rest.index(after: dash)...])
    } else {
      upstream = String(rest)
      revision = ""
    }
  }
}

extension PackageVersion: Comparable {
  package static func < (left: PackageVersion, right: PackageVersion) -> Bool {
    left.order(to: right) < 0
  }

  /// Versions are equal if neither is older, however they are written.
  package static func == (left: PackageVersion, right: PackageVersion) -> Bool {
    left.order(to: right) == 0
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(epoch) }

  /// Returns a number below, equal to or above 0 as this version is older, equal or newer.
  private func order(to other: PackageVersion) -> Int {
    if epoch != other.epoch { return epoch < other.epoch ? -1 : 1 }
    let upstream = Self.order(self.upstream, other.upstream)
    return upstream != 0 ? upstream : Self.order(revision, other.revision)
  }

  /// Compares parts without digits and numbers in turn.
  private static func order(_ left: String, _ right: String) -> Int {
    var left = Array(left.utf8)[...]
    var right = Array(right.utf8)[...]
    while !left.isEmpty || !right.isEmpty {
      while isText(left.first) || isText(right.first) {
        let (one, other) = (rank(left.first), rank(right.first))
        if one != other { return one - other }
        left = left.dropFirst()
        right = right.dropFirst()
      }
      let (one, other) = (number(&left), number(&right))
      if one.count != other.count { return one.count - other.count }
      if let index = one.indices.first(where: { one[$0] != other[$0] }) {
        return Int(one[index]) - Int(other[index])
      }
    }
    return 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isText(_ byte: UInt8?) -> Bool { byte.map { !isDigit($0) } ?? false }

  /// Returns the rank of a byte outside numbers: tilde, end or digit, letters, all else.
  private static func rank(_ byte: UInt8?) -> Int {
    guard let byte, !isDigit(byte) else { return 0 }
    if byte == UInt8(ascii: "~") { return -1 }
    let isLetter = (0x41...0x5A).contains(byte & 0xDF)
    return isLetter ? Int(byte) : Int(byte) + 256
  }

  /// Removes a number from the front and returns its digits without leading zeros.
  private static func number(_ bytes: inout ArraySlice<UInt8>) -> [UInt8] {
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(digits.count)
    return Array(digits.drop { $0 == 0x30 })
  }
}
