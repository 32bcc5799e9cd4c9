/// A frame whose neighbours are still awaited.
struct RecentFrame: Sendable {
  let look: Look
  /// How its brightness differs from that of the frame before; nothing for the first of a clip.
  let step: Int?
  let sharpness: Int
  let milliseconds: Int
  /// Whether it differs from the frame before as behind a cut or in a flash. False until judged.
  var isJump = false
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
