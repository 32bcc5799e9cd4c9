package import Model

/// What a sound meter found.
package struct SoundReport: Sendable {
  /// All but loudness and true peak, which are measured elsewhere.
  package var measures: SoundMeasures
  /// The channel to measure: another one than was measured, when that one is quieter.
  package var louderChannel: Int
  /// Where a voice sample could be cut out, best first; none where none was wished for.
  package var cuts: [SoundCut]
}

/// What a voice sample that is to be cut out must be like.
package struct CutWish: Hashable, Sendable {
  package var minimumSeconds: Double
  package var maximumSeconds: Double
  /// The best one and others that do not overlap it.
  package var count: Int

  /// All rules for voice samples take 5 to 8 seconds.
  package init(minimumSeconds: Double = 5, maximumSeconds: Double = 8, count: Int = 3) {
    self.minimumSeconds = minimumSeconds
    self.maximumSeconds = maximumSeconds
    self.count = count
  }
}
