internal import CEncoders
internal import FixtureScenes

/// The two ways in which HEIF pictures are coded.
enum HEIFCodec: String, CaseIterable {
  case hevc = "heic"
  case av1 = "avif"

  /// The suffix, brand and format name of its files.
  var suffix: String { rawValue }
  var brands: [String] { self == .hevc ? ["mif1", "heic"] : ["avif", "mif1", "miaf"] }
  /// The type of its items, and the property that describes their coding.
  var item: String { self == .hevc ? "hvc1" : "av01" }
  var description: String { self == .hevc ? "hvcC" : "av1C" }
}

/// How a picture is written as HEIF.
struct HEIFCoding {
  enum Sampling: Int32 {
    case all = 444
    case halfAcross = 422
    case half = 420
  }

  var codec = HEIFCodec.hevc
  var quality = 50
  var sampling = Sampling.half
  var depth = 8
  var isGrey = false
  var isLossless = false
  /// The code of red, green and blue inside the coded data: 1 is sRGB's.
  var primaries = 1

  /// libheif 1.15 requires a profile of AV1 that has ten bits only with half the colours across.
  static func tenBits(_ codec: HEIFCodec) -> HEIFCoding {
    HEIFCoding(codec: codec, sampling: codec == .av1 ? .halfAcross : .half, depth: 10)
  }
}

extension Picture {
  /// The picture as one item, with properties for its coding, size and bits.
  func item(_ coding: HEIFCoding) throws(FixtureError) -> HEIFFile.Item {
    let samples =
      coding.isGrey
      ? coded(grey, coding.depth)
      : coded(rgba.enumerated().filter { $0.offset % 4 != 3 }.map(\.element), coding.depth)
    return try encoded(samples, coding)
  }

  /// The alpha of the picture, as an item that belongs to another.
  func alphaItem(_ codec: HEIFCodec) throws(FixtureError) -> HEIFFile.Item {
    let levels = stride(from: 3, to: rgba.count, by: 4).map { rgba[$0] }
    let coding = HEIFCoding(codec: codec, quality: 80, isGrey: true)
    var item = try encoded(levels, coding)
    item.properties.append(.alpha)
    item.isHidden = true
    return item
  }

  /// A file of this picture alone.
  func heif(_ coding: HEIFCoding, _ properties: HEIFProperty...) throws(FixtureError) -> HEIFFile {
    var item = try item(coding)
    item.properties += properties
    return HEIFFile(brand: coding.codec.rawValue, compatible: coding.codec.brands, items: [item])
  }

  /// Samples of more than eight bits take two bytes, the low one first.
  private func coded(_ samples: [UInt8], _ depth: Int) -> [UInt8] {
    guard depth > 8 else { return samples }
    return samples.flatMap { sample -> [UInt8] in
      let wide = UInt16(sample) << UInt16(depth - 8) | UInt16(sample) >> UInt16(16 - depth)
      return [UInt8(wide & 255), UInt8(wide >> 8)]
    }
  }

  /// libheif writes a whole file; only the coded picture and its description are used.
  private func encoded(_ samples: [UInt8], _ coding: HEIFCoding) throws(FixtureError)
    -> HEIFFile.Item
  {
    var options = castbook_heif_options(
      width: Int32(width), height: Int32(height), av1: coding.codec == .av1,
      grey: coding.isGrey, depth: Int32(coding.depth), chroma: coding.sampling.rawValue,
      lossless: coding.isLossless, quality: Int32(coding.quality),
      primaries: Int32(coding.primaries))
    var out = unsafe castbook_bytes()
    guard unsafe castbook_heif_encode(samples, &options, &out) else { throw .refused("HEIF") }
    let file = BoxedFile(bytes: unsafe taken(&out))
    let codec = coding.codec
    let data = try file.content(of: ["mdat"])
    let description = try file.content(of: ["meta", "iprp", "ipco", codec.description])
    return HEIFFile.Item(
      type: codec.item, data: data,
      properties: [
        HEIFProperty(type: codec.description, content: description, isEssential: true),
        .size(width, height), .bits(coding.depth, channels: coding.isGrey ? 1 : 3),
      ])
  }
}

/// A file of boxes, for looking up one of them.
private struct BoxedFile {
  let bytes: [UInt8]

  /// The contents of a box, found by the types of the boxes around it.
  func content(of path: [String]) throws(FixtureError) -> [UInt8] {
    var range = 0..<bytes.count
    for name in path {
      guard let found = place(of: name, in: range) else { throw .missing("box \(name)") }
      // `meta` has a version before its boxes.
      range = found.dropFirst(name == "meta" ? 4 : 0)
    }
    return Array(bytes[range])
  }

  private func place(of name: String, in range: Range<Int>) -> Range<Int>? {
    var start = range.lowerBound
    while start + 8 <= range.upperBound {
      let short = number(at: start, count: 4)
      let head = short == 1 ? 16 : 8
      let length = short == 1 ? number(at: start + 8, count: 8) : short
      guard length >= head, start + length <= range.upperBound else { return nil }
      if Array(bytes[(start + 4)..<(start + 8)]) == [UInt8](name) {
        return (start + head)..<(start + length)
      }
      start += length
    }
    return nil
  }

  private func number(at start: Int, count: Int) -> Int {
    bytes[start..<min(bytes.count, start + count)].reduce(0) { $0 << 8 | Int($1) }
  }
}
