/// A JPEG as the parts that it is written in, for writing it anew with other parts and the same coded data.
package struct JPEGParts {
  /// A segment with its marker, and the coded data behind it where it begins a scan.
  struct Part {
    /// The low byte of its marker.
    let marker: UInt8
    /// What it holds, without its marker and length; nothing for a length that is impossible.
    let data: Range<Int>?
    /// All of it, as it stands in the file.
    let whole: Range<Int>
  }

  private let bytes: [UInt8]
  /// In their order, without the marks of start and end.
  private(set) var parts: [Part] = []

  /// Nothing where the parts can't be followed from the first to the end of the last scan. Bytes between
  /// them are passed over, as readers do it.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var position = 2
    while let code = Self.nextMarker(in: bytes, from: position), bytes[code] != 0xD9 {
      position = code + 1
      switch bytes[code] {
      // What stands alone belongs into coded data.
      case 0x01, 0xD0...0xD7: continue
      case 0xC0...0xC7, 0xC9...0xCF, 0xDA...0xEF, 0xFE:
        guard let part = Self.part(of: bytes, code) else { return nil }
        parts.append(part)
        position = part.whole.upperBound
      default: return nil
      }
    }
    guard scanCount > 0, parts.count(where: { Self.isFrame($0.marker) }) == 1,
      parts.allSatisfy({ $0.data != nil || !Self.isNeeded($0.marker) })
    else { return nil }
  }

  var scanCount: Int { parts.count { $0.marker == 0xDA } }

  /// The header of the frame: what it holds stands at this place.
  var frame: Range<Int>? { parts.first { Self.isFrame($0.marker) }?.data }

  /// The profile, in as many pieces as it has.
  var profile: [Part] { parts.filter { begins($0, 0xE2, with: "ICC_PROFILE\0") } }

  /// Whether Adobe's word on its colours is there.
  var hasAdobe: Bool { parts.contains { begins($0, 0xEE, with: "Adobe") } }

  /// The parts as they stand in the file.
  func copied(_ parts: [Part]) -> [UInt8] { parts.flatMap { bytes[$0.whole] } }

  private static func isFrame(_ marker: UInt8) -> Bool {
    (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
  }

  /// Whether a part is more than a note beside the picture.
  private static func isNeeded(_ marker: UInt8) -> Bool { marker < 0xE0 }

  /// Where the next marker's code stands.
  private static func nextMarker(in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + 1 < bytes.count {
      if bytes[position] == 0xFF, bytes[position + 1] != 0xFF, bytes[position + 1] != 0 {
        return position + 1
      }
      position += 1
    }
    return nil
  }

  private static func part(of bytes: [UInt8], _ code: Int) -> Part? {
    guard code + 2 < bytes.count else { return nil }
    let claimed = Int(bytes[code + 1]) << 8 | Int(bytes[code + 2])
    var end = code + 1 + max(claimed, 2)
    guard end <= bytes.count else { return nil }
    let data = claimed < 2 ? nil : code + 3..<end
    if bytes[code] == 0xDA { end = endOfScan(in: bytes, from: end) }
    return Part(marker: bytes[code], data: data, whole: code - 1..<end)
  }

  /// Where coded data end: in front of a marker that is none of theirs, or at the file's end.
  private static func endOfScan(in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while let mark = bytes[position...].firstIndex(of: 0xFF) {
      var code = mark + 1
      while code < bytes.count, bytes[code] == 0xFF { code += 1 }
      // A marker that is cut off in its midst is none.
      guard code < bytes.count, bytes[code] == 0 || (0xD0...0xD7).contains(bytes[code]) else {
        return mark
      }
      position = code + 1
    }
    return bytes.count
  }

  private func begins(_ part: Part, _ marker: UInt8, with name: String) -> Bool {
    guard part.marker == marker, let data = part.data else { return false }
    return bytes[data].starts(with: name.utf8)
  }

  /// The same coded picture without what is noted beside it: EXIF, XMP, comments, further pictures and
  /// whatever stands behind its end. Only how its colours are to be understood remains, and its profile
  /// and its Content Credentials where that is asked for. An end mark that is missing is added; nothing where the
  /// parts can't be followed.
  package static func stripped(
    _ bytes: [UInt8], keepingProfile: Bool, keepingCredentials: Bool = false
  ) -> [UInt8]? {
    guard let parts = JPEGParts(bytes) else { return nil }
    let credentials = keepingCredentials ? parts.credentials : []
    var stripped: [UInt8] = []
    stripped.reserveCapacity(bytes.count + 2)
    stripped += [0xFF, 0xD8] + (parts.fileHeader ?? [])
    for part in parts.parts {
      if parts.isAdobeNeeded(part), let data = part.data {
        // Only what is defined, without anything behind it.
        stripped += [0xFF, 0xEE, 0, 14] + bytes[data].prefix(12)
      } else if isNeeded(part.marker)
        || (keepingProfile && parts.begins(part, 0xE2, with: "ICC_PROFILE\0"))
        || credentials.contains(part.whole.lowerBound)
      {
        stripped += bytes[part.whole]
      }
    }
    return stripped + [0xFF, 0xD9]
  }

  /// Where the segments with Content Credentials begin: those of the boxes whose first segment names them.
  private var credentials: Set<Int> {
    let segments = parts.filter { begins($0, 0xEB, with: "JP") && ($0.data?.count ?? 0) > 16 }
    // Segments of one box have the same number.
    func box(_ part: Part) -> [UInt8] {
      part.data.map { Array(bytes[$0].dropFirst(2).prefix(2)) } ?? []
    }
    let named = segments.filter { part in
      part.data.map { data in
        ByteView(Array(bytes[data].prefix(256))).position(of: Array("c2pa".utf8)) != nil
      } ?? false
    }
    let boxes = Set(named.map(box))
    return Set(segments.filter { boxes.contains(box($0)) }.map(\.whole.lowerBound))
  }

  /// What says that it is a JFIF file, without a thumbnail.
  private var fileHeader: [UInt8]? {
    guard let data = parts.first(where: { begins($0, 0xE0, with: "JFIF\0") })?.data,
      data.count >= 14
    else { return nil }
    return [0xFF, 0xE0, 0, 16] + bytes[data].prefix(12) + [0, 0]
  }

  /// Whether a part is Adobe's, and readers would take the colours for others without it: those of three
  /// components are luma and chroma unless it says otherwise, and inks are stored the other way round with it.
  private func isAdobeNeeded(_ part: Part) -> Bool {
    guard begins(part, 0xEE, with: "Adobe"), let data = part.data, data.count >= 12,
      let frame, frame.count > 5
    else { return false }
    let header = Array(bytes[frame])
    let names = (0..<Int(header[5])).compactMap { component in
      6 + 3 * component < header.count ? header[6 + 3 * component] : nil
    }
    switch names.count {
    case 3:
      let isLumaAndChroma = bytes[data.lowerBound + 11] == 1
      return !isLumaAndChroma || (fileHeader == nil && names != [1, 2, 3])
    case 4: return true
    default: return false
    }
  }
}
