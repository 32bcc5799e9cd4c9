internal import Castbook

/// Moments as text. They are in universal time, which the text says, because a library is read in
/// many places.
enum MomentText {
  /// Returns the moment to the minute, as in `2026-11-20 19:45 UTC`.
  static func minute(_ moment: Instant) -> String {
    moment.description.prefix(16).replacing("T", with: " ") + " UTC"
  }
}
