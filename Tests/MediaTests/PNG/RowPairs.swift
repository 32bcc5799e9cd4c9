import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("Rows of a PNG that are unfiltered in pairs")
struct RowPairs {
  private static let pairs: [(upper: UInt8, lower: UInt8)] = [(1, 1), (1, 4), (4, 1), (4, 4)]

  @Test("have the values of rows unfiltered one after another", arguments: [3, 4])
  func values(pixelBytes: Int) {
    var generator = SeededGenerator(seed: pixelBytes)
    for width in 1...70 {
      for filters in Self.pairs {
        #expect(RowFilter.canWait(filters.upper, pixelBytes))
        #expect(RowFilter.canWait(filters.lower, pixelBytes))
        // Small numbers make ties between neighbors, which Paeth's filter decides by their order.
        let largest: UInt8 = Bool.random(using: &generator) ? 3 : 255
        let rows = (0..<3).map { _ in
          (0..<width * pixelBytes).map { _ in UInt8.random(in: 0...largest, using: &generator) }
        }
        var upper = rows[1]
        var lower = rows[2]
        RowFilter.undo(filters, &upper, &lower, above: rows[0], pixelBytes: pixelBytes)
        var first = rows[1]
        var second = rows[2]
        RowFilter.undo(filters.upper, &first, above: rows[0], pixelBytes: pixelBytes)
        RowFilter.undo(filters.lower, &second, above: first, pixelBytes: pixelBytes)
        #expect(upper == first, "\(filters), \(width) pixels")
        #expect(lower == second, "\(filters), \(width) pixels")
      }
    }
  }

  @Test("don't exist for other filters and pixels", arguments: [1, 2, 3, 4, 6, 8])
  func others(pixelBytes: Int) {
    for filter in UInt8.min...UInt8.max {
      let isPaired = [1, 4].contains(filter) && [3, 4].contains(pixelBytes)
      #expect(RowFilter.canWait(filter, pixelBytes) == isPaired)
    }
  }

  /// Keeps the rows in the order in which they are delivered.
  private final class Rows: PNGRowSink {
    var numbers: [Int] = []
    var pixels: [[UInt8]] = []

    func add(_ row: [UInt8], _ position: PNGRowPosition) {
      numbers.append(position.row)
      pixels.append(row)
    }
  }

  @Test("are delivered once and in order, wherever the data end", arguments: [2, 6])
  func order(color: Int) throws {
    let color = try #require(PNGHeader.ColorType(rawValue: color))
    var generator = SeededGenerator(seed: 11)
    let width = 7
    let height = 24
    let samples = (0..<width * height * color.samples).map { _ in
      UInt16.random(in: 0...255, using: &generator)
    }
    let sample = SamplePNG(width: width, height: height, depth: 8, color: color, samples: samples)
    var choice = generator
    let filtered = sample.rows(&choice)
    let header = try PNGFile(sample.bytes(&generator)).header
    let rowBytes = width * color.samples
    let rows = (0..<height).map { row in
      samples[row * rowBytes..<(row + 1) * rowBytes].map { UInt8($0) }
    }
    for length in 0...filtered.count {
      let sink = Rows()
      var reader = PNGRows(header, sink: sink)
      var start = 0
      while start < length {
        let end = min(start + Int.random(in: 1...40, using: &generator), length)
        reader.add(filtered[start..<end])
        start = end
      }
      reader.end()
      let whole = length / (rowBytes + 1)
      #expect(sink.numbers == Array(0..<whole))
      #expect(sink.pixels == Array(rows[..<whole]))
    }
  }
}
