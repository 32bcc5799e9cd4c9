internal import CEBUR128
internal import Model

/// Loudness and true peak by EBU R128, of all channels together.
@safe final class LoudnessMeter {
  private var state: UnsafeMutablePointer<ebur128_state>?
  private let channels: Int
  private let rate: Int
  private var held: [Float] = []
  private var sampleCount = 0

  /// In blocks of 400 ms; below three seconds its gate has too little to go by.
  private static let leastSeconds = 3.0
  /// The true peak is looked for in so much of it: it takes as long as all the rest.
  private static let mostSeconds = 600.0

  init?(rate: Int, channels: Int) {
    let modes = Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue)
    guard let state = unsafe ebur128_init(UInt32(channels), UInt(rate), modes) else { return nil }
    unsafe self.state = unsafe state
    self.channels = channels
    self.rate = rate
  }

  deinit { unsafe ebur128_destroy(&state) }

  func add(_ planes: [UnsafeBufferPointer<Float>]) {
    let count = unsafe planes.first?.count ?? 0
    guard Double(sampleCount) < Self.mostSeconds * Double(rate) else { return }
    sampleCount += count
    held.removeAll(keepingCapacity: true)
    held.reserveCapacity(count * channels)
    let channels = 0..<min(channels, unsafe planes.count)
    for place in 0..<count {
      for channel in channels {
        let sample = unsafe planes[channel][place]
        held.append(sample.isFinite ? sample : 0)
      }
    }
    _ = unsafe ebur128_add_frames_float(state, held, count)
  }

  func finish() -> (integrated: Measured, truePeak: Measured) {
    let seconds = Double(sampleCount) / Double(rate)
    if seconds >= Self.mostSeconds { return (.unknown(.tooLong), .unknown(.tooLong)) }
    var loudness = 0.0
    var integrated = Measured.unknown(.tooShort)
    if unsafe ebur128_loudness_global(state, &loudness) == EBUR128_SUCCESS.rawValue {
      if loudness.isFinite {
        integrated = seconds >= Self.leastSeconds ? .value(loudness) : .unknown(.tooShort)
      } else if seconds >= Self.leastSeconds {
        integrated = .unknown(.silent)
      }
    }
    var peak = 0.0
    for channel in 0..<channels {
      var value = 0.0
      if unsafe ebur128_true_peak(state, UInt32(channel), &value) == EBUR128_SUCCESS.rawValue {
        peak = max(peak, value)
      }
    }
    return (integrated, peak > 0 ? .value(20 * log10(peak)) : .unknown(.silent))
  }
}

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
