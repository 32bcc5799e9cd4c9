package import Model

/// Watches the frames of a clip go by, and tells where it cuts hard and which frames would serve as
/// references.
///
///     var watcher = FilmWatcher(stills: 6)
///     while let frame = nextFrame() { watcher.add(frame, atMilliseconds: frame.time) }
///     let seen = watcher.finish()
///
/// It keeps about sixty frames' looks and at most 4,000 candidates, whatever the clip's length, and
/// gives the same for the same frames everywhere.
package struct FilmWatcher: Sendable {
  /// More stills than these are not looked for.
  package static let mostStills = 100
  /// Times beyond these are taken for these: 300 years, and products of them still fit.
  private static let latest = 1 << 43
  /// So many frames before a jump and behind it are no stills: a codec smears one shot into another.
  private static let shyness = 2
  /// A blank stretch of so many frames parts two shots; a shorter one is a flash.
  private static let leastBlank = CutRule.longestFlash + 1

  private let count: Int
  private var meter = SharpnessMeter()
  private var recent = RecentFrames()
  private var cuts = CutList()
  private var fades = FadeList()
  private var candidates = StillCandidates()
  /// The next frame to be judged, the next to be looked at for a fade, and the next to be offered as a still.
  private var toJudge = 0
  private var toUnmix = 0
  private var toOffer = 0
  private var lastTime = 0
  /// How many blank frames came last, and where stretches of them ended.
  private var blanks = 0
  /// Counts frames that can't become stills.
  private var stretch = 0
  private var ends: [FilmMoment] = []

  /// Looks for so many stills; none when there are to be none.
  package init(stills: Int) {
    count = min(max(0, stills), Self.mostStills)
  }

  /// Takes the next frame. A time earlier than that of the frame before is taken for the same.
  package mutating func add(_ frame: SmallFrame, atMilliseconds milliseconds: Int) {
    lastTime = min(max(lastTime, milliseconds), Self.latest)
    let look = Look(frame)
    recent.append(
      RecentFrame(
        look: look, step: recent[recent.end - 1]?.look.difference(to: look),
        sharpness: count > 0 ? meter.variance(of: frame) : 0, milliseconds: lastTime))
    judge(before: recent.end - CutRule.reach)
    unmix(before: recent.end - FadeRule.reach)
    offer(before: min(toJudge - Self.shyness, toUnmix - FadeRule.reach))
    recent.drop(before: min(toJudge - CutRule.reach, toOffer - FadeRule.reach))
  }

  /// What was seen. The watcher is then as new.
  package mutating func finish() -> FilmSeen {
    judge(before: recent.end)
    unmix(before: recent.end)
    offer(before: recent.end)
    var seen = FilmSeen()
    seen.cuts = cuts.moments
    seen.fades = fades.all.map(\.span)
    (seen.stills, seen.leftOut) = candidates.stills(
      count, of: shots, outside: fades.all.map(\.wholeFrames))
    seen.leftOut = Array(seen.leftOut.prefix(FilmSeen.most))
    self = FilmWatcher(stills: count)
    return seen
  }

  /// What lies between cuts, fades and blank stretches.
  private var shots: Shots {
    // A cut next to a fade or a blank stretch is its edge, and no other shot.
    func isEdge(_ frame: Int) -> Bool {
      fades.all.contains { fade in
        fade.frames.lowerBound - FadeRule.reach <= frame
          && frame <= fade.frames.upperBound + FadeRule.reach
      }
    }
    let middles = fades.all.map { fade in
      FilmMoment(
        frame: (fade.frames.lowerBound + fade.frames.upperBound + 1) / 2,
        milliseconds: (fade.span.start + fade.span.end) / 2)
    }
    var bounds = middles + cuts.moments.filter { !isEdge($0.frame) }
    for end in ends where !bounds.contains(where: { abs($0.frame - end.frame) <= FadeRule.reach }) {
      bounds.append(end)
    }
    return Shots(bounds: bounds, endMilliseconds: lastTime)
  }

  /// Decides of every frame up to one whether the picture jumps there.
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

  /// Decides of every frame up to one whether two shots are mixed in it.
  private mutating func unmix(before end: Int) {
    while toUnmix < end {
      if let distance = recent.mixture(at: toUnmix), let frame = recent[toUnmix] {
        recent.markMixture(toUnmix, distance)
        fades.add(toUnmix, distance, atMilliseconds: frame.milliseconds)
      }
      toUnmix += 1
    }
  }

  /// Offers every frame up to one as a still, but for blank ones, those beside a jump and those of a fade.
  private mutating func offer(before end: Int) {
    while toOffer < end {
      defer { toOffer += 1 }
      guard count > 0, let frame = recent[toOffer] else { continue }
      if frame.look.isBlank {
        blanks += 1
        stretch += 1
        continue
      }
      if blanks >= Self.leastBlank, blanks < toOffer, ends.count < FadeList.most {
        ends.append(FilmMoment(frame: toOffer, milliseconds: frame.milliseconds))
      }
      blanks = 0
      let around = (toOffer - Self.shyness)...(toOffer + Self.shyness)
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
