/// A part of a sound or a clip, in milliseconds from its beginning.
public struct TimeSpan: Hashable, Sendable {
  /// The first millisecond of the part.
  public let start: Int
  /// The first millisecond after the part.
  public let end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// Converts a part counted in samples, rounding outwards.
  ///
  /// - Parameter rate: samples per second.
  public init(_ span: SoundSpan, rate: Int) {
    let rate = max(1, rate)
    self.init(start: span.start * 1000 / rate, end: (span.end * 1000 + rate - 1) / rate)
  }
}
