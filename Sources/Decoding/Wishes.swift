/// What is asked of a decoder beside its word whether the picture is sound.
package struct Wishes: OptionSet, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The picture made as small as similar ones are found by: 64 × 64 lumas.
  package static let luma = Wishes(rawValue: 1)
  /// The picture as it is measured.
  package static let picture = Wishes(rawValue: 2)
  /// The picture itself, at its full size; alone, it is wished instead of all facts about it.
  package static let pixels = Wishes(rawValue: 4)
}
