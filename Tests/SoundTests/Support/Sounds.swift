import Foundation
import TestSupport

/// Samples of one channel that a test computes or has espeak-ng speak.
struct Sound {
  static let rate = 22_050

  var samples: [Float]

  static let silence = Sound(samples: [])

  /// A sound of `seconds` from a function of the time.
  static func wave(seconds: Double, rate: Int = Self.rate, _ value: (Double) -> Double) -> Sound {
    Sound(
      samples: (0..<Int(seconds * Double(rate))).map { Float(value(Double($0) / Double(rate))) })
  }

  static func tone(_ hertz: Double, seconds: Double, rate: Int = Self.rate) -> Sound {
    wave(seconds: seconds, rate: rate) { 0.5 * sin(2 * .pi * hertz * $0) }
  }

  static func + (one: Sound, other: Sound) -> Sound {
    Sound(samples: one.samples + other.samples)
  }

  func scaled(_ factor: Double) -> Sound { map { $0 * factor } }

  func map(_ change: (Double) -> Double) -> Sound {
    Sound(samples: samples.map { Float(change(Double($0))) })
  }

  var peak: Double { Double(samples.reduce(0) { max($0, abs($1)) }) }

  /// The sound with its peak at full scale.
  var full: Sound { scaled(1 / max(1e-9, peak)) }

  /// The sound as a file of 16 bits stores it.
  var rounded: Sound { map { ($0 * 32768).rounded() / 32768 } }

  /// The sound driven over full scale by some decibels, and turned down again.
  func driven(_ decibels: Double) -> Sound {
    let factor = pow(10, decibels / 20)
    return full.map { 0.5 * min(1, max(-1, $0 * factor)) }.rounded
  }

  var power: Double {
    samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
  }

  /// The mean power of the parts of 20 ms that are within 25 dB of the loud ones.
  var activePower: Double {
    let length = Self.rate / 50
    let powers = stride(from: 0, to: samples.count - length, by: length / 2).map { start in
      Sound(samples: Array(samples[start..<start + length])).power
    }
    let sorted = powers.filter { $0 > 0 }.sorted()
    guard !sorted.isEmpty else { return 0 }
    let minimum = sorted[sorted.count * 95 / 100] / pow(10, 2.5)
    let active = powers.filter { $0 >= minimum }
    return active.reduce(0, +) / Double(active.count)
  }

  func mixed(with other: Sound) -> Sound {
    Sound(samples: zip(samples, other.samples).map { $0 + $1 })
  }

  /// The sound with noise at a level below it.
  func with(_ noise: Sound, below decibels: Double) -> Sound {
    let factor = (activePower / noise.power / pow(10, decibels / 10)).squareRoot()
    return mixed(with: noise.scaled(factor))
  }

  // MARK: Noise

  static func white(_ count: Int, seed: Int = 1) -> Sound {
    var random = SeededGenerator(seed: seed)
    // Nearly normal: the sum of three uniform values.
    return Sound(
      samples: (0..<count).map { _ in
        let bits = random.next()
        let parts = (0..<3).map { Float(bits >> (21 * $0) & 0x1f_ffff) / 0x20_0000 }
        return parts.reduce(0, +) - 1.5
      })
  }

  /// Pink noise, 3 dB less with every octave, from Paul Kellet's sum of filters.
  static func pink(_ count: Int, seed: Int = 1) -> Sound {
    let poles = [0.99886, 0.99332, 0.96900, 0.86650, 0.55000]
    let gains = [0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522]
    var states = [Double](repeating: 0, count: poles.count)
    return white(count, seed: seed).map { value in
      for index in poles.indices {
        states[index] = poles[index] * states[index] + gains[index] * value
      }
      return states.reduce(0, +) + 0.5362 * value
    }
  }

  // MARK: Rooms and lines

  /// Every third sample, with the others interpolated by a low pass: a telephone.
  var telephone: Sound {
    let weights = Self.lowPass(reach: 48, cut: 0.155)
    func filtered(_ input: [Float], _ gain: Float, by step: Int) -> [Float] {
      stride(from: 0, to: input.count, by: step).map { index in
        var sum: Float = 0
        var other = max(0, index - 48)
        while other < min(input.count, index + 49) {
          if input[other] != 0 { sum += weights[other - index + 48] * input[other] }
          other += 1
        }
        return sum * gain
      }
    }
    let few = filtered(samples, 1, by: 3)
    var sparse = [Float](repeating: 0, count: few.count * 3)
    for (index, value) in few.enumerated() { sparse[3 * index] = value }
    return Sound(samples: filtered(sparse, 3, by: 1))
  }

  /// A sinc under a Hann window; `cut` is relative to the rate.
  private static func lowPass(reach: Int, cut: Double) -> [Float] {
    let weights = (-reach...reach).map { index -> Double in
      let sinc = index == 0 ? 2 * cut : sin(2 * .pi * cut * Double(index)) / (.pi * Double(index))
      return sinc * (0.5 + 0.5 * cos(.pi * Double(index) / Double(reach + 1)))
    }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  /// The sound in a hall where it falls by 60 dB in `seconds`: echoes at random moments, together
  /// as strong as the voice.
  func echoing(seconds: Double) -> Sound {
    var random = SeededGenerator(seed: 3)
    let length = seconds * Double(Self.rate)
    var wet = [Float](repeating: 0, count: samples.count)
    for index in 0..<200 {
      let share = (Double(index) + Double(random.next() % 1000) / 1000) / 200
      let gain = Float(pow(10, -3 * share)) * (random.next() % 2 == 0 ? 1 : -1)
      let delay = max(1, Int(share * length))
      var position = delay
      while position < wet.count {
        wet[position] += gain * samples[position - delay]
        position += 1
      }
    }
    let echo = Sound(samples: wet)
    return mixed(with: echo.scaled((power / echo.power).squareRoot()))
  }
}
