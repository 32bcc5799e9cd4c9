internal import Model

/// A number of frames per second as an exact ratio, such as 24000/1001.
///
/// ```swift
/// let film = FrameRate(nearest: 23.976)  // 24000/1001
/// film?.frames(in: 150, at: thirty)      // 119: what fits into five seconds
/// ```
public struct FrameRate: Hashable, Sendable {
  public let numerator: Int
  public let denominator: Int

  /// The largest number of frames that is converted; at 60 per second it lasts 19 days.
  private static let maximumFrames = 100_000_000

  /// Creates a ratio; `nil` unless the numerator is between 1 and 10 million, and the denominator
  /// between 1 and 1001.
  public init?(_ numerator: Int, _ denominator: Int) {
    guard (1...10_000_000).contains(numerator), (1...1001).contains(denominator) else {
      return nil
    }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Creates a ratio that is known to be valid.
  private init(known numerator: Int, _ denominator: Int = 1) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The rate of films.
  package static let film = FrameRate(known: 24)
  /// Milliseconds as frames, for sounds.
  package static let milliseconds = FrameRate(known: 1000)

  /// The rates that editing programs work with, slowest first.
  public static let editing: [FrameRate] = [
    FrameRate(known: 24000, 1001), FrameRate(known: 24), FrameRate(known: 25),
    FrameRate(known: 30000, 1001), FrameRate(known: 30), FrameRate(known: 48000, 1001),
    FrameRate(known: 48), FrameRate(known: 50), FrameRate(known: 60000, 1001),
    FrameRate(known: 60),
  ]

  /// Creates the rate that a measured one stands for; `nil` if no clip can have it.
  ///
  /// A measured rate that differs by less than 0.05 % from a whole number, or from one times
  /// 1000/1001, is that rate: 24 and 24000/1001 differ by 0.1 %. Any other is rounded to
  /// thousandths.
  package init?(nearest framesPerSecond: Double) {
    guard framesPerSecond >= 0.5, framesPerSecond <= 9_999 else { return nil }
    let whole = FrameRate(Int(framesPerSecond.rounded()), 1)
    let nominal = Int((framesPerSecond * 1.001).rounded())
    let slowed =
      nominal.isMultiple(of: 15) || nominal.isMultiple(of: 24)
      ? FrameRate(nominal * 1000, 1001) : nil
    let known = [whole, slowed].compactMap(\.self).min {
      abs($0.framesPerSecond - framesPerSecond) < abs($1.framesPerSecond - framesPerSecond)
    }
    if let known, abs(known.framesPerSecond / framesPerSecond - 1) < 0.0005 {
      self = known
    } else {
      self.init(Int((framesPerSecond * 1000).rounded()), 1000)
    }
  }

  /// The ratio as a number.
  public var framesPerSecond: Double { Double(numerator) / Double(denominator) }

  /// The number of frames that a second of timecode counts: 24 for 23.976.
  public var nominal: Int { (numerator + denominator - 1) / denominator }

  /// Whether editing programs work with this rate.
  public var isForEditing: Bool { Self.editing.contains(self) }

  /// The rate as people write it: `24`, `29.97`, `23.976`.
  public var name: String {
    let hundredths = Decimal.text(numerator, over: denominator, digits: 2)
    // 24 and 48 times 1000/1001 are known by three decimals.
    let isThousandths = denominator != 1 && !nominal.isMultiple(of: 15)
    return isThousandths ? Decimal.text(numerator, over: denominator, digits: 3) : hundredths
  }

  /// Returns how many whole frames of this rate fit into some frames of another one.
  package func frames(in count: Int, at other: FrameRate) -> Int {
    let count = min(max(0, count), Self.maximumFrames)
    return count * other.denominator * numerator / (other.numerator * denominator)
  }

  /// Returns the number of frames whose length is nearest to a duration of at most a day; at least
  /// one.
  package func frames(nearest milliseconds: Int) -> Int {
    let milliseconds = min(max(0, milliseconds), 86_400_000)
    return max(1, (milliseconds * numerator * 2 / (denominator * 1000) + 1) / 2)
  }

  /// Returns how many milliseconds some frames last, rounded.
  package func milliseconds(of count: Int) -> Int {
    (count * denominator * 2000 + numerator) / (2 * numerator)
  }
}
