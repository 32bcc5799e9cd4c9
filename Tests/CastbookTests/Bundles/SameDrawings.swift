import Castbook
import FormatSupport
import Foundation
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("A drawing")
struct SameDrawings {
  private let png: [UInt8]

  init() throws {
    png = try Fixtures.bytes("odd/png-rgb-8.png")
  }

  /// The chunks of a PNG: their types and their data.
  private func chunks(_ png: [UInt8]) -> [(type: String, data: [UInt8])] {
    var chunks: [(type: String, data: [UInt8])] = []
    var start = 8
    while start + 12 <= png.count {
      let length = Bytes.number(png, at: start)
      let type = String(decoding: png[start + 4..<start + 8], as: UTF8.self)
      chunks.append((type, Array(png[start + 8..<start + 8 + length])))
      start += 12 + length
    }
    return chunks
  }

  private func written(_ chunks: [(type: String, data: [UInt8])]) -> [UInt8] {
    png[..<8] + chunks.flatMap { PNGBytes.chunk($0.type, $0.data) }
  }

  @Test("is compared by its pixels, however they are packed")
  func packed() throws {
    var parts = chunks(png)
    let index = try #require(parts.firstIndex { $0.type == "IDAT" })
    let data = parts[index].data
    #expect(written(parts) == png)
    parts[index].data = Array(data[..<10])
    parts.insert(("IDAT", Array(data[10...])), at: index + 1)
    let split = written(parts)
    #expect(split != png)
    #expect(DrawingComparison.isSameDrawing(png, split))
  }

  @Test("is the same with equal chunks and equal pixels")
  func others() throws {
    var parts = chunks(png)
    parts.insert(("tEXt", Array("Comment\0hidden".utf8)), at: 1)
    #expect(!DrawingComparison.isSameDrawing(png, written(parts)))
    let other = try Fixtures.bytes("odd/png-grey-8.png")
    #expect(!DrawingComparison.isSameDrawing(png, other))
    #expect(!DrawingComparison.isSameDrawing(png, Array(png.dropLast(9))))
    #expect(!DrawingComparison.isSameDrawing(png, []))
  }
}
