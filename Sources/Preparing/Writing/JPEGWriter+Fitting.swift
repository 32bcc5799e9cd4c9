internal import Model

extension JPEGWriter {
  /// An encoded JPEG that is within its byte limit.
  package struct Fit: Hashable, Sendable {
    package let bytes: [UInt8]
    /// The settings that it was encoded with.
    package let settings: Settings
    /// How many times the whole picture was encoded.
    package let attemptCount: Int
  }

  /// Returns the best JPEG of a picture within a byte limit, or `nil` when its quality would fall
  /// below `floor`, in hundredths: the picture must then be scaled down.
  ///
  /// Without a limit, and wherever they fit, it uses the best settings.
  ///
  /// Full chroma is kept while it fits at a quality of 90. Below that, full chroma costs
  /// quantization steps that are visible everywhere else. The picture is then encoded both with
  /// full and with half chroma, each as well as it fits, and the one that differs less from the
  /// original is taken.
  ///
  /// The file uses at least 98 % of the permitted bytes, unless it already has the best settings or
  /// one more hundredth of quality exceeds the limit.
  ///
  /// ```swift
  /// let fit = try JPEGWriter.fitting(picture, within: 10_000_000)
  /// ```
  package static func fitting(
    _ picture: PixelBuffer, within byteLimit: Int?, floor: Int = 7500
  ) throws(WritingError) -> Fit? {
    guard let byteLimit else {
      return try bytes(of: picture, settings: .best).map {
        Fit(bytes: $0, settings: .best, attemptCount: 1)
      }
    }
    var search = try JPEGSearch(picture, limit: byteLimit)
    return try search.result(floor: max(100, min(floor, Settings.best.quality)))
  }
}

/// Searches for the quality at which a picture just fits its byte limit.
///
/// A sample of the rows predicts the size of the whole file; each encoding of the whole picture
/// corrects that prediction.
private struct JPEGSearch {
  private typealias Sampling = JPEGWriter.Sampling

  /// The lowest quality at which full chroma is kept without a comparison, in hundredths.
  private static let fullChromaQuality = 9000

  private let library: JPEGEncoder
  private let limit: Int
  /// How many bytes of the whole file correspond to one byte of the sample.
  private var bytesPerSampleByte: Double
  /// The samples encoded so far, by their settings.
  private var samples: [JPEGWriter.Settings: JPEGEncoder.File] = [:]
  private var tries = 0

  init(_ picture: PixelBuffer, limit: Int) throws(WritingError) {
    library = try JPEGEncoder(picture)
    self.limit = min(max(limit, 0), JPEGWriter.maximumFileBytes(picture.size, picture.channels))
    bytesPerSampleByte = library.sampleScale
  }

  /// Returns the best fitting file with a quality of at least `floor`, or `nil` when there is none.
  mutating func result(floor: Int) throws(WritingError) -> JPEGWriter.Fit? {
    let best = JPEGWriter.Settings.best.quality
    guard library.picture.channels == 3 else { return try fit(.full, floor...best) }
    let fullChromaQuality = max(floor, Self.fullChromaQuality)
    // Most pictures fit at their best; full chroma is not attempted where it is far from fitting.
    var mayFit = try expected(best, .full) <= Double(limit)
    if !mayFit { mayFit = try expected(fullChromaQuality, .full) < 1.1 * Double(limit) }
    if mayFit,
      let found = try fit(.full, fullChromaQuality...best)
    {
      return found
    }
    if try isBetterWithFullChroma(floor: floor, below: fullChromaQuality),
      let found = try fit(.full, floor...fullChromaQuality)
    {
      return found
    }
    return try fit(.half, floor...best)
  }

  /// Returns whether full chroma gives the better picture, judged by the sample.
  private mutating func isBetterWithFullChroma(floor: Int, below: Int) throws(WritingError) -> Bool
  {
    guard try expected(floor, .full) <= Double(limit) else { return false }
    let full = try guess(.full, floor...below),
      halved = try guess(.half, floor...JPEGWriter.Settings.best.quality)
    return try difference(full, .full) <= difference(halved, .half)
  }

