/// The messages to and from a `castbook-media` process that converts colours by one ICC profile.
///
/// The request consists of the description and the profile. The process's child answers whether it
/// can use the profile. After that, each message to it is a number of pixels and the pixels, and
/// each message back is the same number of converted pixels, until the socket is closed.
package struct ColorSession: Hashable, Sendable {
  /// The number that selects this service, among those of formats.
  package static let format: UInt32 = 100
  /// The largest number of pixels in a message.
  package static let maximumPixels = 1 << 16

  /// The channels of the pixels.
  package let colors: SmallPicture.Colors
  /// Whether each pixel has alpha, which is copied.
  package let hasAlpha: Bool
  /// The bits per channel: 8 or 16.
  package let depth: Int
  package let profile: [UInt8]

  package init(colors: SmallPicture.Colors, hasAlpha: Bool, depth: Int, profile: [UInt8]) {
    self.colors = colors
    self.hasAlpha = hasAlpha
    self.depth = depth
    self.profile = profile
  }

  private static let kinds: [SmallPicture.Colors] = [.grey, .rgb, .cmyk, .lab]

  package var bytes: [UInt8] {
    let kind = UInt8(Self.kinds.firstIndex(of: colors) ?? 0)
    return [kind, hasAlpha ? 1 : 0, UInt8(depth), 0] + profile
  }

  /// Reads the bytes of a request, or returns `nil` if they are not one.
  package init?(bytes: some RandomAccessCollection<UInt8>) {
    let head = Array(bytes.prefix(4))
    guard head.count == 4, Self.kinds.indices.contains(Int(head[0])), head[1] <= 1,
      head[2] == 8 || head[2] == 16, head[3] == 0
    else { return nil }
    self.init(
      colors: Self.kinds[Int(head[0])], hasAlpha: head[1] == 1, depth: Int(head[2]),
      profile: Array(bytes.dropFirst(4)))
  }

  package var pixelBytes: Int { (colors.channels + (hasAlpha ? 1 : 0)) * depth / 8 }
  package var convertedBytes: Int { hasAlpha ? 4 : 3 }

  /// What the process says of the profile.
  package struct Answer: Hashable, Sendable {
    /// The largest number of bytes; tables have 12 KiB.
    package static let maximumBytes = 1 << 16

    /// Whether the profile can be used for these pixels.
    package let isUsable: Bool
    /// The contributions of nearly equivalent lookup tables; empty if the profile allows none.
    package let tables: [Int32]

    package init(isUsable: Bool, tables: [Int32] = []) {
      self.isUsable = isUsable
      self.tables = tables
    }

    package var bytes: [UInt8] {
      var bytes: [UInt8] = [isUsable ? 1 : 0]
      bytes.reserveCapacity(1 + 4 * tables.count)
      for number in tables {
        for shift in [Int32(0), 8, 16, 24] {
          bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
      }
      return bytes
    }

    /// Reads an answer, which a profile may have falsified; `nil` if it is impossible.
    package init?(bytes: [UInt8]) {
      guard let first = bytes.first, first <= 1, bytes.count % 4 == 1,
        bytes.count <= Self.maximumBytes
      else {
        return nil
      }
      isUsable = first == 1
      var tables: [Int32] = []
      tables.reserveCapacity(bytes.count / 4)
      for start in stride(from: 1, to: bytes.count, by: 4) {
        var number: UInt32 = 0
        for offset in 0..<4 { number |= UInt32(bytes[start + offset]) << UInt32(8 * offset) }
        tables.append(Int32(bitPattern: number))
      }
      self.tables = tables
    }
  }
}
