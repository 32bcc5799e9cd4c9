/// A WAV file whose header may lie.
struct WaveFile {
  /// How samples are written.
  enum Coding {
    case whole16, float32, mu8

    fileprivate var tag: UInt16 {
      switch self {
      case .whole16: 1
      case .float32: 3
      case .mu8: 7
      }
    }

    fileprivate var bits: Int {
      switch self {
      case .whole16: 16
      case .float32: 32
      case .mu8: 8
      }
    }
  }

  /// The offsets of the header's numbers; this header has 44 bytes in every coding.
  static let riffSize = 4
  static let channelCount = 22
  static let rate = 24
  static let dataSize = 40

  private(set) var bytes: [UInt8]

  init(_ sound: Sound, _ coding: Coding = .whole16) {
    let width = sound.channels.count * coding.bits / 8
    let size = sound.count * width
    bytes = [UInt8]("RIFF")
    bytes.append(UInt32(36 + size), .little)
    bytes.append("WAVEfmt ")
    bytes.append(UInt32(16), .little)
    bytes.append(coding.tag, .little)
    bytes.append(UInt16(sound.channels.count), .little)
    bytes.append(UInt32(sound.rate), .little)
    bytes.append(UInt32(sound.rate * width), .little)
    bytes.append(UInt16(width), .little)
    bytes.append(UInt16(coding.bits), .little)
    bytes.append("data")
    bytes.append(UInt32(size), .little)
    bytes.reserveCapacity(44 + size)
    for index in 0..<sound.count {
      for channel in sound.channels {
        switch coding {
        case .whole16: bytes.append(Self.whole(channel[index]), .little)
        case .float32: bytes.append(Float(channel[index]).bitPattern, .little)
        case .mu8: bytes.append(Self.mu(Self.whole(channel[index])))
        }
      }
    }
  }

  /// A copy with a number of the header replaced.
  func saying(_ number: UInt32, at offset: Int) -> WaveFile {
    var copy = self
    var field: [UInt8] = []
    field.append(number, .little)
    copy.bytes = bytes.replacing(at: offset, with: field)
    return copy
  }

  func saying(channels: UInt16) -> WaveFile {
    var copy = self
    var field: [UInt8] = []
    field.append(channels, .little)
    copy.bytes = bytes.replacing(at: Self.channelCount, with: field)
    return copy
  }

  private static func whole(_ value: Double) -> Int16 {
    Int16(min(max(-32_768, (value * 32_768).rounded()), 32_767))
  }

  /// ITU-T G.711, µ-law.
  private static func mu(_ sample: Int16) -> UInt8 {
    let level = min(abs(Int(sample)), 32_635) + 132
    let segment = Int.bitWidth - level.leadingZeroBitCount - 8
    let code = segment << 4 | (level >> (segment + 3)) & 15
    return ~UInt8(code | (sample < 0 ? 128 : 0))
  }
}
