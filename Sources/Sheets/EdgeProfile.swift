/// The vertical edges in a region, column by column.
///
/// It states how much of a column's height shows an edge, and whether the column has one colour
/// from top to bottom. Vertical lines, bands and seams appear in it.
struct EdgeProfile {
  /// The column of the first value.
  let start: Int
  /// The share of the height at which the colour changes more than it does nearby, from 0 to 1.
  private(set) var steps: [Double]
  /// The share of edges at the top or the bottom end of the region, whichever is less: lines drawn
  /// inside a picture end before both.
  private(set) var endSteps: [Double]
  /// Whether nearly all of a column has one colour.
  private(set) var isEven: [Bool]
  /// The median colour of each column, in 16ths of a level.
  private(set) var colors: [[Int]]

  /// The rows that are averaged, which removes noise and grain.
  private static let blockRows = 8
  /// Colours are measured in 16ths of a level.
  private static let scale = 16
  /// Smaller steps are noise, in 16ths of a level.
  private static let minimumStep = 40
  /// The blocks of an even column differ by at most this many levels.
  private static let evenRange = 9
  /// The distances, to either side, of the steps that an edge is compared with.
  private static let nearbyDistances = 4...9

  init(_ pixels: SheetPixels, _ region: SheetRegion) {
    start = region.columns.lowerBound
    let width = region.width
    let blockRows = max(2, min(Self.blockRows, region.height / 12))
    let blocks = max(1, region.height / blockRows)
    let edge = max(1, blocks / 12)
    var votes = [Int](repeating: 0, count: width)
    var (upper, lower) = (votes, votes)
    var means: [[Int]] = []
    for block in 0..<blocks {
      let top = region.rows.lowerBound + region.height * block / blocks
      let bottom = region.rows.lowerBound + region.height * (block + 1) / blocks
      let row = Self.means(pixels, region.columns, max(top, 0)..<bottom)
      Self.vote(row, width, &votes)
      means.append(row)
      if block == edge - 1 { upper = votes }
      if block == blocks - edge - 1 { lower = votes }
    }
    steps = votes.map { Double($0) / Double(blocks) }
    endSteps = votes.indices.map { Double(min(upper[$0], votes[$0] - lower[$0])) / Double(edge) }
    colors = (0..<width).map { Self.color(means, $0) }
    isEven = colors.indices.map { [colors] in Self.isEven(means, $0, colors[$0]) }
  }

  /// Returns the mean colour of each column over some rows.
  private static func means(
    _ pixels: SheetPixels, _ columns: Range<Int>, _ rows: Range<Int>
  ) -> [Int] {
    var sums = [Int](repeating: 0, count: 3 * columns.count)
    for y in rows {
      var from = 3 * (y * pixels.width + columns.lowerBound)
      for index in sums.indices {
        sums[index] &+= Int(pixels.rgb[from])
        from &+= 1
      }
    }
    return sums.map { $0 * scale / max(1, rows.count) }
  }

  /// Adds one vote for each column at which this row of means has an edge.
  private static func vote(_ means: [Int], _ width: Int, _ votes: inout [Int]) {
    guard width > 2 else { return }
    var found = [Int](repeating: 0, count: width)
    for x in 1..<width - 1 {
      var maximum = 0
      for channel in 0..<3 {
        maximum = max(maximum, abs(means[3 * x + 3 + channel] - means[3 * x - 3 + channel]))
      }
      found[x] = maximum
    }
    for x in 1..<width - 1 where found[x] > minimumStep && standsOut(found, x) { votes[x] += 1 }
  }

  /// Returns whether a column's step is more than twice the median of the steps around it.
  private static func standsOut(_ found: [Int], _ x: Int) -> Bool {
    let step = Double(found[x])
    func exceeds(_ other: Int) -> Bool { step > 2.2 * Double(other) + Double(scale) }
    // More than half of them are exceeded exactly if their median is: they needn't be sorted.
    var (count, exceededCount) = (0, 0)
    for far in nearbyDistances {
      if x - far >= 1 {
        count += 1
        exceededCount += exceeds(found[x - far]) ? 1 : 0
      }
      if x + far < found.count - 1 {
        count += 1
        exceededCount += exceeds(found[x + far]) ? 1 : 0
      }
    }
    return count > 3 ? 2 * exceededCount > count : exceeds(0)
  }

  /// Returns the median colour of a column, by channel.
  private static func color(_ means: [[Int]], _ x: Int) -> [Int] {
    (0..<3).map { channel in means.map { $0[3 * x + channel] }.sorted()[means.count / 2] }
  }

  /// Returns whether at most one block in 40 differs from the column's colour.
  private static func isEven(_ means: [[Int]], _ x: Int, _ color: [Int]) -> Bool {
    var others = 0
    for row in means {
      var maximum = 0
      for channel in 0..<3 { maximum = max(maximum, abs(row[3 * x + channel] - color[channel])) }
      if maximum > evenRange * scale { others += 1 }
    }
    return others * 40 <= means.count
  }
}
