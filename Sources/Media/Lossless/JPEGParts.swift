/// The segments of a JPEG, for writing the same coded picture with other segments.
///
/// The coded data are copied, so the pixels stay exactly the same.
package struct JPEGParts {
  /// A segment with its marker, and the coded data after it if it begins a scan.
  struct Part {
    /// The low byte of the marker.
    let marker: UInt8
    /// The content without marker and length, or `nil` if the length is impossible.
    let data: Range<Int>?
    /// The whole segment in the file, including the coded data of a scan.
    let whole: Range<Int>
  }

  private let bytes: [UInt8]
  /// The segments in their order, without the start and end markers.
  private(set) var parts: [Part] = []

  /// Divides a file into segments, or returns `nil` if they can't be followed to the last
  /// scan's end.
  ///
  /// Stray bytes between segments are skipped, as readers do.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var position = 2
    while let code = ByteView(bytes).jpegMarker(from: position), bytes[code] != 0xD9 {
      position = code + 1
      switch bytes[code] {
      // A marker without a segment belongs to coded data.
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

  /// The content of the frame header, or `nil` if it is malformed.
  var frame: Range<Int>? { parts.first { Self.isFrame($0.marker) }?.data }

  /// The segments of the ICC profile, in as many parts as it has.
  var profile: [Part] { parts.filter { begins($0, 0xE2, with: "ICC_PROFILE\0") } }

  /// Whether the file has Adobe's segment about its colours.
  var hasAdobe: Bool { parts.contains { begins($0, 0xEE, with: "Adobe") } }

  /// Returns the bytes of segments as they are in the file.
  func copied(_ parts: [Part]) -> [UInt8] { parts.flatMap { bytes[$0.whole] } }

  /// Returns whether a marker begins a frame header.
  private static func isFrame(_ marker: UInt8) -> Bool {
    (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
  }

  /// Returns whether a segment is needed to decode the picture.
  private static func isNeeded(_ marker: UInt8) -> Bool { marker < 0xE0 }

  /// Returns the segment whose marker's code is at an offset, or `nil` if the file ends in
  /// it.
  private static func part(of bytes: [UInt8], _ code: Int) -> Part? {
    guard code + 2 < bytes.count else { return nil }
    let claimed = Int(bytes[code + 1]) << 8 | Int(bytes[code + 2])
    var end = code + 1 + max(claimed, 2)
    guard end <= bytes.count else { return nil }
    let data = claimed < 2 ? nil : code + 3..<end
    if bytes[code] == 0xDA { end = endOfScan(in: bytes, from: end) }
    return Part(marker: bytes[code], data: data, whole: code - 1..<end)
  }

  /// Returns the offset where coded data end: before the next marker, or at the end of the
  /// file.
  private static func endOfScan(in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while let mark = bytes[position...].firstIndex(of: 0xFF) {
      var code = mark + 1
      while code < bytes.count, bytes[code] == 0xFF { code += 1 }
      // A marker that is cut in half does not count.
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

  /// Returns the same coded picture without metadata.
  ///
  /// EXIF, XMP, comments, additional pictures and everything after the end are left out. What
  /// remains says how to interpret the colours, with the profile and the Content
  /// Credentials if they are requested. A missing end marker is added. The result is `nil` if
  /// the segments can't be followed.
  ///
  /// ```swift
  /// guard let clean = JPEGParts.stripped(bytes, keepingProfile: true) else { return nil }
  /// ```
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
        // Only the defined fields are kept, without anything after them.
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

  /// The offsets of the segments with Content Credentials.
  ///
  /// A box of JUMBF may fill several segments, and only the first of them names its kind.
  private var credentials: Set<Int> {
    let segments = parts.filter { begins($0, 0xEB, with: "JP") && ($0.data?.count ?? 0) > 16 }
    // The segments of a box share a number.
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

  /// The JFIF segment without its thumbnail, or `nil` if the file has none.
  private var fileHeader: [UInt8]? {
    guard let data = parts.first(where: { begins($0, 0xE0, with: "JFIF\0") })?.data,
      data.count >= 14
    else { return nil }
    return [0xFF, 0xE0, 0, 16] + bytes[data].prefix(12) + [0, 0]
  }

  /// Returns whether a segment is Adobe's, and readers would misinterpret the colours without
  /// it.
  ///
  /// Three components are luma and chroma unless the segment states otherwise, and inks are
  /// stored inverted if it is present.
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
