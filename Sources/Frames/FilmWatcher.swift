package import Model

/// Watches the frames of a clip go by, and tells where it cuts hard and which frames would serve as
/// references.
///
///     var watcher = FilmWatcher(stills: 6)
///     while let frame = nextFrame() { watcher.add(frame, atMilliseconds: frame.time) }
///     let seen = watcher.finish()
///
/// It keeps about twenty frames' looks and at most 4,000 candidates, whatever the clip's length, and
/// gives the same for the same frames everywhere: all it decides by are whole numbers.
package struct FilmWatcher: Sendable {
  /// More stills than these are not looked for.
  package static let mostStills = 100
  /// Times beyond these are taken for these: 300 years, and products of them still fit.
  private static let latest = 1 << 43
  /// So many frames before a jump and behind it are no stills: a codec smears one shot into another.
  private static let shyness = 2

  private let count: Int
  private var meter = SharpnessMeter()
  private var recent = RecentFrames()
  private var cuts = CutList()
  private var candidates = StillCandidates()
  /// The next frame to be judged, and the next to be offered as a still.
  private var toJudge = 0
  private var toOffer = 0
  private var lastTime = 0

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
    offer(before: toJudge - Self.shyness)
    recent.drop(before: toJudge - CutRule.reach)
  }

  /// What was seen. The watcher is then as new.
  package mutating func finish() -> FilmSeen {
    judge(before: recent.end)
    offer(before: recent.end)
    var seen = FilmSeen()
    seen.cuts = cuts.moments
    seen.stills = candidates.stills(count)
    self = FilmWatcher(stills: count)
    return seen
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

  /// Offers every frame up to one as a still, but for blank ones and those beside a jump.
  private mutating func offer(before end: Int) {
    while toOffer < end {
      let around = (toOffer - Self.shyness)...(toOffer + Self.shyness)
      if count > 0, let frame = recent[toOffer], !frame.look.isBlank,
        !around.contains(where: { recent[$0]?.isJump == true })
      {
        candidates.add(
          StillCandidate(
            moment: FilmMoment(frame: toOffer, milliseconds: frame.milliseconds),
            sharpness: frame.sharpness, look: frame.look))
      }
      toOffer += 1
    }
  }
}
