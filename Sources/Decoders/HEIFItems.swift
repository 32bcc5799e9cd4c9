internal import Model

/// The items of a HEIF file by number: what each is, what is said of it, which others it is made of.
struct HEIFItems {
  private(set) var primary: Int?
  private(set) var types: [Int: String] = [:]
  /// Items that a grid, an overlay or a copy is made of.
  private(set) var madeOf: [Int: [Int]] = [:]
  private var properties: [Int: [Property]] = [:]

  private enum Property {
    case size(PixelSize)
    case turned(quarters: Int)
    case aperture(PixelSize)
    case other
  }

  init(_ reader: BoxReader, _ description: BoxReader.Box) {
    for box in reader.boxes(of: description, behind: 4) {
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
    for entry in reader.boxes(of: box, behind: isLong ? 8 : 6) where entry.type == "infe" {
      let version = reader.number(of: entry, 0, 1) ?? 0
      guard version >= 2 else { continue }
      let width = version == 2 ? 2 : 4
      guard let item = reader.number(of: entry, 4, width),
        let type = reader.letters(entry.content.lowerBound + 6 + width, in: entry.content)
      else { continue }
      types[item] = type
    }
  }

  private mutating func readLinks(_ reader: BoxReader, _ box: BoxReader.Box, _ width: Int) {
    for link in reader.boxes(of: box, behind: 4) where link.type == "dimg" {
      guard let from = reader.number(of: link, 0, width),
        let count = reader.number(of: link, width, 2)
      else { continue }
      let there = min(count, link.content.count / width)
      let goals = (0..<there).compactMap { reader.number(of: link, width + 2 + $0 * width, width) }
      madeOf[from, default: []] += goals
    }
  }

  private mutating func readProperties(_ reader: BoxReader, _ box: BoxReader.Box) {
    let boxes = reader.boxes(of: box)
    let container = boxes.first { $0.type == "ipco" }
    let known = container.map { reader.boxes(of: $0).map { Self.property(reader, $0) } } ?? []
    for table in boxes where table.type == "ipma" {
      let isLong = (reader.number(of: table, 0, 1) ?? 0) > 0
      let isWide = (reader.number(of: table, 3, 1) ?? 0) & 1 == 1
      var place = 8
      for _ in 0..<(reader.number(of: table, 4, 4) ?? 0) {
        let step = isLong ? 4 : 2
        guard let item = reader.number(of: table, place, step),
          let count = reader.number(of: table, place + step, 1)
        else { break }
        place += step + 1
        for _ in 0..<count {
          let number = reader.number(of: table, place, isWide ? 2 : 1) ?? 0
          place += isWide ? 2 : 1
          let index = number & (isWide ? 0x7FFF : 0x7F)
          if index > 0, index <= known.count {
            properties[item, default: []].append(known[index - 1])
          }
        }
      }
    }
  }

  /// Lengths of a side: so that the product of two can be counted.
  private static let sides = 1...Int(Int32.max)

  private static func property(_ reader: BoxReader, _ box: BoxReader.Box) -> Property {
    func number(_ offset: Int, _ width: Int) -> Int { reader.number(of: box, offset, width) ?? 0 }
    switch box.type {
    case "ispe" where sides.contains(number(4, 4)) && sides.contains(number(8, 4)):
      return .size(PixelSize(width: number(4, 4), height: number(8, 4)))
    case "irot": return .turned(quarters: number(0, 1) & 3)
    case "clap":
      let (over, under) = ((number(0, 4), number(8, 4)), (number(4, 4), number(12, 4)))
      guard under.0 > 0, under.1 > 0 else { return .other }
      let width = (over.0 + under.0 / 2) / under.0
      let height = (over.1 + under.1 / 2) / under.1
      guard sides.contains(width), sides.contains(height) else { return .other }
      return .aperture(PixelSize(width: width, height: height))
    default: return .other
    }
  }

  /// The size that an item is said to have, turned and cut out.
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

  /// Whether only a part of an item is to be shown.
  func isCropped(_ item: Int) -> Bool {
    properties[item, default: []].contains { if case .aperture = $0 { true } else { false } }
  }

  /// Whether any item is made of itself, by however many others in between.
  var isCircular: Bool {
    // Items that nothing is left of are taken away, until only circles are there.
    var uses: [Int: Int] = [:]
    for goal in madeOf.values.joined() { uses[goal, default: 0] += 1 }
    var free = madeOf.keys.filter { uses[$0] == nil }
    var taken = 0
    while let item = free.popLast() {
      taken += 1
      for goal in madeOf[item] ?? [] {
        let left = (uses[goal] ?? 0) - 1
        uses[goal] = left
        if left == 0, madeOf[goal] != nil { free.append(goal) }
      }
    }
    return taken < madeOf.count
  }

  /// Whether the tiles of a grid are fewer or smaller than what they are to cover.
  func isUncovered(_ item: Int) -> Bool {
    guard types[item] == "grid", let tiles = madeOf[item] else { return false }
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