  /// Returns how much a sample encoded with these settings differs from the original.
  private func difference(_ quality: Int, _ sampling: Sampling) throws(WritingError) -> UInt64 {
    let settings = JPEGWriter.Settings(quality: quality, sampling: sampling)
    return library.difference(of: try library.encodeSample(settings, countsOnly: false))
  }

  // MARK: The sample

  /// Returns the sample encoded with these settings; each is encoded only once.
  private mutating func sample(_ quality: Int, _ sampling: Sampling) throws(WritingError)
    -> JPEGEncoder.File
  {
    let settings = JPEGWriter.Settings(quality: quality, sampling: sampling)
    if let known = samples[settings] { return known }
    let sample = try library.encodeSample(settings)
    samples[settings] = sample
    return sample
  }

  /// Returns the predicted byte count of the whole file.
  private mutating func expected(_ quality: Int, _ sampling: Sampling) throws(WritingError)
    -> Double
  {
    bytesPerSampleByte * Double(try sample(quality, sampling).byteCount)
  }

  /// Returns the quality at which the whole file is predicted to just fit.
  ///
  /// A file's size is nearly linear in the reciprocal of the quantization steps, so the method
  /// of false position converges quickly.
  private mutating func guess(_ sampling: Sampling, _ range: ClosedRange<Int>) throws(WritingError)
    -> Int
  {
    let isExact = library.stripCount == 0
    let wanted = Double(limit) * (isExact ? 1 : 0.99)
    var low = range.lowerBound, high = range.upperBound
    var below = try expected(low, sampling) - wanted, above = try expected(high, sampling) - wanted
    if above <= 0 { return high }
    if below > 0 { return low }
    var lastWasBelow: Bool?
    while high - low > 1, below < -0.004 * wanted {
      let from = Self.fineness(low), to = Self.fineness(high)
      let interpolated = Self.quality(from + (to - from) * below / (below - above))
      let middle = min(max(interpolated, low + 1), high - 1)
      let excess = try expected(middle, sampling) - wanted
      // The end that stays in place counts half; otherwise false position would converge slowly.
      if excess <= 0 {
        if lastWasBelow == true { above /= 2 }
        (low, below, lastWasBelow) = (middle, excess, true)
      } else {
        if lastWasBelow == false { below /= 2 }
        (high, above, lastWasBelow) = (middle, excess, false)
      }
    }
    return low
  }

  /// Returns the reciprocal of the quantization steps' scale at a quality in hundredths.
  private static func fineness(_ quality: Int) -> Double {
    1 / Double(quality < 5000 ? 50_000_000 / quality : 20_200 - 2 * quality)
  }

  /// Returns the quality in hundredths whose fineness is the given one; the inverse of
  /// `fineness(_:)`.
  private static func quality(_ fineness: Double) -> Int {
    let steps = Int(1 / fineness)
    return steps > 10_200 ? 50_000_000 / steps : (20_200 - steps) / 2
  }

  // MARK: The whole picture

  /// Encodes the whole picture until the best quality in a range that fits is found, or returns
  /// `nil` when none fits.
  private mutating func fit(_ sampling: Sampling, _ range: ClosedRange<Int>) throws(WritingError)
    -> JPEGWriter.Fit?
  {
    var low = range.lowerBound, high = range.upperBound
    var found: JPEGWriter.Fit?
    // The upper end is tried before anything is predicted: it may be the best.
    var quality = high
    if try expected(high, sampling) > 1.03 * Double(limit) {
      quality = try guess(sampling, low...high)
    }
    while true {
      let settings = JPEGWriter.Settings(quality: quality, sampling: sampling)
      let sample = try sample(quality, sampling)
      tries += 1
      // A file that is slightly too large is completed all the same, to show by how much it is too
      // large.
      let file = try library.encodeWhole(
        settings, codes: library.stripCount == 0 ? nil : sample.codes, limit: limit + limit / 4)
      let count = file?.byteCount ?? limit + limit / 4
      bytesPerSampleByte = Double(count) / Double(sample.byteCount)
      if let file, count <= limit {
        found = JPEGWriter.Fit(bytes: file.bytes, settings: settings, attemptCount: tries)
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
