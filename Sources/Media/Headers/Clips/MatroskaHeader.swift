internal import Model

/// The header of a WebM or Matroska: nested elements, each with an id, a length and content.
struct MatroskaHeader {
  /// The size of the first video track, or `nil` if none was found yet.
  private var size: PixelSize?
  /// The nanoseconds in each of the file's time units.
  private var scale = 1_000_000
  /// The duration in the file's time units, or `nil` if it was not found yet.
  private var duration: Double?
  /// The number of elements that may still be read, a bound on the work for a hostile file.
  private var budget = 20_000

  /// The ids of the elements that are read.
  private enum Element {
    static let segment = 0x1853_8067
    static let info = 0x1549_A966
    static let scale = 0x2A_D7B1
    static let duration = 0x4489
    static let tracks = 0x1654_AE6B
    static let track = 0xAE
    static let kind = 0x83
    static let video = 0xE0
    static let width = 0xB0
    static let height = 0xBA
    static let tags = 0x1254_C367
    static let tag = 0x7373
    static let simpleTag = 0x67C8
    static let tagName = 0x45A3
    static let tagText = 0x4487
  }

  /// Returns the size and duration in the header, or `nil` if it states neither.
  static func facts(of file: ByteView) -> ClipFacts? {
    var header = MatroskaHeader()
    header.read(file)
    let facts = ClipFacts(size: header.size, milliseconds: header.milliseconds)
    return facts.size == nil && facts.milliseconds == nil ? nil : facts
  }

  /// Returns the text of the first tag with a name, in upper or lower case; `nil` if there is none.
  static func tag(_ name: String, in file: ByteView) -> ByteView? {
    var header = MatroskaHeader()
    guard
      let segment = header.elements(in: file, limit: 8).first(where: {
        $0.id == Element.segment
      })
    else { return nil }
    for tags in header.elements(in: segment.content, limit: 10_000)
    where tags.id == Element.tags {
      for tag in header.elements(in: tags.content, limit: 100) where tag.id == Element.tag {
        for simple in header.elements(in: tag.content, limit: 1000)
        where simple.id == Element.simpleTag {
          let parts = header.elements(in: simple.content, limit: 100)
          guard let own = parts.first(where: { $0.id == Element.tagName }),
            String(decoding: own.content.slice, as: UTF8.self).lowercased() == name,
            let text = parts.first(where: { $0.id == Element.tagText })
          else { continue }
          return text.content
        }
      }
    }
    return nil
  }

  /// Reads the elements of the segment until size and duration are known.
  private mutating func read(_ file: ByteView) {
    guard let segment = elements(in: file, limit: 8).first(where: { $0.id == Element.segment })
    else { return }
    for element in elements(in: segment.content, limit: 10_000) {
      if element.id == Element.info { readInfo(element.content) }
      if element.id == Element.tracks, size == nil { readTracks(element.content) }
      if size != nil, duration != nil { return }
    }
  }

  private mutating func readInfo(_ info: ByteView) {
    for element in elements(in: info, limit: 100) {
      switch element.id {
      case Element.scale: scale = Self.number(element.content) ?? scale
      case Element.duration: duration = Self.fraction(element.content)
      default: break
      }
    }
  }

  /// Reads the size of the first video track, which is a track of kind 1.
  private mutating func readTracks(_ tracks: ByteView) {
    for track in elements(in: tracks, limit: 100) where track.id == Element.track {
      let parts = elements(in: track.content, limit: 100)
      let kind = parts.first { $0.id == Element.kind }.flatMap { Self.number($0.content) }
      guard kind == 1, let video = parts.first(where: { $0.id == Element.video }) else { continue }
      let sides = elements(in: video.content, limit: 100)
      func side(_ id: Int) -> Int? {
        sides.first { $0.id == id }.flatMap { Self.number($0.content) }
      }
      size = PixelSize(stated: side(Element.width), side(Element.height))
      return
    }
  }

  /// The duration in milliseconds, or `nil` if it is missing or implausible.
  private var milliseconds: Int? {
    guard let duration else { return nil }
    let length = duration * Double(scale) / 1_000_000
    return length >= 1 && length < 1e12 ? Int(length.rounded()) : nil
  }

  /// Returns consecutive elements; one of unknown length extends to the end.
  private mutating func elements(
    in bytes: ByteView, limit: Int
  ) -> [(id: Int, content: ByteView)] {
    var elements: [(Int, ByteView)] = []
    var position = 0
    while elements.count < limit, budget > 0,
      let id = Self.variable(bytes, position, keepsMarker: true),
      let length = Self.variable(bytes, position + id.count, keepsMarker: false)
    {
      budget -= 1
      let start = position + id.count + length.count
      let rest = max(0, bytes.count - start)
      let isUnknown = length.value == 1 << (7 * length.count) - 1
      let inside = isUnknown ? rest : min(length.value, rest)
      guard let content = bytes.part(start, inside) else { break }
      elements.append((id.value, content))
      position = start + inside
    }
    return elements
  }

  /// Reads a number whose leading zero bits tell how many bytes it takes.
  ///
  /// Ids keep the marker bit after those zeros; lengths don't.
  private static func variable(
    _ bytes: ByteView, _ offset: Int, keepsMarker: Bool
  ) -> (value: Int, count: Int)? {
    guard let first = bytes[offset], first != 0 else { return nil }
    let count = first.leadingZeroBitCount + 1
    guard count <= (keepsMarker ? 4 : 8), let value = bytes.number(offset, count) else {
      return nil
    }
    return (keepsMarker ? value : value & (1 << (7 * count) - 1), count)
  }

  /// Returns an unsigned integer of 1 to 8 bytes, or `nil` if `Int` can't hold it.
  private static func number(_ content: ByteView) -> Int? {
    guard (1...8).contains(content.count) else { return nil }
    let number = content.copied.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: number)
  }

  /// Returns a floating-point number of 4 or 8 bytes, or `nil` for other lengths.
  private static func fraction(_ content: ByteView) -> Double? {
    let bits = content.copied.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch content.count {
    case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case 8: return Double(bitPattern: bits)
    default: return nil
    }
  }
}
