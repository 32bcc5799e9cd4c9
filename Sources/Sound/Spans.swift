internal import Model

/// Collects where something is to be seen, the worst of each kind.
struct Spans {
  /// Of each kind.
  private static let most = 40
  /// Runs nearer to each other than this are one place, in seconds.
  private static let near = 0.1
  /// Shorter pauses are part of speech; of these only the longest is shown, in seconds.
  private static let longPause = 1.0

  private let rate: Int
  private let sampleCount: Int
  private var spans: [SoundSpan] = []

  init(rate: Int, sampleCount: Int) {
    self.rate = rate
    self.sampleCount = sampleCount
  }

  /// In the order of their beginnings.
  var all: [SoundSpan] { spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) } }

  mutating func add(bad: [Range<Int>]) { add(.badSamples, bad) { $0.count } }

  mutating func add(clipped runs: [FlatTops.Run]) {
    let near = Int(Self.near * Double(rate))
    var places: [(range: Range<Int>, runs: Int)] = []
    for run in runs {
      let range = run.start..<run.start + run.length
      if let last = places.last, range.lowerBound - last.range.upperBound < near {
        places[places.count - 1] = (last.range.lowerBound..<range.upperBound, last.runs + 1)
      } else {
        places.append((range, 1))
      }
    }
    let worst = places.enumerated().sorted {
      ($1.element.runs, $0.offset) < ($0.element.runs, $1.offset)
    }
    for place in worst.prefix(Self.most) { add(.clipped, place.element.range) }
  }

  /// The longest, and others that are long.
  mutating func add(pauses: [Range<Int>], hop: Int) {
    let longest = pauses.map(\.count).max() ?? 0
    let shown = pauses.filter { Double($0.count * hop) >= Self.longPause * Double(rate) }
    let first = pauses.first { $0.count == longest }
    add(.pause, (shown.isEmpty ? first.map { [$0] } ?? [] : shown).map { samples($0, hop) }) {
      $0.count
    }
  }

  mutating func add(gated: [Range<Int>], hop: Int) {
    add(.gated, gated.map { samples($0, hop) }) { $0.count }
  }

  mutating func add(jump: Range<Int>, hop: Int) { add(.pitchJump, samples(jump, hop)) }

  /// All that frames of 20 ms cover, of which each begins in the middle of the one before.
  private func samples(_ frames: Range<Int>, _ hop: Int) -> Range<Int> {
    frames.lowerBound * hop..<(frames.upperBound + 1) * hop
  }

  /// The worst by some size, the first of equals.
  private mutating func add(
    _ kind: SoundSpan.Kind, _ ranges: [Range<Int>], size: (Range<Int>) -> Int
  ) {
    let worst = ranges.sorted { (size($1), $0.lowerBound) < (size($0), $1.lowerBound) }
    for range in worst.prefix(Self.most) { add(kind, range) }
  }

  private mutating func add(_ kind: SoundSpan.Kind, _ range: Range<Int>) {
    let end = min(range.upperBound, sampleCount)
    guard range.lowerBound < end else { return }
    spans.append(SoundSpan(kind, start: range.lowerBound, end: end))
  }
}
