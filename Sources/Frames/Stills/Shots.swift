internal import Model

/// The shots of a clip: what lies between its cuts, fades and blank stretches.
struct Shots: Sendable {
  /// The first frame of each shot but the first, in order.
  private let bounds: [FilmMoment]
  private let endMilliseconds: Int

  init(bounds: [FilmMoment], endMilliseconds: Int) {
    self.bounds = bounds.sorted { $0.frame < $1.frame }
    self.endMilliseconds = endMilliseconds
  }

  var count: Int { bounds.count + 1 }

  /// The number of the shot that a frame is of, from 0.
  func number(of frame: Int) -> Int { bounds.count { $0.frame <= frame } }

  func span(of shot: Int) -> TimeSpan {
    TimeSpan(
      start: shot == 0 ? 0 : bounds[shot - 1].milliseconds,
      end: shot == bounds.count ? endMilliseconds : bounds[shot].milliseconds)
  }
}
