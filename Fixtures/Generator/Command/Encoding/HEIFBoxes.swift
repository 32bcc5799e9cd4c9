/// A box of the MPEG family: its length, four letters, and its contents.
func box(_ type: String, _ parts: [UInt8]...) -> [UInt8] {
  let content = parts.flatMap { $0 }
  var box: [UInt8] = []
  box.append(UInt32(8 + content.count), .big)
  box.append(type)
  return box + content
}

/// A box that begins with a version and flags.
func fullBox(_ type: String, version: UInt8 = 0, flags: UInt32 = 0, _ parts: [UInt8]...)
  -> [UInt8]
{
  var head: [UInt8] = []
  head.append(UInt32(version) << 24 | flags, .big)
  return box(type, head + parts.flatMap { $0 })
}

/// Consecutive big-endian numbers.
func big16(_ numbers: Int...) -> [UInt8] {
  numbers.reduce(into: []) { $0.append(UInt16(truncatingIfNeeded: $1), .big) }
}

func big32(_ numbers: Int...) -> [UInt8] {
  numbers.reduce(into: []) { $0.append(UInt32(truncatingIfNeeded: $1), .big) }
}

/// A HEIF file in parts: items, their properties, and their references. Parts may lie.
struct HEIFFile {
  /// A picture, a grid of pictures, or a block beside them. The first item has number 1.
  struct Item {
    var type: String
    var data: [UInt8]
    var properties: [HEIFProperty] = []
    var isHidden = false
    /// Whether the data are inside the description, in the box `idat`.
    var isInside = false
    /// The content type of an item of type `mime`.
    var contentType: String?
    /// The stated offset and length of the data, for files that lie.
    var claimedOffset: Int?
    var claimedLength: Int?
  }

  /// A relation of one item to others.
  struct Reference {
    var type: String
    var from: Int
    var to: [Int]

    init(_ type: String, from: Int, to: [Int]) {
      self.type = type
      self.from = from
      self.to = to
    }
  }

  var brand: String
  var compatible: [String]
  var items: [Item]
  var references: [Reference] = []
  var primary = 1
  /// Boxes between the description and the data, made from the offsets of the items' data.
  var between: @Sendable (_ offsets: [Int]) -> [UInt8] = { _ in [] }
  /// Boxes of the description that are not written.
  var leavesOut: Set<String> = []

  var bytes: [UInt8] {
    let brands = box("ftyp", [UInt8](brand), big32(0), compatible.flatMap { [UInt8]($0) })
    let nowhere = items.map { _ in 0 }
    let start = brands.count + meta(nowhere).count + between(nowhere).count + 8
    var offsets: [Int] = []
    var data: [UInt8] = []
    var inside = 0
    for item in items {
      offsets.append(item.isInside ? inside : start + data.count)
      if item.isInside { inside += item.data.count } else { data += item.data }
    }
    return brands + meta(offsets) + between(offsets) + box("mdat", data)
  }
}

/// A property of an item: its coding, its size, its rotation.
struct HEIFProperty: Equatable {
  let type: String
  let content: [UInt8]
  var isEssential = false

  static func size(_ width: Int, _ height: Int) -> HEIFProperty {
    HEIFProperty(type: "ispe", content: big32(0, width, height))
  }

  static func bits(_ depth: Int, channels: Int) -> HEIFProperty {
    HEIFProperty(
      type: "pixi",
      content: big32(0) + [UInt8(channels)]
        + [UInt8](repeating: UInt8(depth), count: channels))
  }

  /// A rotation to the left by quarter turns.
  static func turned(_ quarters: UInt8) -> HEIFProperty {
    HEIFProperty(type: "irot", content: [quarters], isEssential: true)
  }

  /// A mirrored picture: upside down for 0, left to right for 1.
  static func mirrored(_ mode: UInt8) -> HEIFProperty {
    HEIFProperty(type: "imir", content: [mode], isEssential: true)
  }

  /// The visible part of a picture, by its size and the offset of its centre.
  static func aperture(_ width: Int, _ height: Int, right: Int = 0, down: Int = 0, over: Int = 1)
    -> HEIFProperty
  {
    HEIFProperty(
      type: "clap", content: big32(width, over, height, over, right, over, down, over),
      isEssential: true)
  }

  /// Colours by code: primaries, transfer curve, matrix; full range.
  static func numbers(_ primaries: Int, _ transfer: Int, _ matrix: Int) -> HEIFProperty {
    HEIFProperty(
      type: "colr", content: [UInt8]("nclx") + big16(primaries, transfer, matrix) + [0x80])
  }

  static func profile(_ profile: ColorProfile) -> HEIFProperty {
    HEIFProperty(type: "colr", content: [UInt8]("prof") + profile.bytes)
  }

  /// Says that a picture is the alpha channel of another.
  static let alpha = HEIFProperty(
    type: "auxC", content: big32(0) + [UInt8]("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha") + [0])
}

extension HEIFFile {
  /// The description: a box full of boxes.
  private func meta(_ offsets: [Int]) -> [UInt8] {
    let handler = fullBox("hdlr", big32(0), [UInt8]("pict"), big32(0, 0, 0), [0])
    let parts = [
      ("hdlr", handler), ("pitm", fullBox("pitm", big16(primary))), ("iinf", names),
      ("iref", links), ("iprp", said), ("iloc", places(offsets)), ("idat", within),
    ]
    let written = parts.filter { !leavesOut.contains($0.0) }.flatMap(\.1)
    return leavesOut.contains("meta") ? [] : fullBox("meta", written)
  }

  private var names: [UInt8] {
    let entries = items.enumerated().flatMap { index, item in
      fullBox(
        "infe", version: 2, flags: item.isHidden ? 1 : 0, big16(index + 1, 0),
        [UInt8](item.type), [0], item.contentType.map { [UInt8]($0) + [0] } ?? [])
    }
    return fullBox("iinf", big16(items.count), entries)
  }

  private var links: [UInt8] {
    guard !references.isEmpty else { return [] }
    return fullBox(
      "iref",
      references.flatMap { link in
        box(
          link.type, big16(link.from, link.to.count), link.to.flatMap { big16($0) })
      })
  }

  /// The properties, each of them once; items refer to them by number.
  private var said: [UInt8] {
    var known: [HEIFProperty] = []
    var table: [UInt8] = []
    let speakers = items.enumerated().filter { !$0.element.properties.isEmpty }
    for (index, item) in speakers {
      table += big16(index + 1) + [UInt8(item.properties.count)]
      for property in item.properties {
        if !known.contains(property) { known.append(property) }
        let number = UInt8((known.firstIndex(of: property) ?? 0) + 1)
        table.append(property.isEssential ? number | 0x80 : number)
      }
    }
    let boxes = known.flatMap { box($0.type, $0.content) }
    return box("iprp", box("ipco", boxes), fullBox("ipma", big32(speakers.count), table))
  }

  private func places(_ offsets: [Int]) -> [UInt8] {
    // Offsets and lengths of four bytes, no base.
    let entries = zip(items, offsets).enumerated().flatMap { index, pair in
      let (item, offset) = pair
      return big16(index + 1, item.isInside ? 1 : 0, 0, 1)
        + big32(item.claimedOffset ?? offset, item.claimedLength ?? item.data.count)
    }
    return fullBox("iloc", version: 1, [0x44, 0], big16(items.count), entries)
  }

  private var within: [UInt8] {
    let data = items.filter(\.isInside).flatMap(\.data)
    return data.isEmpty ? [] : box("idat", data)
  }
}
