internal import Model

/// The items of a HEIF file by their ID: the type of each, its properties, and the items
/// it is derived from.
struct HEIFItems {
  /// The ID of the picture to display.
  private(set) var primary: Int?
  /// The type of each item, such as `hvc1` or `grid`.
  private(set) var types: [Int: String] = [:]
  /// The items that a grid, an overlay or an identity derivation consists of.
  private(set) var components: [Int: [Int]] = [:]
  /// The properties that matter here, in the order in which they apply.
  private var properties: [Int: [Property]] = [:]

  /// A property of an item, as far as it changes the size of the picture.
  private enum Property {
    /// The size of the encoded picture.
    case size(PixelSize)
    /// A rotation in quarter turns.
    case turned(quarters: Int)
    /// The size of a crop (the *clean aperture*).
    case aperture(PixelSize)
    /// A property that does not affect the size.
    case other
  }

  /// Reads the boxes of a `meta` box that describe items.
  init(_ reader: BoxReader, _ description: BoxReader.Box) {
    for box in reader.boxes(of: description, after: 4) {
      let isLong = (reader.number(of: box, 0, 1) ?? 0) > 0
      switch box.type {
      case "pitm": primary = reader.number(of: box, 4, isLong ? 4 : 2)
      case "iinf": readTypes(reader, box, isLong)
      case "iref": readLinks(reader, box, isLong ? 4 : 2)
      case "iprp": readProperties(reader, box)
      default: continue
      }
    }
  }

  private mutating func readTypes(_ reader: BoxReader, _ box: BoxReader.Box, _ isLong: Bool) {
    for entry in reader.boxes(of: box, after: isLong ? 8 : 6) where entry.type == "infe" {
      let version = reader.number(of: entry, 0, 1) ?? 0
      guard version >= 2 else { continue }
      let width = version == 2 ? 2 : 4
      guard let item = reader.number(of: entry, 4, width),
        let type = reader.letters(entry.content.lowerBound + 6 + width, in: entry.content)
      else { continue }
      types[item] = type
    }
  }

  /// Reads the derivations (`dimg` references).
  private mutating func readLinks(_ reader: BoxReader, _ box: BoxReader.Box, _ width: Int) {
    for link in reader.boxes(of: box, after: 4) where link.type == "dimg" {
      guard let from = reader.number(of: link, 0, width),
        let count = reader.number(of: link, width, 2)
      else { continue }
      let available = min(count, link.content.count / width)
      let items = (0..<available).compactMap {
        reader.number(of: link, width + 2 + $0 * width, width)
      }
      components[from, default: []] += items
    }
  }

  /// Reads the properties and their associations with items.
  private mutating func readProperties(_ reader: BoxReader, _ box: BoxReader.Box) {
    let boxes = reader.boxes(of: box)
    let container = boxes.first { $0.type == "ipco" }
    let known = container.map { reader.boxes(of: $0).map { Self.property(reader, $0) } } ?? []
    for table in boxes where table.type == "ipma" {
      let isLong = (reader.number(of: table, 0, 1) ?? 0) > 0
      let isWide = (reader.number(of: table, 3, 1) ?? 0) & 1 == 1
      var position = 8
      for _ in 0..<(reader.number(of: table, 4, 4) ?? 0) {
        let step = isLong ? 4 : 2
        guard let item = reader.number(of: table, position, step),
          let count = reader.number(of: table, position + step, 1)
        else { break }
        position += step + 1
        for _ in 0..<count {
          let number = reader.number(of: table, position, isWide ? 2 : 1) ?? 0
          position += isWide ? 2 : 1
          let index = number & (isWide ? 0x7FFF : 0x7F)
          if index > 0, index <= known.count {
            properties[item, default: []].append(known[index - 1])
          }
        }
      }
    }
  }

  /// The accepted lengths of a side, so the product of two does not overflow.
  private static let sides = 1...Int(Int32.max)

  /// Parses one property. Invalid sizes count as `other`.
  private static func property(_ reader: BoxReader, _ box: BoxReader.Box) -> Property {
    func number(_ offset: Int, _ width: Int) -> Int { reader.number(of: box, offset, width) ?? 0 }
    switch box.type {
    case "ispe" where sides.contains(number(4, 4)) && sides.contains(number(8, 4)):
      return .size(PixelSize(width: number(4, 4), height: number(8, 4)))
    case "irot": return .turned(quarters: number(0, 1) & 3)
    case "clap":
      let (numerators, denominators) = ((number(0, 4), number(8, 4)), (number(4, 4), number(12, 4)))
      guard denominators.0 > 0, denominators.1 > 0 else { return .other }
      let width = (numerators.0 + denominators.0 / 2) / denominators.0
      let height = (numerators.1 + denominators.1 / 2) / denominators.1
      guard sides.contains(width), sides.contains(height) else { return .other }
      return .aperture(PixelSize(width: width, height: height))
    default: return .other
    }
  }

  /// Returns the size of an item after rotation and cropping; `nil` when the file states
  /// none.
  func size(of item: Int) -> PixelSize? {
    var size: PixelSize?
    for case .size(let stated) in properties[item] ?? [] where size == nil { size = stated }
    guard var size else { return nil }
    for property in properties[item] ?? [] {
      switch property {
      case .aperture(let part): size = part
      case .turned(let quarters) where quarters % 2 == 1:
        size = PixelSize(width: size.height, height: size.width)
      default: continue
      }
    }
    return size
  }

  func isCropped(_ item: Int) -> Bool {
    properties[item, default: []].contains { if case .aperture = $0 { true } else { false } }
  }

  /// Whether any item is derived from itself, directly or through others.
  var isCircular: Bool {
    // Items that no remaining item uses are removed one after another. Only cycles remain.
    var uses: [Int: Int] = [:]
    for component in components.values.joined() { uses[component, default: 0] += 1 }
    var free = components.keys.filter { uses[$0] == nil }
    var removed = 0
    while let item = free.popLast() {
      removed += 1
      for component in components[item] ?? [] {
        let remaining = (uses[component] ?? 0) - 1
        uses[component] = remaining
        if remaining == 0, components[component] != nil { free.append(component) }
      }
    }
    return removed < components.count
  }

  /// Whether the tiles of a grid have fewer pixels together than the grid.
  func hasIncompleteGrid(_ item: Int) -> Bool {
    guard types[item] == "grid", let tiles = components[item] else { return false }
    var whole: PixelSize?
    for case .size(let stated) in properties[item] ?? [] where whole == nil { whole = stated }
    guard let whole else { return false }
    var covered = 0
    for tile in tiles {
      guard covered < whole.pixelCount, let size = size(of: tile) else { return false }
      covered += size.pixelCount
    }
    return covered < whole.pixelCount
  }
}
