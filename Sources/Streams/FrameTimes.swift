internal import Model

/// When a clip's frames are shown.
struct FrameTimes {
  private var first: Int64?
  private var last: Int64 = 0
  private var lastLength: Int64 = 0
  private var count = 0
  /// How long frames stand, the shortest and the longest, by when the next one came.
  private var shortest = Int64.max
  private var longest: Int64 = 0

  /// Times are in microseconds; one below 0 is not known.
  mutating func add(_ time: Int64, length: Int64) {
    count += 1
    var time = time
    if time < 0 { time = first == nil ? 0 : last + max(lastLength, 1) }
    // Packets come as they were coded, some before those that are shown earlier.
    if let first, time > last, count > 1 {
      let step = time - last
      shortest = min(shortest, step)
      longest = max(longest, step)
      self.first = min(first, time)
    } else if first == nil {
      first = time
    }
    last = max(last, time)
    lastLength = length
  }

  var microseconds: Int64 { last - (first ?? 0) }

  /// How long before the first frame something that begins at a time begins, in thousandths; 0 where it does not.
  func lead(of time: Int64) -> Int {
    guard let first, count > 0, time < first, first - time < 3_600_000_000 else { return 0 }
    return Int((first - time + 500) / 1000)
  }

  var lastMilliseconds: Int { Int((microseconds + 500) / 1000) }

  func complete(_ film: inout FilmFacts?) {
    guard count > 0 else { return }
    let mean = count > 1 ? microseconds / Int64(count - 1) : 0
    let whole = microseconds + (lastLength > 0 ? lastLength : mean)
    film?.frameCount = count
    film?.milliseconds = Int((whole + 500) / 1000)
    // Containers round to thousandths, so frames a third of a hundredth apart differ by one.
    film?.isVariable = count > 2 && longest - shortest > max(2000, mean / 4)
    if count > 1, microseconds > 0 {
      film?.framesPerSecond = Double(count - 1) * 1_000_000 / Double(microseconds)
    }
  }
}
