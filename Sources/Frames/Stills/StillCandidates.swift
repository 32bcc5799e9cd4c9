internal import Model

/// A frame that may become a still.
struct StillCandidate: Sendable {
  let moment: FilmMoment
  /// The variance of the frame's Laplacian, as `SharpnessMeter` measures it.
  let sharpness: Int
  let look: Look
  /// The stretch of candidates that the frame belongs to. Frames on both sides of a cut or a
  /// fade are in different stretches.
  var stretch = 0
}

/// The sharpest frame of every quarter of a second, and of every stretch between two cuts or
/// fades.
///
/// The memory is bounded however long the clip is: when there are too many candidates, the
/// time that each represents doubles, and the sharper of two remains.
struct StillCandidates: Sendable {
  /// The number of candidates that are kept at most.
  static let maximumCount = 4000
  /// The time from which on one frame may represent several shots; a clip can't have so many.
  private static let maximumSlotMilliseconds = 1 << 20

  private(set) var all: [StillCandidate] = []
  /// The time that each candidate represents.
  private(set) var slotMilliseconds = 250

  /// Adds a candidate, and halves the resolution in time while there are too many.
  mutating func add(_ candidate: StillCandidate) {
    insert(candidate)
    while all.count > Self.maximumCount {
      slotMilliseconds *= 2
      let old = all
      all.removeAll(keepingCapacity: true)
      old.forEach { insert($0) }
    }
  }

  /// Adds a candidate, or compares it with the last one when both are in the same slot and
  /// stretch.
  private mutating func insert(_ candidate: StillCandidate) {
    guard let last = all.last, slot(of: last) == slot(of: candidate),
      last.stretch == candidate.stretch || slotMilliseconds > Self.maximumSlotMilliseconds
    else {
      all.append(candidate)
      return
    }
    if candidate.sharpness > last.sharpness { all[all.count - 1] = candidate }
  }

  /// Returns the number of the slot of time that a candidate belongs to.
  private func slot(of candidate: StillCandidate) -> Int {
    candidate.moment.milliseconds / slotMilliseconds
  }
}

extension StillCandidates {
  /// The similarity from which on two frames show the same view. On a turntable of a rendered
  /// figure that is a turn of less than 25° in front of a plain wall, and of 40° in front of
  /// a full shelf.
  static let sameViewSimilarity = Look.fullShare * 4 / 5
  /// A frame whose edges have less than a third of the contrast of the best frame's is
  /// blurred, even where its stretch of time has no better one. This is the square, because
  /// sharpness is a variance.
  private static let blurred = 9
  /// A shot gives a still only if its edges have at least an eighth of that contrast: what it
  /// shows may have fewer edges than the other shots. This is the square.
  private static let blurredShot = 64

  /// Returns the frames that would serve best as references, at most `count`, and the shots
  /// that have none.
  ///
  /// The sharpest frame of each shot comes first, beginning with the sharpest shot. For the
  /// rest, the clip is cut into `count` equal stretches of time, and each gives its sharpest
  /// frame that does not show the same view as one chosen before.
  func stills(
    _ count: Int, of shots: Shots, outside fades: [ClosedRange<Int>] = []
  ) -> (stills: [FilmStill], leftOut: [SkippedShot]) {
    guard count > 0, !all.isEmpty else { return ([], []) }
    let clear = all.filter { candidate in
      !fades.contains { $0.contains(candidate.moment.frame) }
    }
    let sorted = clear.sorted {
      ($1.sharpness, $0.moment.frame) < ($0.sharpness, $1.moment.frame)
    }
    guard let sharpest = sorted.first?.sharpness, sharpest > 0 else { return ([], []) }
    var choice = Choice(count, sharpest: sharpest)
    let leftOut = chooseForShots(&choice, sorted, shots)
    chooseMore(&choice, sorted, shots)
    return (choice.stills, leftOut)
  }

  /// Chooses a frame of each shot, and returns the shots that give none, with the reasons.
  private func chooseForShots(
    _ choice: inout Choice, _ sorted: [StillCandidate], _ shots: Shots
  ) -> [SkippedShot] {
    var ofShot = [[StillCandidate]](repeating: [], count: shots.count)
    var order: [Int] = []
    for candidate in sorted {
      let shot = shots.number(of: candidate.moment.frame)
      if ofShot[shot].isEmpty { order.append(shot) }
      ofShot[shot].append(candidate)
    }
    var reasons = [SkippedShot.Reason?](repeating: .blank, count: shots.count)
    for shot in order {
      let sharp = ofShot[shot].filter {
        Self.blurredShot * $0.sharpness >= choice.sharpest
      }
      if sharp.isEmpty {
        reasons[shot] = .blurred
      } else if choice.isFull {
        reasons[shot] = .number
      } else {
        reasons[shot] = sharp.contains { choice.add($0, of: shot) } ? nil : .alike
      }
    }
    return reasons.enumerated().compactMap { shot, reason in
      reason.map { SkippedShot(shots.span(of: shot), $0) }
    }
  }

  /// Chooses further frames from those stretches of time that have none yet.
  private func chooseMore(_ choice: inout Choice, _ sorted: [StillCandidate], _ shots: Shots) {
    guard let start = all.first?.moment.milliseconds, let end = all.last?.moment.milliseconds
    else { return }
    func stretch(_ moment: FilmMoment) -> Int {
      (moment.milliseconds - start) * choice.count / (end - start + 1)
    }
    var used = Set(choice.stills.map { stretch($0.moment) })
    for candidate in sorted where Self.blurred * candidate.sharpness >= choice.sharpest {
      if choice.isFull { return }
      let own = stretch(candidate.moment)
      if used.contains(own) { continue }
      if choice.add(candidate, of: shots.number(of: candidate.moment.frame)) { used.insert(own) }
    }
  }

  /// The frames chosen so far.
  private struct Choice {
    let count: Int
    let sharpest: Int
    private(set) var stills: [FilmStill] = []
    private var looks: [Look] = []

    init(_ count: Int, sharpest: Int) {
      self.count = count
      self.sharpest = sharpest
    }

    var isFull: Bool { stills.count >= count }

    /// Adds a frame unless one with the same view is already chosen. Returns whether it was
    /// added.
    mutating func add(_ candidate: StillCandidate, of shot: Int) -> Bool {
      let likeness = looks.map { candidate.look.likeness(to: $0) }.max()
      if let likeness, likeness >= StillCandidates.sameViewSimilarity { return false }
      looks.append(candidate.look)
      stills.append(
        FilmStill(
          moment: candidate.moment,
          // The root, so half of it is half the contrast of every edge.
          sharpness: (Double(candidate.sharpness) / Double(sharpest)).squareRoot(),
          likeness: likeness.map { Double($0) / Double(Look.fullShare) }, shot: shot))
      return true
    }
  }
}
