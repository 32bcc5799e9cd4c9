internal import Model

/// The segments in front of a JPEG's first scan: size, coding, and what stands beside the picture.
struct JPEGHeader {
  /// A frame header: what kind of coding, and how large.
  struct Frame {
    /// The low byte of its marker: 0xC0 is baseline, 0xC2 progressive.
    let marker: UInt8
    let precision: Int
    let width: Int
    let height: Int
    /// Horizontal and vertical sampling of each component.
    let sampling: [(across: Int, down: Int)]

    /// A way of coding that many readers lack.
    var rareCoding: String? {
      switch marker {
      // The last one is JPEG-LS.
      case 0xC3, 0xC7, 0xCB, 0xCF, 0xF7: return "lossless"
      case 0xC5, 0xC6, 0xCD, 0xCE: return "hierarchical"
      default: break
      }
      if precision != 8 { return "\(precision)-bit" }
      if marker >= 0xC9 { return "arithmetic" }
      return isFractional ? "oddly sampled" : nil
    }

    /// Whether some channel's pixels are no whole number of the picture's, as 3:2 of them.
    var isFractional: Bool {
      let (across, down) = mostSampling
      return sampling.contains { component in
        component.across > 0 && component.down > 0
          && (across % component.across != 0 || down % component.down != 0)
      }
    }

    /// What holding all coefficients takes, as libjpeg lays them out: whole rows of blocks.
    var coefficientBytes: Int {
      let (across, down) = mostSampling
      return sampling.reduce(0) { sum, component in
        let columns = (width * component.across + 8 * across - 1) / (8 * across)
        let rows = (height * component.down + 8 * down - 1) / (8 * down)
        return sum + (columns + 3) * (rows + 3) * 128
      }
    }

    /// The largest of the components' sampling.
    var mostSampling: (across: Int, down: Int) {
      (max(1, sampling.map(\.across).max() ?? 1), max(1, sampling.map(\.down).max() ?? 1))
    }

    var isProgressive: Bool { marker == 0xC2 || marker == 0xCA }

    /// Chroma sampling as people write it, `4:2:0`; nothing where it has no name.
    var samplingName: String? {
      guard sampling.count == 3, sampling[1] == (1, 1), sampling[2] == (1, 1) else { return nil }
      switch sampling[0] {
      case (1, 1): return "4:4:4"
      case (2, 1): return "4:2:2"
      case (2, 2): return "4:2:0"
      case (4, 1): return "4:1:1"
      case (1, 2): return "4:4:0"
      default: return nil
      }
    }
  }

  private(set) var frame: Frame?
  private(set) var exif: EXIF?
  /// Whether the first scan carries every component: then nothing has to be kept while reading.
  private(set) var isInOneScan = false
  /// Whether a segment is shorter than the two bytes of its own length; libjpeg takes it as empty.
  private(set) var hasImpossibleLength = false
  /// Whether further pictures after the end are announced.
  private(set) var hasFurtherPictures = false
  private var profileParts: [Int: ByteView] = [:]
  private var profilePartCount = 0

  init(_ file: ByteView) {
    var position = 2
    while let start = Self.nextMarker(in: file, from: position), let marker = file[start] {
      position = start + 1
      switch marker {
      // Markers that stand alone.
      case 0x01, 0xD0...0xD8: continue
      // The first scan, or the end: no header goes on behind them.
      case 0xDA:
        isInOneScan =
          frame?.isProgressive == false && frame?.isFractional == false
          && file[position + 2] == (frame?.sampling.count).map(UInt8.init(truncatingIfNeeded:))
        return
      case 0xD9: return
      default: break
      }
      guard let claimed = file.u16(position) else { return }
      if claimed < 2 { hasImpossibleLength = true }
      let length = max(claimed, 2)
      guard let segment = file.part(position + 2, length - 2) else { return }
      read(marker, segment)
      position += length
    }
  }

  /// Where the next marker's code stands: after any number of 0xFF. Bytes between segments are passed
  /// over as libjpeg does it, 0xFF followed by zero among them.
  private static func nextMarker(in file: ByteView, from start: Int) -> Int? {
    var position = start
    while let byte = file[position] {
      if byte != 0xFF {
        position += 1
      } else if let code = file[position + 1], code != 0xFF, code != 0 {
        return position + 1
      } else {
        position += 1
      }
    }
    return nil
  }

  private mutating func read(_ marker: UInt8, _ segment: ByteView) {
    switch marker {
    case 0xC0...0xCF where marker != 0xC4 && marker != 0xC8 && marker != 0xCC, 0xF7:
      if frame == nil { frame = Self.frame(marker, segment) }
    case 0xE1 where segment.begins(with: "Exif\0"):
      if exif == nil { exif = EXIF(segment) }
    case 0xE2 where segment.begins(with: "ICC_PROFILE\0"):
      if let number = segment[12], let count = segment[13] {
        profileParts[Int(number)] = segment.from(14)
        profilePartCount = Int(count)
      }
    case 0xE2 where segment.begins(with: "MPF\0"): hasFurtherPictures = true
    default: break
    }
  }

  private static func frame(_ marker: UInt8, _ segment: ByteView) -> Frame? {
    guard let precision = segment[0], let height = segment.u16(1), let width = segment.u16(3),
      let count = segment[5]
    else { return nil }
    let sampling = (0..<Int(count)).compactMap { index in
      segment[6 + index * 3 + 1].map { (across: Int($0 >> 4), down: Int($0 & 15)) }
    }
    // The standard knows 2 to 16 bits; another number is damage and no rare coding.
    guard (2...16).contains(precision), count > 0, sampling.count == Int(count) else { return nil }
    return Frame(
      marker: marker, precision: Int(precision), width: width, height: height, sampling: sampling)
  }

  /// The colour profile, when all of its parts are there.
  var profile: ICCProfile? { profileBytes.flatMap { ICCProfile(ByteView($0)) } }

  /// Whether there is a profile at all, whole or not.
  var hasProfile: Bool { !profileParts.isEmpty }

  var profileBytes: [UInt8]? {
    guard profilePartCount > 0 else { return nil }
    var whole: [UInt8] = []
    for number in 1...profilePartCount {
      guard let part = profileParts[number] else { return nil }
      whole += part.copied
    }
    return whole
  }

  /// What the header says of the picture; nothing without a frame header or with a side of zero.
  var facts: ImageFacts? {
    guard let frame, frame.width > 0, frame.height > 0 else { return nil }
    var facts = ImageFacts(
      codedSize: PixelSize(width: frame.width, height: frame.height), depth: frame.precision,
      channels: frame.sampling.count)
    facts.coding = ImageFacts.Coding(
      isProgressive: frame.isProgressive, rare: frame.rareCoding, sampling: frame.samplingName)
    if let exif { facts.take(exif) }
    if let profile { facts.color = profile.colorSpace }
    if frame.sampling.count == 4 { facts.color = .cmyk(profile?.name) }
    return facts
  }
}
