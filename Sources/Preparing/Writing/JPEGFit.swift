internal import Model

extension JPEGWriter {
  /// A file that is no larger than it may be.
  package struct Fit: Hashable, Sendable {
    package let bytes: [UInt8]
    package let settings: Settings
    /// How often the whole picture was written.
    package let tries: Int
  }

  /// The best file within a number of bytes; nothing where it would be worse than `floor`, in hundredths: then
  /// the picture has to be scaled down. Without a limit, or where that fits, it has the best settings.
  ///
  /// Colours are kept whole as long as that fits with a quality of 90. Below, whole colours cost steps that are
  /// seen in all else. There the picture with whole colours and the one with half of them, each as good as it
  /// fits, are looked at: the one that differs less from the original is taken.
  ///
  /// It has at least 98 of 100 of the bytes it may have, unless it is the best already or a hundredth more of
  /// quality passes the limit.
  package static func fitting(
    _ picture: HeldPicture, within byteLimit: Int?, floor: Int = 7500
  ) throws(WritingError) -> Fit? {
    guard let byteLimit else {
      return try bytes(of: picture, settings: .best).map {
        Fit(bytes: $0, settings: .best, tries: 1)
      }
    }
    var search = try JPEGSearch(picture, limit: byteLimit)
    return try search.result(floor: max(100, min(floor, Settings.best.quality)))
  }
}

/// Looks for the quality at which a picture has just the bytes it may have. A part of its rows tells about how
/// large the whole will be; each time the whole is written, it corrects that.
private struct JPEGSearch {
  private typealias Sampling = JPEGWriter.Sampling

  /// The lowest quality at which colours are kept whole without a second look.
  private static let wholeColors = 9000

  private let library: JPEGLibrary
  private let limit: Int
  /// How many bytes of the whole picture come to one of the sample.
  private var share: Double
  private var samples: [JPEGWriter.Settings: JPEGLibrary.File] = [:]
  private var tries = 0

  init(_ picture: HeldPicture, limit: Int) throws(WritingError) {
    library = try JPEGLibrary(picture)
    self.limit = min(max(limit, 0), JPEGWriter.fileBound(picture.size, picture.channels))
    share = library.share
  }

  mutating func result(floor: Int) throws(WritingError) -> JPEGWriter.Fit? {
    let best = JPEGWriter.Settings.best.quality
    guard library.picture.channels == 3 else { return try fit(.full, floor...best) }
    let wholeColors = max(floor, Self.wholeColors)
    // Most fit at their best; where it is far from fitting nothing is tried.
    var mayFit = try expected(best, .full) <= Double(limit)
    if !mayFit { mayFit = try expected(wholeColors, .full) < 1.1 * Double(limit) }
    if mayFit,
      let found = try fit(.full, wholeColors...best)
    {
      return found
    }
    if try isBetterWhole(floor: floor, below: wholeColors),
      let found = try fit(.full, floor...wholeColors)
    {
      return found
    }
    return try fit(.half, floor...best)
  }

  /// Whether whole colours make the better picture, judged by the sample.
  private mutating func isBetterWhole(floor: Int, below: Int) throws(WritingError) -> Bool {
    guard try expected(floor, .full) <= Double(limit) else { return false }
    let whole = try guess(.full, floor...below),
      half = try guess(.half, floor...JPEGWriter.Settings.best.quality)
    return try difference(whole, .full) <= difference(half, .half)
  }

  private func difference(_ quality: Int, _ sampling: Sampling) throws(WritingError) -> UInt64 {
    let settings = JPEGWriter.Settings(quality: quality, sampling: sampling)
    return library.difference(of: try library.sample(settings, countsOnly: false))
  }

  // MARK: The sample

  private mutating func sample(_ quality: Int, _ sampling: Sampling) throws(WritingError)
    -> JPEGLibrary.File
  {
    let settings = JPEGWriter.Settings(quality: quality, sampling: sampling)
    if let known = samples[settings] { return known }
    let sample = try library.sample(settings)
    samples[settings] = sample
    return sample
  }

  /// The bytes that the whole picture will about have.
  private mutating func expected(_ quality: Int, _ sampling: Sampling) throws(WritingError)
    -> Double
  {
    share * Double(try sample(quality, sampling).byteCount)
  }

  /// The quality at which the whole picture will have the bytes it may have, and hardly more: a file's size is
  /// about a straight line over one part by the steps it is rounded to, so a false position is soon right.
  private mutating func guess(_ sampling: Sampling, _ range: ClosedRange<Int>) throws(WritingError)
    -> Int
  {
    let isExact = library.strips == 0
    let wanted = Double(limit) * (isExact ? 1 : 0.99)
    var low = range.lowerBound, high = range.upperBound
    var below = try expected(low, sampling) - wanted, above = try expected(high, sampling) - wanted
    if above <= 0 { return high }
    if below > 0 { return low }
    var lastWasBelow: Bool?
    while high - low > 1, below < -0.004 * wanted {
      let from = Self.fineness(low), to = Self.fineness(high)
      let place = Self.quality(from + (to - from) * below / (below - above))
      let middle = min(max(place, low + 1), high - 1)
      let away = try expected(middle, sampling) - wanted
      // An end that stays where it is counts half, or it would stay for long.
      if away <= 0 {
        if lastWasBelow == true { above /= 2 }
        (low, below, lastWasBelow) = (middle, away, true)
      } else {
        if lastWasBelow == false { below /= 2 }
        (high, above, lastWasBelow) = (middle, away, false)
      }
    }
    return low
  }

  /// One part by the steps of a quality.
  private static func fineness(_ quality: Int) -> Double {
    1 / Double(quality < 5000 ? 50_000_000 / quality : 20_200 - 2 * quality)
  }

  private static func quality(_ fineness: Double) -> Int {
    let steps = Int(1 / fineness)
    return steps > 10_200 ? 50_000_000 / steps : (20_200 - steps) / 2
  }

  // MARK: The whole picture

  private mutating func fit(_ sampling: Sampling, _ range: ClosedRange<Int>) throws(WritingError)
    -> JPEGWriter.Fit?
  {
    var low = range.lowerBound, high = range.upperBound
    var found: JPEGWriter.Fit?
    // What may be the best is tried before anything is guessed.
    var quality = high
    if try expected(high, sampling) > 1.03 * Double(limit) {
      quality = try guess(sampling, low...high)
    }
    while true {
      let settings = JPEGWriter.Settings(quality: quality, sampling: sampling)
      let sample = try sample(quality, sampling)
      tries += 1
      // What is a little too large is written nevertheless, and tells how much too large.
      let file = try library.whole(
        settings, codes: library.strips == 0 ? nil : sample.codes, limit: limit + limit / 4)
      let count = file?.byteCount ?? limit + limit / 4
      share = Double(count) / Double(sample.byteCount)
      if let file, count <= limit {
        found = JPEGWriter.Fit(bytes: file.bytes, settings: settings, tries: tries)
        if Double(count) >= 0.98 * Double(limit) { return found }
        low = quality + 1
      } else {
        high = quality - 1
      }
      guard low <= high else { return found }
      quality = try guess(sampling, low...high)
    }
  }
}
