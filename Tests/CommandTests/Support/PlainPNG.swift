import Foundation

/// A PNG with eight bits per sample whose rows are stored uncompressed.
struct PlainPNG {
  let width: Int
  let height: Int
  /// Each row after its filter byte, 0.
  let rows: [UInt8]

  var data: Data {
    var head = Self.number(width) + Self.number(height)
    head += [8, 2, 0, 0, 0]
    let bytes: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", head)
      + Self.chunk("IDAT", packed) + Self.chunk("IEND", [])
    return Data(bytes)
  }

  private var packed: [UInt8] {
    var packed: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: rows.count, by: 0xFFFF) {
      let part = rows[start..<min(rows.count, start + 0xFFFF)]
      let count = UInt16(part.count)
      packed.append(start + part.count == rows.count ? 1 : 0)
      for number in [count, ~count] { packed += [UInt8(number & 0xFF), UInt8(number >> 8)] }
      packed += part
    }
    var (low, high) = (1, 0)
    for byte in rows {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    return packed + Self.number(high << 16 | low)
  }

  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    var check: UInt32 = 0xFFFF_FFFF
    for byte in body { check = table[Int((check ^ UInt32(byte)) & 0xFF)] ^ check >> 8 }
    return number(content.count) + body + number(Int(~check))
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }
}
