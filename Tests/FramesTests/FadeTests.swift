import FixtureScenes
import Frames
import Model
import Testing

/// Fades from one shot into another: two pictures at once.
@Suite struct Fades {
  /// Two shots with a fade between them, and the first frame that shows some of the second shot.
  private func fading(
    _ first: Clip, _ second: Clip, over frames: Int
  ) throws -> (clip: Clip, fade: Range<Int>) {
    let start = first.pictures.count - frames
    let mixed = (0..<frames).map { number in
      first.pictures[start + number].mixed(
        with: second.pictures[number], share: Double(number + 1) / Double(frames + 1))
    }
    let pictures =
      first.pictures.prefix(start) + mixed + second.pictures.dropFirst(frames)
    return (try Clip(of: Array(pictures)), start..<start + frames)
  }

  static let lengths = [1, 2, 3, 5, 8, 12, 25, 50, 75]

  @Test("No still is taken inside of one, however long it lasts", arguments: lengths)
  func still(frames: Int) throws {
    let (clip, fade) = try fading(
      Clip(of: Scenes.front, frames: 40 + frames), Clip(of: Scenes.mug, frames: 40 + frames),
      over: frames)
    let seen = clip.seen(stills: 12)
    #expect(seen.stills.count == 2)
    #expect(seen.stills.allSatisfy { !fade.contains($0.moment.frame) }, "\(seen.stills)")
    #expect(Set(seen.stills.map { $0.moment.frame < fade.lowerBound }) == [true, false])
    if frames > 4 {
      #expect(seen.fades.count == 1)
      let span = try #require(seen.fades.first)
      #expect(abs(span.start - fade.lowerBound * 40) <= 120 + frames * 4)
      #expect(abs(span.end - fade.upperBound * 40) <= 120 + frames * 4)
    }
  }

  @Test(
    "No still is taken if both shots pan or zoom: the longer it lasts, the slower",
    arguments: [8, 25, 50])
  func moving(frames: Int) throws {
    let speed = frames > 25 ? 0.15 : 0.5
    for (first, second) in [
      (
        try Clip.pan(Scenes.front, frames: 60 + frames, pixels: speed),
        try Clip.pan(Scenes.mug, frames: 60 + frames, pixels: speed)
      ),
      (
        try Clip.zoom(Scenes.side, frames: 60 + frames, percent: speed),
        try Clip.pan(Scenes.reverse, frames: 60 + frames, pixels: speed)
      ),
    ] {
      let (clip, fade) = try fading(first, second, over: frames)
      let seen = clip.seen(stills: 12)
      #expect(
        seen.stills.allSatisfy { !fade.contains($0.moment.frame) },
        "\(seen.stills.map { $0.moment.frame }) \(fade) \(seen.fades)")
      #expect(Set(seen.stills.map { $0.moment.frame < fade.lowerBound }) == [true, false])
    }
  }

  @Test("A double exposure that is sharper than both shots gives no still either")
  func sharper() throws {
    let (clip, fade) = try fading(
      Clip(of: Scenes.front.blurred(1), frames: 50),
      Clip(of: Scenes.reverse.blurred(1), frames: 50),
      over: 20)
    var sharp = clip
    let mixture = Scenes.front.mixed(with: Scenes.reverse, share: 0.5)
    sharp.frames[fade.lowerBound + 10] = try Window().frame(of: mixture)
    #expect(sharp.seen(stills: 4).stills.allSatisfy { !fade.contains($0.moment.frame) })
  }

  @Test("Pans, zooms, turns and changes of light are none")
  func others() throws {
    var clips = [
      try Clip.pan(Scenes.front, frames: 70, pixels: 1),
      try Clip.pan(Scenes.front, frames: 70, pixels: 0.2),
      try Clip.pan(Scenes.reverse, frames: 40, pixels: 2),
      try Clip.zoom(Scenes.front, frames: 60, percent: 1),
      try Clip.zoom(Scenes.mug, frames: 60, percent: 3),
      try Clip.zoom(Scenes.side, frames: 60, percent: 0.3),
    ]
    clips.append(
      try Clip(of: (0..<60).map { Scenes.front.lit(1 - Double($0) / 90) }))
    for (index, clip) in clips.enumerated() {
      let seen = clip.seen(stills: 6)
      #expect(seen.fades == [], "\(index)")
      #expect(!seen.stills.isEmpty, "\(index)")
    }
  }

  @Test("A fade through black separates two shots, and leaves no dark still")
  func black() throws {
    let shares = (0..<12).map { 1 - Double($0 + 1) / 12 }
    let away = shares.map { Scenes.front.lit($0) }
    let back = shares.reversed().map { Scenes.mug.lit($0) }
    let pictures =
      [Picture](repeating: Scenes.front, count: 30) + away + back
      + [Picture](repeating: Scenes.mug, count: 30)
    let stills = try Clip(of: pictures).seen(stills: 2).stills
    #expect(stills.map(\.shot).sorted() == [0, 1])
    #expect(stills.allSatisfy { $0.moment.frame < 32 || $0.moment.frame > 52 }, "\(stills)")
  }
}

/// The shots that give stills.
@Suite struct StillsOfShots {
  @Test("Every shot gives one before any gives a second")
  func every() throws {
    // The first shot has the sharpest frames and many views, the others are short, and softer.
    let many = try Clip.pan(Scenes.front, frames: 80, pixels: 1)
    let clip =
      many + (try Clip.still(Scenes.mug.blurred(1), frames: 12))
      + (try Clip.still(Scenes.side.blurred(1), frames: 12))
      + (try Clip.still(Scenes.reverse.blurred(1), frames: 12))
    let seen = clip.seen(stills: 12)
    #expect(seen.cuts.map(\.frame) == [80, 92, 104])
    #expect(seen.stills.prefix(4).map(\.shot).sorted() == [0, 1, 2, 3])
    #expect(seen.skippedShots == [])
    // With as many stills requested as there are shots, each gives one.
    #expect(clip.seen(stills: 4).stills.map(\.shot).sorted() == [0, 1, 2, 3])
    #expect(clip.seen(stills: 3).skippedShots.map(\.reason) == [.number])
  }

  @Test("A shot without a usable frame is named, with the reason")
  func leftOut() throws {
    let front = try Clip.still(Scenes.front, frames: 20)
    let clip =
      front + (try Clip.still(Scenes.mug.blurred(12), frames: 20)) + front
      + (try Clip.still(Scenes.side, frames: 20))
    let seen = clip.seen(stills: 6)
    #expect(seen.stills.count == 2)
    #expect(
      seen.skippedShots == [
        SkippedShot(TimeSpan(start: 800, end: 1600), .blurred),
        SkippedShot(TimeSpan(start: 1600, end: 2400), .alike),
      ])
  }
}
