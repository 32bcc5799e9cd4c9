/// The likeness of pictures by what they show, on the scale on which `Grouping` compares.
package enum SubjectLikeness {
  /// The likeness of two vectors, in thousandths, from which on two pictures probably show one
  /// subject. It becomes `Grouping.threshold`.
  ///
  /// It was chosen on the tuned half of Benchmarks/subjects: 94 % of the pairs in a group of things
  /// belong together (99 % of places), and 66 % of the pairs that belong together are in one group
  /// (77 % of places).
  private static let threshold = 640

  /// Returns the likeness of two vectors on the scale of `Grouping`, on which 500 means probably
  /// the same, and 250 perhaps.
  package static func scaled(_ likeness: Int) -> Int {
    likeness >= threshold
      ? Grouping.threshold
        + (likeness - threshold) * (1000 - Grouping.threshold) / (1000 - threshold)
      : Grouping.threshold - 2 * (threshold - likeness)
  }

  /// Returns the likeness of two vectors that has a likeness on the scale of `Grouping`.
  package static func vectorLikeness(_ scaled: Int) -> Int {
    scaled >= Grouping.threshold
      ? threshold + (scaled - Grouping.threshold) * (1000 - threshold) / (1000 - Grouping.threshold)
      : threshold - (Grouping.threshold - scaled) / 2
  }

  /// The likeness of colours below which two subjects before plain backdrops differ, whatever their
  /// shapes.
  static let contradictingColors = 120
  /// The largest likeness of two pictures whose colours contradict it.
  static let maximumOfContradiction = 400
}
