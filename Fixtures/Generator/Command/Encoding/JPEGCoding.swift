internal import CEncoders
internal import FixtureScenes

/// How a picture is written as JPEG.
struct JPEGCoding {
  enum Content {
    case color, grey, cmyk, ycck, plainRGB
  }

  /// Luma samples for one of chroma, across and down.
  enum Sampling: String, CaseIterable {
    case full = "444"
    case half = "422"
    case quarter = "420"
    case strip = "411"
    case tall = "440"

    var factors: (across: Int32, down: Int32) {
      switch self {
      case .full: (1, 1)
      case .half: (2, 1)
      case .quarter: (2, 2)
      case .strip: (4, 1)
      case .tall: (1, 2)
      }
    }
  }

  var content = Content.color
  var quality = 85
  var sampling = Sampling.quarter
  var isProgressive = false
  var isOptimised = true
  var isArithmetic = false
  var hasAdobe = false
  var hasJFIF = true
  /// The restart interval in coded units; 0 for none.
  var restartInterval = 0
  /// The number of scans of a grey progressive file, to make more of them than usual; 0 for
  /// libjpeg's own.
  var scans = 0
  var segments: [JPEGSegment] = []
}

/// An APPn or COM segment.
struct JPEGSegment {
  let marker: UInt8
  let payload: [UInt8]

  static func app(_ number: UInt8, _ payload: [UInt8]) -> JPEGSegment {
    JPEGSegment(marker: 0xE0 + number, payload: payload)
  }

  static func exif(_ block: [UInt8]) -> JPEGSegment {
    .app(1, [UInt8]("Exif\0\0") + block)
  }

  static func xmp(_ packet: String) -> JPEGSegment {
    .app(1, [UInt8]("http://ns.adobe.com/xap/1.0/\0" + packet))
  }

  static func comment(_ text: String) -> JPEGSegment {
    JPEGSegment(marker: 0xFE, payload: [UInt8](text))
  }

  /// A colour profile in `pieces` segments.
  static func profile(_ profile: [UInt8], pieces: Int = 1) -> [JPEGSegment] {
    let size = (profile.count + pieces - 1) / pieces
    return (0..<pieces).map { piece in
      let part = profile[(piece * size)..<min(profile.count, (piece + 1) * size)]
      let head = [UInt8]("ICC_PROFILE\0") + [UInt8(piece + 1), UInt8(pieces)]
      return .app(2, head + part)
    }
  }

  /// The bytes of the segment, marker and length included.
  var bytes: [UInt8] {
    var bytes: [UInt8] = [0xFF, marker]
    bytes.append(UInt16(payload.count + 2), .big)
    return bytes + payload
  }
}

extension Picture {
  func jpeg(_ coding: JPEGCoding = JPEGCoding()) throws(FixtureError) -> [UInt8] {
    let samples: [UInt8] =
      switch coding.content {
      case .color, .plainRGB: rgba
      case .grey: grey
      case .cmyk, .ycck: invertedInks
      }
    // All payloads are in one block, so one pointer serves every segment.
    let payloads = coding.segments.flatMap(\.payload)
    return try unsafe payloads.withUnsafeBufferPointer { block throws(FixtureError) in
      var offset = 0
      var segments: [castbook_segment] = unsafe []
      for segment in coding.segments {
        let start = unsafe block.baseAddress.map { unsafe $0 + offset }
        unsafe segments.append(
          castbook_segment(
            marker: Int32(segment.marker), start: start, count: segment.payload.count))
        offset += segment.payload.count
      }
      return try unsafe encode(samples, coding, segments)
    }
  }

  private func encode(
    _ samples: [UInt8], _ coding: JPEGCoding, _ segments: [castbook_segment]
  ) throws(FixtureError) -> [UInt8] {
    let factors: (across: Int32, down: Int32) =
      coding.content == .grey || coding.content == .cmyk || coding.content == .plainRGB
      ? (1, 1) : coding.sampling.factors
    return try unsafe segments.withUnsafeBufferPointer { list throws(FixtureError) in
      var options = unsafe castbook_jpeg_options(
        width: Int32(width), height: Int32(height), kind: coding.content.code,
        quality: Int32(coding.quality), luma_across: factors.across, luma_down: factors.down,
        progressive: coding.isProgressive,
        // libjpeg has no second pass for arithmetic coding, which needs no tables.
        optimised: coding.isOptimised && !coding.isArithmetic,
        arithmetic: coding.isArithmetic, adobe: coding.hasAdobe, jfif: coding.hasJFIF,
        restart_interval: Int32(coding.restartInterval), scans: Int32(coding.scans),
        segments: list.baseAddress, segment_count: list.count)
      var out = unsafe castbook_bytes()
      guard unsafe castbook_jpeg_encode(samples, &options, &out) else { throw .refused("JPEG") }
      return unsafe taken(&out)
    }
  }
}

extension JPEGCoding.Content {
  fileprivate var code: Int32 {
    let code =
      switch self {
      case .color: castbook_jpeg_rgb
      case .grey: castbook_jpeg_grey
      case .cmyk: castbook_jpeg_cmyk
      case .ycck: castbook_jpeg_ycck
      case .plainRGB: castbook_jpeg_plain_rgb
      }
    return Int32(code)
  }
}

/// Bytes from the C heap as an array; the C block is freed.
func taken(_ bytes: inout castbook_bytes) -> [UInt8] {
  let array = unsafe [UInt8](UnsafeBufferPointer(start: bytes.start, count: bytes.count))
  unsafe castbook_bytes_free(&bytes)
  return array
}
