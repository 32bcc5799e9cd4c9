import PNG
import Preparing
import Testing

@Suite struct RowFilterTests {
  @Test("The filter with the smallest sum of differences is chosen", arguments: [1, 2, 3, 4])
  func smallest(step: Int) throws {
    for (count, seed) in [(step, 3), (4 * step, 5), (60 * step, 7), (66_000, 11)] {
      let noise = try Sample.noise(count, 2, channels: 1, seed: seed)
      let rows = [Array(noise.values[..<count]), Array(noise.values[count...]).map { $0 / 9 }]
      var filter = RowFilter(rowBytes: count, pixelBytes: step)
      var above = [UInt8](repeating: 0, count: count)
      for row in rows {
        filter.add(row[...])
        #expect(filter.filtered == plain(row, above, step))
        above = row
      }
    }
  }

  /// The filters by the text of PNG's standard.
  private func plain(_ row: [UInt8], _ above: [UInt8], _ step: Int) -> [UInt8] {
    var best: [UInt8] = []
    var minimum = Int.max
    for filter in UInt8(0)...4 {
      let differences = row.indices.map { i -> UInt8 in
        let left = i < step ? 0 : Int(row[i - step]), up = Int(above[i])
        let corner = i < step ? 0 : Int(above[i - step])
        let sum = left + up - corner
        let nearest = [left, up, corner].min { abs(sum - $0) < abs(sum - $1) } ?? 0
        let guess = [0, left, up, (left + up) / 2, nearest][Int(filter)]
        return row[i] &- UInt8(guess)
      }
      let total = differences.reduce(0) { $0 + min(Int($1), 256 - Int($1)) }
      if total < minimum { (best, minimum) = ([filter] + differences, total) }
    }
    return best
  }
}
