/// A frame whose neighbours are still awaited.
struct RecentFrame: Sendable {
  let look: Look
  /// How its brightness differs from that of the frame before; nothing for the first of a clip.
  let step: Int?
  let sharpness: Int
  let milliseconds: Int
  /// Whether it differs from the frame before as behind a cut or in a flash. False until judged.
  var isJump = false
  /// The least distance at which it is a mixture of the frames before and behind it; `nil` where it is none.
  var mixture: Int?
}

/// The last frames of a clip, by their numbers in it.
struct RecentFrames: Sendable {
  private var frames: [RecentFrame] = []
  /// The number of the first one that is still here.
  private var start = 0

  /// The number that the next frame will have.
  var end: Int { start + frames.count }

  subscript(number: Int) -> RecentFrame? {
    number >= start && number < end ? frames[number - start] : nil
  }

  mutating func append(_ frame: RecentFrame) { frames.append(frame) }

  mutating func drop(before number: Int) {
    let count = min(max(0, number - start), frames.count)
    frames.removeFirst(count)
    start += count
  }

  mutating func markJump(_ number: Int) {
    if number >= start, number < end { frames[number - start].isJump = true }
  }

  mutating func markMixture(_ number: Int, _ distance: Int) {
    if number >= start, number < end { frames[number - start].mixture = distance }
  }

  /// The least distance at which a frame is a mixture of those before and behind it; `nil` where it is none. A frame that
  /// is one at a single distance is not: chance does that.
  func mixture(at number: Int) -> Int? {
    guard let frame = self[number] else { return nil }
    let distances = FadeRule.distances.lazy.filter { distance in
      guard let earlier = self[number - distance], let later = self[number + distance] else {
        return false
      }
      return frame.look.tones.isMixture(of: earlier.look.tones, and: later.look.tones)
    }.prefix(2)
    let found = Array(distances)
    return found.count == 2 ? found[0] : nil
  }

  /// Whether a frame is within a fade, or so near one that it may show both shots.
  func isInFade(_ number: Int) -> Bool {
    (number - FadeRule.reach...number + FadeRule.reach).contains { other in
      guard let distance = self[other]?.mixture else { return false }
      return abs(other - number) <= distance
    }
  }

  /// Whether the picture jumps at a frame, by the steps around it.
  func jumps(at number: Int) -> Bool {
    guard let usual = usual(around: number) else { return false }
    return isCut(from: number - 1, to: number, usual: usual)
  }

  /// Whether the picture in front of a jump is there again after a few frames, or was before: what
  /// lies between is a flash.
  func isFlash(at number: Int) -> Bool {
    guard let usual = usual(around: number) else { return false }
    func isSame(_ before: Int, _ after: Int) -> Bool {
      self[before] != nil && self[after] != nil && !isCut(from: before, to: after, usual: usual)
    }
    return (1...CutRule.longestFlash).contains { length in
      isSame(number - 1, number + length) || isSame(number - 1 - length, number)
    }
  }

  private func usual(around number: Int) -> Int? {
    let around = (number - CutRule.reach)...(number + CutRule.reach)
    return CutRule.usual(around.compactMap { $0 == number ? nil : self[$0]?.step })
  }

  private func isCut(from before: Int, to after: Int, usual: Int) -> Bool {
    guard let before = self[before], let after = self[after] else { return false }
    return CutRule.isCut(from: before.look, to: after.look, usual: usual)
  }
}
