internal import Castbook

/// A moment as people read it, in universal time, which is said: a library is read in many places.
enum MomentText {
  /// `2026-11-20 19:45 UTC`.
  static func minute(_ moment: Instant) -> String {
    moment.description.prefix(16).replacing("T", with: " ") + " UTC"
  }
}
