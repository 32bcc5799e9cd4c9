internal import Model

/// Collects the spans that a listener should look at, the worst of each kind.
struct SpanCollector {
  /// The number of spans of each kind that are kept at most.
  private static let maximumSpans = 40
  /// The distance in seconds below which two clipped runs belong to the same span.
  private static let mergeDistance = 0.1
  /// The length in seconds from which on a pause is shown. Shorter pauses are part of speech;
  /// when no pause is longer, only the longest is shown.
  private static let shownPause = 1.0

  private let rate: Int
  private let sampleCount: Int
  private var spans: [SoundSpan] = []

  init(rate: Int, sampleCount: Int) {
    self.rate = rate
    self.sampleCount = sampleCount
  }

  /// All spans, sorted by their starts.
  var all: [SoundSpan] { spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) } }

  /// Adds the ranges of samples that are not numbers.
  mutating func add(bad: [Range<Int>]) { add(.badSamples, bad) { $0.count } }

  /// Adds flat tops, merging those close to each other; the spans with the most of them are
  /// kept.
  mutating func add(clipped runs: [FlatTops.Run]) {
    let near = Int(Self.mergeDistance * Double(rate))
    var groups: [(range: Range<Int>, runs: Int)] = []
    for run in runs {
      let range = run.start..<run.start + run.length
      if let last = groups.last, range.lowerBound - last.range.upperBound < near {
        groups[groups.count - 1] = (last.range.lowerBound..<range.upperBound, last.runs + 1)
      } else {
        groups.append((range, 1))
      }
    }
    let worst = groups.enumerated().sorted {
      ($1.element.runs, $0.offset) < ($0.element.runs, $1.offset)
    }
    for group in worst.prefix(Self.maximumSpans) { add(.clipped, group.element.range) }
  }

  /// Adds the longest pauses: all from `shownPause` seconds on, or else the longest one.
  mutating func add(pauses: [Range<Int>], hop: Int) {
    let longest = pauses.map(\.count).max() ?? 0
    let shown = pauses.filter { Double($0.count * hop) >= Self.shownPause * Double(rate) }
    let first = pauses.first { $0.count == longest }
    add(.pause, (shown.isEmpty ? first.map { [$0] } ?? [] : shown).map { samples($0, hop) }) {
      $0.count
    }
  }

  /// Adds ranges of frames that were made silent.
  mutating func add(gated: [Range<Int>], hop: Int) {
    add(.gated, gated.map { samples($0, hop) }) { $0.count }
  }

  /// Adds the gap between two stretches of speech whose pitches differ.
  mutating func add(jump: Range<Int>, hop: Int) { add(.pitchJump, samples(jump, hop)) }

  /// Returns the samples that a range of frames covers. A frame is 20 ms long and begins in
  /// the middle of the frame before.
  private func samples(_ frames: Range<Int>, _ hop: Int) -> Range<Int> {
    frames.lowerBound * hop..<(frames.upperBound + 1) * hop
  }

  /// Adds the largest of some ranges, by a measure of size; the first of equals.
  private mutating func add(
    _ kind: SoundSpan.Kind, _ ranges: [Range<Int>], size: (Range<Int>) -> Int
  ) {
    let worst = ranges.sorted { (size($1), $0.lowerBound) < (size($0), $1.lowerBound) }
    for range in worst.prefix(Self.maximumSpans) { add(kind, range) }
  }

  /// Adds one range of samples, limited to the length of the sound.
  private mutating func add(_ kind: SoundSpan.Kind, _ range: Range<Int>) {
    let end = min(range.upperBound, sampleCount)
    guard range.lowerBound < end else { return }
    spans.append(SoundSpan(kind, start: range.lowerBound, end: end))
  }
}
