internal import CEncoders

/// The parts of a valid JPEG file, for tests that damage it.
struct JPEGLayout {
  struct Part {
    let marker: UInt8
    /// The offset of the 0xFF.
    let offset: Int
    /// The offset of the payload, after the two length bytes.
    let payload: Int
    let end: Int
  }

  let parts: [Part]

  init(_ bytes: [UInt8]) {
    var parts: [Part] = []
    var at = 2
    while at + 3 < bytes.count {
      // Entropy-coded data: a 0xFF in it is followed by zero or a restart number.
      guard bytes[at] == 0xFF, bytes[at + 1] != 0, !(0xD0...0xD7).contains(bytes[at + 1]) else {
        at += 1
        continue
      }
      let end = at + 2 + bytes.big16(at: at + 2)
      parts.append(Part(marker: bytes[at + 1], offset: at, payload: at + 4, end: end))
      at = end
    }
    self.parts = parts
  }

  /// The first segment with this marker.
  func part(_ marker: UInt8) throws(FixtureError) -> Part {
    guard let part = parts.first(where: { $0.marker == marker }) else {
      throw .missing("marker \(marker)")
    }
    return part
  }

  /// The frame header of any coding.
  func frame() throws(FixtureError) -> Part {
    let markers: Set<UInt8> = [0xC0, 0xC1, 0xC2, 0xC9, 0xCA]
    guard let part = parts.first(where: { markers.contains($0.marker) }) else {
      throw .missing("frame header")
    }
    return part
  }

  /// The first scan's header; the coded data begin at its end.
  func scan() throws(FixtureError) -> Part { try part(0xDA) }
}

/// libjpeg's result for reading every coefficient.
enum JPEGVerdict: Equatable {
  case sound
  /// It warned, first with this code.
  case warned(Int32)
  /// It refused the file.
  case refused

  static let badHuffmanCode = JPEGVerdict.warned(castbook_jpeg_bad_huffman())
  static let hitMarker = JPEGVerdict.warned(castbook_jpeg_hit_marker())

  init(_ bytes: [UInt8]) {
    let verdict = unsafe castbook_jpeg_read_through(bytes, bytes.count)
    if verdict.warnings < 0 {
      self = .refused
    } else {
      self = verdict.warnings == 0 ? .sound : .warned(verdict.first)
    }
  }
}

extension [UInt8] {
  /// Changes one byte of the coded data so that libjpeg gives `verdict`: the first suitable one
  /// from `fraction` of the scan on.
  func damagedScan(from fraction: (Int, Int), until verdict: JPEGVerdict) throws(FixtureError)
    -> [UInt8]
  {
    let start = try JPEGLayout(self).scan().end
    let first = start + (count - start) * fraction.0 / fraction.1
    for at in first..<(count - 2) where self[at] != 0xFF && self[at - 1] != 0xFF {
      for flip: UInt8 in [0x01, 0x10, 0x55, 0x80] where self[at] ^ flip != 0xFF {
        let damaged = replacing(at: at, with: [self[at] ^ flip])
        if JPEGVerdict(damaged) == verdict { return damaged }
      }
    }
    throw .missing("place to damage")
  }
}
