internal import Model

/// The segments in front of a JPEG's first scan: size, encoding, and metadata.
struct JPEGHeader {
  /// A frame header: the kind of encoding, and the size.
  struct Frame {
    /// The low byte of the marker: 0xC0 is baseline, 0xC2 is progressive.
    let marker: UInt8
    /// The bits per sample.
    let precision: Int
    /// The width in pixels.
    let width: Int
    /// The height in pixels; 0 if the header leaves it open.
    let height: Int
    /// The horizontal and vertical sampling factors of each component.
    let sampling: [(across: Int, down: Int)]

    /// The name of an encoding that many readers don't support, or `nil` for a common one.
    var rareCoding: String? {
      switch marker {
      // The last of these markers is JPEG-LS.
      case 0xC3, 0xC7, 0xCB, 0xCF, 0xF7: return "lossless"
      case 0xC5, 0xC6, 0xCD, 0xCE: return "hierarchical"
      default: break
      }
      if precision != 8 { return "\(precision)-bit" }
      if marker >= 0xC9 { return "arithmetic" }
      return hasFractionalSampling ? "oddly sampled" : nil
    }

    /// Whether some component's sampling does not divide the largest, such as 2 and 3.
    var hasFractionalSampling: Bool {
      let (across, down) = maximumSampling
      return sampling.contains { component in
        component.across > 0 && component.down > 0
          && (across % component.across != 0 || down % component.down != 0)
      }
    }

    /// The memory for all coefficients, in bytes, as libjpeg lays them out: in whole rows of
    /// blocks.
    var coefficientBytes: Int {
      let (across, down) = maximumSampling
      return sampling.reduce(0) { sum, component in
        let columns = (width * component.across + 8 * across - 1) / (8 * across)
        let rows = (height * component.down + 8 * down - 1) / (8 * down)
        return sum + (columns + 3) * (rows + 3) * 128
      }
    }

    /// The largest horizontal and vertical sampling factors, at least 1.
    var maximumSampling: (across: Int, down: Int) {
      (max(1, sampling.map(\.across).max() ?? 1), max(1, sampling.map(\.down).max() ?? 1))
    }

    /// Whether the coefficients arrive in several passes over the picture.
    var isProgressive: Bool { marker == 0xC2 || marker == 0xCA }

    /// The name of the chroma subsampling, such as `4:2:0`, or `nil` if it has no name.
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

  /// The first frame header, or `nil` if there is none.
  private(set) var frame: Frame?
  /// The first EXIF block, or `nil` if there is none.
  private(set) var exif: EXIF?
  /// Whether the first scan contains every component, so coefficients need not be kept.
  private(set) var isSingleScan = false
  /// Whether a segment's length is less than the two bytes it occupies; libjpeg treats it as
  /// empty.
  private(set) var hasImpossibleLength = false
  /// Whether the header announces more pictures after the end.
  private(set) var hasFurtherPictures = false
  /// The parts of the ICC profile by their number, from 1.
  private var profileParts: [Int: ByteView] = [:]
  private var profilePartCount = 0

  /// Reads the segments up to the first scan, as far as they are in the file.
  init(_ file: ByteView) {
    var position = 2
    while let start = file.jpegMarker(from: position), let marker = file[start] {
      position = start + 1
      switch marker {
      // These markers have no segment.
      case 0x01, 0xD0...0xD8: continue
      // The header ends with the first scan or the end marker.
      case 0xDA:
        isSingleScan =
          frame?.isProgressive == false && frame?.hasFractionalSampling == false
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

  /// Returns a frame header, or `nil` if it is malformed.
  private static func frame(_ marker: UInt8, _ segment: ByteView) -> Frame? {
    guard let precision = segment[0], let height = segment.u16(1), let width = segment.u16(3),
      let count = segment[5]
    else { return nil }
    let sampling = (0..<Int(count)).compactMap { index in
      segment[6 + index * 3 + 1].map { (across: Int($0 >> 4), down: Int($0 & 15)) }
    }
    // The standard allows 2 to 16 bits; any other number is damage rather than a rare
    // encoding.
    guard (2...16).contains(precision), count > 0, sampling.count == Int(count) else { return nil }
    return Frame(
      marker: marker, precision: Int(precision), width: width, height: height, sampling: sampling)
  }

  /// The colour profile, or `nil` unless all of its parts are there.
  var profile: ICCProfile? { profileBytes.flatMap { ICCProfile(ByteView($0)) } }

  /// Whether the file has any part of a profile.
  var hasProfile: Bool { !profileParts.isEmpty }

  /// The bytes of the ICC profile, or `nil` unless all of its parts are there.
  var profileBytes: [UInt8]? {
    guard profilePartCount > 0 else { return nil }
    var whole: [UInt8] = []
    for number in 1...profilePartCount {
      guard let part = profileParts[number] else { return nil }
      whole += part.copied
    }
    return whole
  }

  /// The facts in the header, or `nil` without a frame header or with a side of 0.
  var facts: ImageFacts? {
    guard let frame, frame.width > 0, frame.height > 0 else { return nil }
    var facts = ImageFacts(
      codedSize: PixelSize(width: frame.width, height: frame.height), depth: frame.precision,
      channels: frame.sampling.count)
    facts.coding = ImageFacts.Coding(
      isProgressive: frame.isProgressive, rare: frame.rareCoding, sampling: frame.samplingName)
    if let exif { facts.merge(exif) }
    if let profile { facts.color = profile.colorSpace }
    if frame.sampling.count == 4 { facts.color = .cmyk(profile?.name) }
    return facts
  }
}

extension ByteView {
  /// Returns the offset of the code of the next JPEG marker, or `nil` at the end of the file. Coded
  /// data and stray bytes are skipped.
  func jpegMarker(from start: Int) -> Int? {
    var position = start
    while let next = firstIndex(of: 0xFF, from: position) {
      if let code = self[next + 1], code != 0xFF, code != 0 { return next + 1 }
      position = next + 1
    }
    return nil
  }
}
