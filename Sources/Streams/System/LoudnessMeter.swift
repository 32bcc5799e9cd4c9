internal import CEBUR128
internal import Model
internal import POSIX

/// Measures loudness and true peak according to EBU R128, of all channels together.
@safe final class LoudnessMeter {
  /// The state of libebur128.
  private var state: UnsafeMutablePointer<ebur128_state>?
  private let channels: Int
  private let rate: Int
  /// Interleaved samples, in memory that is reused.
  private var interleaved: [Float] = []
  /// The number of samples of each channel so far.
  private var sampleCount = 0

  /// The shortest sound whose loudness is reported. It is measured in blocks of 400 ms;
  /// below three seconds there are too few of them for its gate.
  private static let minimumSeconds = 3.0
  /// The longest sound that is measured. Finding the true peak takes as long as all other
  /// measures together.
  private static let maximumSeconds = 600.0

  /// Returns `nil` when memory is not available.
  init?(rate: Int, channels: Int) {
    let modes = Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue)
    guard let state = unsafe ebur128_init(UInt32(channels), UInt(rate), modes) else { return nil }
    unsafe self.state = unsafe state
    self.channels = channels
    self.rate = rate
  }

  deinit { unsafe ebur128_destroy(&state) }

  /// Adds samples, one plane for each channel. Samples that are not finite count as
  /// silence.
  func add(_ planes: [UnsafeBufferPointer<Float>]) {
    let count = unsafe planes.first?.count ?? 0
    guard Double(sampleCount) < Self.maximumSeconds * Double(rate) else { return }
    sampleCount += count
    interleaved.removeAll(keepingCapacity: true)
    interleaved.reserveCapacity(count * channels)
    let channels = 0..<min(channels, unsafe planes.count)
    for index in 0..<count {
      for channel in channels {
        let sample = unsafe planes[channel][index]
        interleaved.append(sample.isFinite ? sample : 0)
      }
    }
    _ = unsafe ebur128_add_frames_float(state, interleaved, count)
  }

  /// Returns the integrated loudness in LUFS and the true peak in dBTP, or why they are
  /// unknown.
  func finish() -> (integrated: Measured, truePeak: Measured) {
    let seconds = Double(sampleCount) / Double(rate)
    if seconds >= Self.maximumSeconds { return (.unknown(.tooLong), .unknown(.tooLong)) }
    var loudness = 0.0
    var integrated = Measured.unknown(.tooShort)
    if unsafe ebur128_loudness_global(state, &loudness) == EBUR128_SUCCESS.rawValue {
      if loudness.isFinite {
        integrated = seconds >= Self.minimumSeconds ? .value(loudness) : .unknown(.tooShort)
      } else if seconds >= Self.minimumSeconds {
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
