internal import Model

/// The shots of a clip: the parts between its cuts, fades and blank stretches.
struct Shots: Sendable {
  /// The first frame of each shot but the first, in order.
  private let bounds: [FilmMoment]
  /// The time of the last frame of the clip.
  private let endMilliseconds: Int

  /// Creates the shots of a clip from the first frames of all but the first of them, in any
  /// order.
  init(bounds: [FilmMoment], endMilliseconds: Int) {
    self.bounds = bounds.sorted { $0.frame < $1.frame }
    self.endMilliseconds = endMilliseconds
  }

  var count: Int { bounds.count + 1 }

  /// Returns the number of the shot that a frame belongs to, counted from 0.
  func number(of frame: Int) -> Int { bounds.count { $0.frame <= frame } }

  /// Returns the length of a shot, in milliseconds.
  func span(of shot: Int) -> TimeSpan {
    TimeSpan(
      start: shot == 0 ? 0 : bounds[shot - 1].milliseconds,
      end: shot == bounds.count ? endMilliseconds : bounds[shot].milliseconds)
  }
}
