import Model
import TestSupport
import Testing

@testable import Archive

/// Reads a written PNG by its standard: every pixel as red, green, blue and alpha.
struct PNGReading {
  private(set) var names: [String] = []
  private(set) var depth = 0
  private(set) var colors = 0
  private(set) var rgba: [UInt8] = []
  private var palette: [UInt8] = []
  private var alphas: [UInt8] = []

  init(_ bytes: [UInt8]) throws {
    try #require(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var data: [UInt8] = []
    var size = PixelSize(width: 0, height: 0)
    var offset = 8
    while offset + 8 <= bytes.count {
      let count = Bytes.number(bytes, at: offset)
      let name = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
      let content = Array(bytes[offset + 8..<offset + 8 + count])
      names.append(name)
      switch name {
      case "IHDR":
        size = PixelSize(width: Bytes.number(content, at: 0), height: Bytes.number(content, at: 4))
        (depth, colors) = (Int(content[8]), Int(content[9]))
      case "PLTE": palette = content
      case "tRNS": alphas = content
      case "IDAT": data += content
      default: break
      }
      offset += 12 + count
    }
    var rows: [UInt8] = []
    var inflation = try Inflation()
    // Behind zlib's two bytes.
    _ = try inflation.consume(data.dropFirst(2)) { rows += $0 }
    try read(rows, size)
  }

  private mutating func read(_ rows: [UInt8], _ size: PixelSize) throws {
    let channels = try #require([0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colors])
    let count = (size.width * channels * depth + 7) / 8, step = max(1, channels * depth / 8)
    try #require(rows.count == (count + 1) * size.height)
    var above = [UInt8](repeating: 0, count: count)
    for start in stride(from: 0, to: rows.count, by: count + 1) {
      var row = Array(rows[start + 1..<start + 1 + count])
      for i in 0..<count {
        let left = i < step ? 0 : Int(row[i - step]), up = Int(above[i])
        let corner = i < step ? 0 : Int(above[i - step])
        row[i] &+= UInt8(try guess(rows[start], left, up, corner))
      }
      for x in 0..<size.width { rgba += pixel(row, x) }
      above = row
    }
  }

  private func guess(_ filter: UInt8, _ left: Int, _ up: Int, _ corner: Int) throws -> Int {
    switch filter {
    case 0: return 0
    case 1: return left
    case 2: return up
    case 3: return (left + up) / 2
    default:
      try #require(filter == 4)
      let sum = left + up - corner
      return [left, up, corner].min { abs(sum - $0) < abs(sum - $1) } ?? 0
    }
  }

  private func pixel(_ row: [UInt8], _ x: Int) -> [UInt8] {
    switch colors {
    case 0: return [row[x], row[x], row[x], 255]
    case 2: return row[3 * x..<3 * x + 3] + [255]
    case 4: return [row[2 * x], row[2 * x], row[2 * x], row[2 * x + 1]]
    case 6: return Array(row[4 * x..<4 * x + 4])
    default:
      let bit = x * depth
      let number = Int(row[bit / 8]) >> (8 - depth - bit % 8) & (1 << depth - 1)
      return palette[3 * number..<3 * number + 3] + [number < alphas.count ? alphas[number] : 255]
    }
  }
}
