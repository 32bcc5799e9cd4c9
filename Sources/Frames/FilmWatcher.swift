package import Model

/// Watches the frames of a clip as they arrive, and finds its hard cuts, its fades and the
/// frames that would serve best as references.
///
/// ```swift
/// var watcher = FilmWatcher(stills: 6)
/// while let frame = nextFrame() { watcher.add(frame, atMilliseconds: frame.time) }
/// let seen = watcher.finish()
/// ```
///
/// It keeps the looks of about sixty frames and at most 4,000 candidates, whatever the length
/// of the clip, and gives the same result for the same frames on every machine.
package struct FilmWatcher: Sendable {
  /// The number of stills that are looked for at most.
  package static let maximumStills = 100
  /// The latest time in milliseconds, about 300 years. Later times count as this one, so
  /// products of times don't overflow.
  private static let latest = 1 << 43
  /// The number of frames before and after a jump that are never stills: a codec smears one
  /// shot into the other.
  private static let jumpMargin = 2
  /// The length of a blank stretch that separates two shots; a shorter one is a flash.
  private static let minimumBlankLength = CutRule.maximumFlashLength + 1

  /// The number of stills to choose.
  private let count: Int
  private var meter = SharpnessMeter()
  private var recent = RecentFrames()
  private var cuts = CutList()
  private var fades = FadeList()
  private var candidates = StillCandidates()
  /// The next frame to be judged as a jump, the next to be tested for a fade, and the next to
  /// be offered as a still.
  private var toJudge = 0
  private var toTestForFade = 0
  private var toOffer = 0
  /// The time of the last frame, in milliseconds.
  private var lastTime = 0
  /// The number of blank frames that came last.
  private var blankCount = 0
  /// The number of frames so far that can't become stills, which tells stretches of
  /// candidates apart.
  private var stretch = 0
  /// The first frames after blank stretches.
  private var blankEnds: [FilmMoment] = []

  /// Creates a watcher that looks for a number of stills, from 0 to `maximumStills`.
  package init(stills: Int) { count = min(max(0, stills), Self.maximumStills) }

  /// Takes the next frame of the clip.
  ///
  /// A time earlier than that of the frame before counts as the same time.
  package mutating func add(_ frame: SmallFrame, atMilliseconds milliseconds: Int) {
    lastTime = min(max(lastTime, milliseconds), Self.latest)
    let look = Look(frame)
    recent.append(
      RecentFrame(
        look: look, step: recent[recent.end - 1]?.look.difference(to: look),
        sharpness: count > 0 ? meter.variance(of: frame) : 0, milliseconds: lastTime))
    judge(before: recent.end - CutRule.neighbourRange)
    findFades(before: recent.end - FadeRule.maximumDistance)
    offer(before: min(toJudge - Self.jumpMargin, toTestForFade - FadeRule.maximumDistance))
    recent.drop(before: min(toJudge - CutRule.neighbourRange, toOffer - FadeRule.maximumDistance))
  }

  /// Returns the cuts, fades and stills of the clip, and resets the watcher for another one.
  package mutating func finish() -> FilmObservations {
    judge(before: recent.end)
    findFades(before: recent.end)
    offer(before: recent.end)
    var seen = FilmObservations()
    seen.cuts = cuts.moments
    seen.fades = fades.all.map(\.span)
    (seen.stills, seen.skippedShots) = candidates.stills(
      count, of: shots, outside: fades.all.map(\.visibleFrames))
    seen.skippedShots = Array(seen.skippedShots.prefix(FilmObservations.maximumCount))
    self = FilmWatcher(stills: count)
    return seen
  }

  /// The shots between the cuts, fades and blank stretches.
  private var shots: Shots {
    // A cut close to a fade or a blank stretch is the edge of it, not the start of another
    // shot.
    func isEdge(_ frame: Int) -> Bool {
      fades.all.contains { fade in
        fade.frames.lowerBound - FadeRule.maximumDistance <= frame
          && frame <= fade.frames.upperBound + FadeRule.maximumDistance
      }
    }
    let middles = fades.all.map { fade in
      FilmMoment(
        frame: (fade.frames.lowerBound + fade.frames.upperBound + 1) / 2,
        milliseconds: (fade.span.start + fade.span.end) / 2)
    }
    var bounds = middles + cuts.moments.filter { !isEdge($0.frame) }
    for end in blankEnds
    where !bounds.contains(where: { abs($0.frame - end.frame) <= FadeRule.maximumDistance }) {
      bounds.append(end)
    }
    return Shots(bounds: bounds, endMilliseconds: lastTime)
  }

  /// Decides for every frame before `end` whether the picture jumps there.
  private mutating func judge(before end: Int) {
    while toJudge < end {
      if recent.jumps(at: toJudge), let frame = recent[toJudge] {
        recent.markJump(toJudge)
        if !recent.isFlash(at: toJudge) {
          cuts.add(
            FilmMoment(frame: toJudge, milliseconds: frame.milliseconds), step: frame.step ?? 0)
        }
      }
      toJudge += 1
    }
  }

  /// Decides for every frame before `end` whether two shots are mixed in it.
  private mutating func findFades(before end: Int) {
    while toTestForFade < end {
      if let distance = recent.mixture(at: toTestForFade), let frame = recent[toTestForFade] {
        recent.markMixture(toTestForFade, distance)
        fades.add(toTestForFade, distance: distance, atMilliseconds: frame.milliseconds)
      }
      toTestForFade += 1
    }
  }

  /// Offers every frame before `end` as a still, except blank frames, those beside a jump and
  /// those in a fade.
  private mutating func offer(before end: Int) {
    while toOffer < end {
      defer { toOffer += 1 }
      guard count > 0, let frame = recent[toOffer] else { continue }
      if frame.look.isBlank {
        blankCount += 1
        stretch += 1
        continue
      }
      if blankCount >= Self.minimumBlankLength, blankCount < toOffer,
        blankEnds.count < FadeList.maximumCount
      {
        blankEnds.append(FilmMoment(frame: toOffer, milliseconds: frame.milliseconds))
      }
      blankCount = 0
      let around = (toOffer - Self.jumpMargin)...(toOffer + Self.jumpMargin)
      if around.contains(where: { recent[$0]?.isJump == true }) || recent.isInFade(toOffer) {
        stretch += 1
      } else {
        candidates.add(
          StillCandidate(
            moment: FilmMoment(frame: toOffer, milliseconds: frame.milliseconds),
            sharpness: frame.sharpness, look: frame.look, stretch: stretch))
      }
    }
  }
}
