import Model
import Testing

@testable import Archive
@testable import Drawing
@testable import Media

@Suite("A PNG")
struct CanvasEncoderTests {
  /// A canvas with flat parts, gradients, noise and letters.
  private static func sample(_ width: Int, _ height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, .grey(46))
    for y in 0..<height / 2 {
      canvas.fill(
        Rectangle(x: y, y: y, width: width / 2, height: 1),
        Color(red: UInt8(y % 256), green: UInt8(3 * y % 256), blue: 200))
    }
    if let noise = Bitmap.noise(width: 40, height: 30, seed: 3) {
      canvas.draw(noise, x: width / 3, y: height / 3)
    }
    canvas.draw(TextLine("Mira 米拉", size: 30), x: 4, baseline: height - 9, .white)
    return canvas
  }

  static let sizes = [(1, 1), (1, 300), (300, 1), (123, 77), (700, 500)]

  @Test("is proven by the reader that checks references", arguments: sizes)
  func proven(width: Int, height: Int) async throws {
    let bytes = CanvasEncoder().bytes(of: Self.sample(width, height))
    let inspector = Inspector(budget: MemoryBudget(total: 64 << 20))
    let facts = try await inspector.inspect(
      .bytes(bytes, name: try #require(FilePath("sheet.png"))), depth: .facts
    ).facts
    #expect(facts.problems.isEmpty)
    #expect(facts.isProven)
    #expect(facts.image?.size == PixelSize(width: width, height: height))
  }

  @Test("decodes to the original pixels", arguments: sizes)
  func pixels(width: Int, height: Int) throws {
    let canvas = Self.sample(width, height)
    let read = try PNGReading(CanvasEncoder().bytes(of: canvas))
    #expect(read.width == width)
    #expect(read.height == height)
    #expect(read.rgb == canvas.rgb)
  }

  @Test("is marked as sRGB, and is equal each time")
  func fixed() throws {
    let canvas = Self.sample(123, 77)
    let bytes = CanvasEncoder().bytes(of: canvas)
    #expect(try PNGReading(bytes).names == ["IHDR", "sRGB", "IDAT", "IEND"])
    #expect(CanvasEncoder().bytes(of: canvas) == bytes)
  }

  @Test("comes in small pieces however large it is")
  func pieces() throws {
    let noise = try #require(Bitmap.noise(width: 600, height: 500, seed: 4))
    var canvas = Canvas(width: 600, height: 500, .black)
    canvas.draw(noise, x: 0, y: 0)
    var maximum = 0
    var count = 0
    CanvasEncoder().write(canvas) { piece in
      maximum = max(maximum, piece.count)
      count += piece.count
    }
    #expect(count > 3 * 600 * 500)
    #expect(maximum <= 1 << 17)
  }
}

/// Reads a PNG as its standard says: chunk by chunk, with each filter reversed.
struct PNGReading {
  let names: [String]
  let width: Int
  let height: Int
  let rgb: [UInt8]

  enum Wrong: Error { case signature, filter(UInt8), length }

  init(_ bytes: [UInt8]) throws {
    guard bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] else {
      throw Wrong.signature
    }
    var names: [String] = []
    var data: [UInt8] = []
    var offset = 8
    while offset + 8 <= bytes.count {
      let count = bytes.number32(offset)
      let name = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
      // Data may come in several consecutive chunks.
      if names.last != name { names.append(name) }
      if name == "IDAT" { data += bytes[offset + 8..<offset + 8 + count] }
      offset += 12 + count
    }
    self.names = names
    width = bytes.number32(16)
    height = bytes.number32(20)
    var rows: [UInt8] = []
    var inflation = try Inflation()
    // After zlib's two header bytes.
    _ = try inflation.consume(data.dropFirst(2)) { rows += $0 }
    guard rows.count == (3 * width + 1) * height else { throw Wrong.length }
    rgb = try Self.unfiltered(rows, width: 3 * width)
  }

  private static func unfiltered(_ rows: [UInt8], width: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(rows.count)
    for start in stride(from: 0, to: rows.count, by: width + 1) {
      let (filter, end) = (rows[start], result.count)
      for i in 0..<width {
        let left = i < 3 ? 0 : Int(result[end + i - 3])
        let above = end == 0 ? 0 : Int(result[end + i - width])
        let corner = i < 3 || end == 0 ? 0 : Int(result[end + i - width - 3])
        let guess: Int
        switch filter {
        case 0: guess = 0
        case 1: guess = left
        case 2: guess = above
        case 3: guess = (left + above) / 2
        case 4:
          let sum = left + above - corner
          guess = [left, above, corner].min { abs(sum - $0) < abs(sum - $1) } ?? 0
        default: throw Wrong.filter(filter)
        }
        result.append(rows[start + 1 + i] &+ UInt8(guess))
      }
    }
    return result
  }
}
