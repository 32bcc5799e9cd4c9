package import Model

/// The result of a sound meter.
package struct SoundReport: Sendable {
  /// All measures but loudness and true peak, which are measured elsewhere.
  package var measures: SoundMeasures
  /// The index of the loudest channel. When it differs from the measured channel, the caller
  /// may want to measure again.
  package var loudestChannel: Int
  /// Where voice samples could be cut out, the best first; empty when no cuts were requested.
  package var cuts: [SoundCut]
}

/// The lengths and the number of the voice samples to cut out of a sound.
package struct CutRequest: Hashable, Sendable {
  package var minimumSeconds: Double
  package var maximumSeconds: Double
  /// The number of cuts to return: the best one and others that do not overlap it.
  package var count: Int

  /// Creates a request. All targets with voice samples accept lengths from 5 to 8 seconds.
  package init(minimumSeconds: Double = 5, maximumSeconds: Double = 8, count: Int = 3) {
    self.minimumSeconds = minimumSeconds
    self.maximumSeconds = maximumSeconds
    self.count = count
  }
}
