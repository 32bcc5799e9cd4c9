/// The part of a clip to keep, in milliseconds.
///
/// A copy that isn't re-encoded can start only at a key frame, so the start has a range.
package struct ClipRange: Hashable, Sendable {
  package var start = 0
  /// The earliest permitted start.
  package var earliest = 0
  /// The latest permitted start.
  package var latest = 0
  /// The end, or `nil` for the end of the clip.
  package var end: Int?
  /// The position from which on the copy may end, or `nil` when it must reach `end`.
  package var minimumEnd: Int?

  package init(
    start: Int = 0, earliest: Int = 0, latest: Int = 0, end: Int? = nil, minimumEnd: Int? = nil
  ) {
    self.start = start
    self.earliest = earliest
    self.latest = latest
    self.end = end
    self.minimumEnd = minimumEnd
  }
}
