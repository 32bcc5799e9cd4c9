/// For each column of a region: how much of its height steps there, and whether it has one colour from top
/// to bottom. Upright lines, bands and seams show in it.
struct EdgeProfile {
  /// The column that the first value is of.
  let start: Int
  /// The share of the height at which the colour steps, more than it does nearby; 0 to 1.
  private(set) var steps: [Double]
  /// The same of its uppermost and its lowest part, whichever is less: what is drawn across a sheet ends at
  /// neither.
  private(set) var reach: [Double]
  /// Whether nearly all of a column has one colour,
  private(set) var isEven: [Bool]
  /// and which, in 16ths of a level.
  private(set) var colors: [[Int]]

  /// Rows that are averaged, which takes noise and grain away.
  private static let blockRows = 8
  /// Colours are counted in 16ths of a level.
  private static let scale = 16
  /// Smaller steps are noise, in 16ths.
  private static let leastStep = 40
  /// A column has one colour where its blocks differ by no more.
  private static let evenRange = 9
  /// Where nearby steps are looked at, to either side.
  private static let nearby = 4...9

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
    reach = votes.indices.map { Double(min(upper[$0], votes[$0] - lower[$0])) / Double(edge) }
    colors = (0..<width).map { Self.color(means, $0) }
    isEven = colors.indices.map { [colors] in Self.isEven(means, $0, colors[$0]) }
  }

  /// The mean colour of each column in some rows.
  private static func means(
    _ pixels: SheetPixels, _ columns: Range<Int>, _ rows: Range<Int>
  ) -> [Int] {
    var sums = [Int](repeating: 0, count: 3 * columns.count)
    for y in rows {
      var from = 3 * (y * pixels.width + columns.lowerBound)
      for place in sums.indices {
        sums[place] &+= Int(pixels.rgb[from])
        from &+= 1
      }
    }
    return sums.map { $0 * scale / max(1, rows.count) }
  }

  /// Counts one for each column at which this row of means steps.
  private static func vote(_ means: [Int], _ width: Int, _ votes: inout [Int]) {
    guard width > 2 else { return }
    var found = [Int](repeating: 0, count: width)
    for x in 1..<width - 1 {
      var most = 0
      for channel in 0..<3 {
        most = max(most, abs(means[3 * x + 3 + channel] - means[3 * x - 3 + channel]))
      }
      found[x] = most
    }
    for x in 1..<width - 1 where found[x] > leastStep {
      let usual = usual(found, x)
      if Double(found[x]) > 2.2 * Double(usual) + Double(scale) { votes[x] += 1 }
    }
  }

  /// The middle one of the steps around a place.
  private static func usual(_ found: [Int], _ x: Int) -> Int {
    var around: [Int] = []
    around.reserveCapacity(2 * nearby.count)
    for far in nearby {
      if x - far >= 1 { around.append(found[x - far]) }
      if x + far < found.count - 1 { around.append(found[x + far]) }
    }
    guard around.count > 3 else { return 0 }
    around.sort()
    return around[around.count / 2]
  }

  /// The middle one of a column's colours, by channel.
  private static func color(_ means: [[Int]], _ x: Int) -> [Int] {
    (0..<3).map { channel in means.map { $0[3 * x + channel] }.sorted()[means.count / 2] }
  }

  private static func isEven(_ means: [[Int]], _ x: Int, _ color: [Int]) -> Bool {
    var others = 0
    for row in means {
      var most = 0
      for channel in 0..<3 { most = max(most, abs(row[3 * x + channel] - color[channel])) }
      if most > evenRange * scale { others += 1 }
    }
    return others * 40 <= means.count
  }
}
