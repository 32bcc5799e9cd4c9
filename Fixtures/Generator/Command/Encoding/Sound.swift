internal import Glibc

/// A sound in memory: any number of channels of equal length; 1 is full scale.
struct Sound: Sendable {
  var rate: Int
  var channels: [[Double]]

  init(rate: Int, _ channels: [Double]...) {
    self.rate = rate
    self.channels = channels
  }

  /// The number of samples in a channel.
  var count: Int { channels.first?.count ?? 0 }

  /// A level in decibels as a factor.
  static func factor(_ decibels: Double) -> Double { pow(10, decibels / 20) }
}

extension Sound {
  /// Transforms every sample of every channel.
  func map(_ change: (Double) -> Double) -> Sound {
    var copy = self
    copy.channels = channels.map { $0.map(change) }
    return copy
  }

  func louder(by decibels: Double) -> Sound {
    let factor = Self.factor(decibels)
    return map { $0 * factor }
  }

  /// Clips samples to full scale.
  var clipped: Sound { map { min(max(-1, $0), 1) } }

  /// The sound with exactly `count` samples: cut, or padded with silence.
  func prefix(_ count: Int) -> Sound {
    var copy = self
    copy.channels = channels.map { channel in
      let missing = max(0, count - channel.count)
      return Array(channel.prefix(count)) + [Double](repeating: 0, count: missing)
    }
    return copy
  }

  /// The sound repeated until it has `count` samples.
  func repeated(to count: Int) -> Sound {
    var copy = self
    copy.channels = channels.map { channel in
      (0..<count).map { channel[$0 % channel.count] }
    }
    return copy
  }

  /// The sound with white noise whose root mean square is at a level relative to full scale.
  func withNoise(_ decibels: Double, seed: UInt64 = 1) -> Sound {
    var state = seed
    let factor = Self.factor(decibels)
    return map { $0 + factor * Self.noise(&state) }
  }

  /// Close to a normal distribution of deviation 1: the sum of four uniform values.
  private static func noise(_ state: inout UInt64) -> Double {
    var sum = 0.0
    for _ in 0..<4 {
      // Knuth's generator; its upper bits are the good ones.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      sum += Double(state >> 33) / Double(1 << 31) - 0.5
    }
    return sum * 3.0.squareRoot()
  }
}

extension Sound {
  /// The first channel with every frequency outside a band removed, by a filter of 513 samples.
  func band(_ low: Double, _ high: Double) -> Sound {
    let reach = 256
    let taps = (-reach...reach).map { tap in
      let window = 0.5 + 0.5 * cos(Double.pi * Double(tap) / Double(reach + 1))
      let (upper, lower) = (2 * high / Double(rate), 2 * low / Double(rate))
      return window * (Self.lowpass(Double(tap), upper) - Self.lowpass(Double(tap), lower))
    }
    let padding = [Double](repeating: 0, count: reach)
    let source = padding + channels[0] + padding
    let filtered = (0..<count).map { index in
      var sum = 0.0
      for (tap, weight) in taps.enumerated() { sum += weight * source[index + tap] }
      return sum
    }
    return Sound(rate: rate, filtered)
  }

  /// The first channel at another rate, lower than its own.
  func resampled(to newRate: Int) -> Sound {
    let reach = 48
    // Slightly below half the new rate, to avoid aliasing.
    let share = 0.94 * Double(newRate) / Double(rate)
    let source = channels[0]
    let resampled = (0..<source.count * newRate / rate).map { index in
      let (whole, rest) = (index * rate).quotientAndRemainder(dividingBy: newRate)
      let part = Double(rest) / Double(newRate)
      var sum = 0.0
      for tap in max(-reach, -whole)...min(reach, source.count - 1 - whole) {
        let distance = Double(tap) - part
        let window = 0.5 + 0.5 * cos(Double.pi * distance / Double(reach + 1))
        sum += window * Self.lowpass(distance, share) * source[whole + tap]
      }
      return sum
    }
    return Sound(rate: newRate, resampled)
  }

  /// The weight, at a distance, of a filter that passes a share of all frequencies.
  private static func lowpass(_ distance: Double, _ share: Double) -> Double {
    let turn = Double.pi * distance
    return abs(distance) < 1e-9 ? share : sin(turn * share) / turn
  }
}

extension Sound {
  /// The mean power of the first channel in stretches of 20 ms.
  private var powers: [Double] {
    let length = rate / 50
    return stride(from: 0, to: count, by: length).map { start in
      let stretch = channels[0][start..<min(start + length, count)]
      return stretch.reduce(0) { $0 + $1 * $1 } / Double(stretch.count)
    }
  }

  /// Whether each stretch of 20 ms is spoken: at most 25 dB below the loudest twentieth.
  private var isSpoken: [Bool] {
    let powers = powers
    let limit = powers.sorted()[powers.count * 95 / 100] / 316
    return powers.map { $0 > limit }
  }

  /// The mean level of the spoken stretches, in decibels relative to full scale.
  var spokenLevel: Double {
    let spoken = zip(powers, isSpoken).filter(\.1).map(\.0)
    return 10 * log10(spoken.reduce(0, +) / Double(spoken.count))
  }

  /// The first channel, silenced in the pauses of `voice`.
  func gated(by voice: Sound) -> Sound {
    let isSpoken = voice.isSpoken
    return Sound(
      rate: rate,
      channels[0].enumerated().map { isSpoken[$0.offset / (rate / 50)] ? $0.element : 0 })
  }
}
