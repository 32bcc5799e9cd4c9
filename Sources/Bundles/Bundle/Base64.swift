/// Base64 encoding with padding (RFC 4648).
package enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let group = bytes[index..<min(index + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for letter in 0...3 {
        let isPadding = letter > group.count
        text.append(isPadding ? UInt8(ascii: "=") : letters[bits >> (18 - 6 * letter) & 63])
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
