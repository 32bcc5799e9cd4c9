internal import FixtureScenes

extension HEIFFile {
  /// The file with an EXIF block that belongs to its first item. Phones put `Exif` and two zeros
  /// before the block, and say so.
  func withEXIF(_ block: EXIFBlock, isIntroduced: Bool = false) -> HEIFFile {
    let introduction = isIntroduced ? big32(6) + [UInt8]("Exif\0\0") : big32(0)
    return with(Item(type: "Exif", data: introduction + block.bytes), as: "cdsc")
  }

  func withXMP(_ packet: String) -> HEIFFile {
    with(
      Item(type: "mime", data: [UInt8](packet), contentType: "application/rdf+xml"), as: "cdsc")
  }

  /// The file with an additional item that refers to the first: a block beside it, its alpha, a
  /// smaller copy of it.
  func with(_ item: Item, as link: String) -> HEIFFile {
    var copy = self
    copy.items.append(item)
    copy.references.append(Reference(link, from: copy.items.count, to: [1]))
    return copy
  }

  /// A copy whose first item is changed.
  func changing(_ change: (inout Item) -> Void) -> HEIFFile {
    var copy = self
    change(&copy.items[0])
    return copy
  }

  /// A copy whose first item has another property of a type, or none if `property` is `nil`.
  func saying(_ property: HEIFProperty?, insteadOf type: String) -> HEIFFile {
    changing { item in
      item.properties = item.properties.compactMap { $0.type == type ? property : $0 }
    }
  }

  func without(_ boxes: String...) -> HEIFFile {
    var copy = self
    copy.leavesOut.formUnion(boxes)
    return copy
  }
}

/// The layout of a grid of tiles: rows and columns, and the visible size.
struct HEIFGrid {
  var columns = 2
  var rows = 2
  var width: Int
  var height: Int

  var bytes: [UInt8] {
    [0, 0, UInt8(rows - 1), UInt8(columns - 1)] + big16(width, height)
  }
}

extension Picture {
  /// The picture in four tiles as phones store it: the grid first, then the hidden tiles. The last
  /// column and row are cut at the edge of the picture, and the tiles are padded beyond it.
  func heifGrid(
    _ coding: HEIFCoding, tile: Int, _ properties: HEIFProperty...
  ) throws(FixtureError) -> HEIFFile {
    let columns = (width + tile - 1) / tile
    let rows = (height + tile - 1) / tile
    let grid = HEIFGrid(columns: columns, rows: rows, width: width, height: height)
    var items = [
      HEIFFile.Item(
        type: "grid", data: grid.bytes,
        properties: [.size(width, height), .bits(coding.depth, channels: 3)] + properties,
        isInside: true)
    ]
    for row in 0..<rows {
      for column in 0..<columns {
        var item = try part(x: column * tile, y: row * tile, width: tile, height: tile)
          .item(coding)
        item.isHidden = true
        items.append(item)
      }
    }
    return HEIFFile(
      brand: coding.codec.rawValue, compatible: coding.codec.brands, items: items,
      references: [HEIFFile.Reference("dimg", from: 1, to: Array(2...items.count))])
  }

  /// A part of the picture; beyond its border the edge is repeated.
  private func part(x: Int, y: Int, width: Int, height: Int) -> Picture {
    var part = Picture(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width {
        part.set(
          column, row, color(min(x + column, self.width - 1), min(y + row, self.height - 1)))
      }
    }
    return part
  }
}
