internal import Model

/// The times at which a clip's frames are displayed. All times are in microseconds.
struct FrameTimes {
  /// The earliest time so far.
  private var first: Int64?
  /// The latest time so far.
  private var last: Int64 = 0
  /// The stated duration of the last frame.
  private var lastLength: Int64 = 0
  private var count = 0
  /// The shortest interval between one frame and the next.
  private var shortest = Int64.max
  /// The longest interval between one frame and the next.
  private var longest: Int64 = 0

  /// Adds a frame. A negative time is unknown: the frame then follows the one before.
  mutating func add(_ time: Int64, length: Int64) {
    count += 1
    var time = time
    if time < 0 { time = first == nil ? 0 : last + max(lastLength, 1) }
    // Packets arrive in the order of their encoding, some before packets that are
    // displayed earlier.
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

  /// The time from the first frame to the last.
  var microseconds: Int64 { last - (first ?? 0) }

  /// Returns how many milliseconds before the first frame something begins, or 0 when it
  /// begins later or more than an hour before.
  func lead(of time: Int64) -> Int {
    guard let first, count > 0, time < first, first - time < 3_600_000_000 else { return 0 }
    return Int((first - time + 500) / 1000)
  }

  /// The time from the first frame to the last, in milliseconds.
  var lastMilliseconds: Int { Int((microseconds + 500) / 1000) }

  /// Puts the number of frames, the duration and the rate into the facts. Makes no change
  /// without frames.
  func complete(_ film: inout FilmFacts?) {
    guard count > 0 else { return }
    let mean = count > 1 ? microseconds / Int64(count - 1) : 0
    let whole = microseconds + (lastLength > 0 ? lastLength : mean)
    film?.frameCount = count
    film?.milliseconds = Int((whole + 500) / 1000)
    // Containers round to milliseconds, so intervals of constant length differ by one.
    film?.isVariable = count > 2 && longest - shortest > max(2000, mean / 4)
    if count > 1, microseconds > 0 {
      film?.framesPerSecond = Double(count - 1) * 1_000_000 / Double(microseconds)
    }
  }
}
