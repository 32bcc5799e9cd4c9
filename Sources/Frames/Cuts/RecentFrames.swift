/// A frame that is kept until the frames after it are known.
struct RecentFrame: Sendable {
  let look: Look
  /// The difference in brightness from the frame before, or `nil` for the first frame of a
  /// clip.
  let step: Int?
  /// The variance of the Laplacian, as `SharpnessMeter` measures it; 0 when no stills are
  /// wanted.
  let sharpness: Int
  let milliseconds: Int
  /// Whether the picture jumps at this frame, at a cut or in a flash; `false` until it is
  /// judged.
  var isJump = false
  /// The smallest distance in frames at which this frame is a mixture of an earlier and a
  /// later one, or `nil` when it is not a mixture.
  var mixture: Int?
}

/// The last frames of a clip, addressed by their numbers in it.
struct RecentFrames: Sendable {
  private var frames: [RecentFrame] = []
  /// The number of the first frame that is still kept.
  private var start = 0

  /// The number that the next frame will have.
  var end: Int { start + frames.count }

  /// Returns the frame with a number, or `nil` when it was dropped or has not arrived yet.
  subscript(number: Int) -> RecentFrame? {
    number >= start && number < end ? frames[number - start] : nil
  }

  mutating func append(_ frame: RecentFrame) { frames.append(frame) }

  mutating func drop(before number: Int) {
    let count = min(max(0, number - start), frames.count)
    frames.removeFirst(count)
    start += count
  }

  /// Marks a frame as a jump, if it is still kept.
  mutating func markJump(_ number: Int) {
    if number >= start, number < end { frames[number - start].isJump = true }
  }

  /// Marks a frame as a mixture of the frames `distance` before and after it, if it is still
  /// kept.
  mutating func markMixture(_ number: Int, _ distance: Int) {
    if number >= start, number < end { frames[number - start].mixture = distance }
  }

  /// Returns the smallest distance at which a frame is a mixture of the frames before and
  /// after it, or `nil` when it is none.
  ///
  /// A frame must be a mixture at two distances; at a single one that happens by chance.
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

  /// Returns whether a frame is within a fade, or so close to one that it may show both
  /// shots.
  func isInFade(_ number: Int) -> Bool {
    (number - FadeRule.maximumDistance...number + FadeRule.maximumDistance).contains { other in
      guard let distance = self[other]?.mixture else { return false }
      return abs(other - number) <= distance
    }
  }

  /// Returns whether the picture jumps at a frame, judged by the steps around it.
  func jumps(at number: Int) -> Bool {
    guard let typicalStep = typicalStep(around: number) else { return false }
    return isCut(from: number - 1, to: number, typicalStep: typicalStep)
  }

  /// Returns whether a jump belongs to a flash: the picture before it returns within a few
  /// frames, or the picture after it was there a few frames earlier.
  func isFlash(at number: Int) -> Bool {
    guard let typicalStep = typicalStep(around: number) else { return false }
    func isSame(_ before: Int, _ after: Int) -> Bool {
      self[before] != nil && self[after] != nil
        && !isCut(from: before, to: after, typicalStep: typicalStep)
    }
    return (1...CutRule.maximumFlashLength).contains { length in
      isSame(number - 1, number + length) || isSame(number - 1 - length, number)
    }
  }

  /// Returns the typical step around a frame, leaving out its own.
  private func typicalStep(around number: Int) -> Int? {
    let around = (number - CutRule.neighbourRange)...(number + CutRule.neighbourRange)
    return CutRule.typicalStep(around.compactMap { $0 == number ? nil : self[$0]?.step })
  }

  private func isCut(from before: Int, to after: Int, typicalStep: Int) -> Bool {
    guard let before = self[before], let after = self[after] else { return false }
    return CutRule.isCut(from: before.look, to: after.look, typicalStep: typicalStep)
  }
}
