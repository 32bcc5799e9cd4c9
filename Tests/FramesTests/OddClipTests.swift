import FixtureScenes
import Frames
import Model
import Testing

/// The watcher accepts any frames that a decoder may deliver.
@Suite struct OddClips {
  @Test("A clip without frames gives an empty result")
  func empty() {
    var watcher = FilmWatcher(stills: 6)
    #expect(watcher.finish() == FilmObservations())
  }

  @Test("One or two frames are stills but no cuts", arguments: 1...2)
  func few(frames: Int) throws {
    let seen = try Clip.still(Scenes.front, frames: frames).seen(stills: 6)
    #expect(seen.cuts == [])
    #expect(seen.stills.map(\.moment) == [FilmMoment(frame: 0, milliseconds: 0)])
    #expect(seen.stills.first?.likeness == nil)
  }

  @Test(
    "Frames of very few pixels, and of very long sides, are accepted",
    arguments: [(1, 1), (1, 320), (320, 1), (9, 10), (4, 4), (5, 5)])
  func sizes(width: Int, height: Int) throws {
    let tones = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let colours = tones.flatMap { [$0, $0, $0] }
    let frame = try SmallFrame.made(width, height, colours, width, height, tones)
    let seen = Clip(frames: [SmallFrame](repeating: frame, count: 30)).seen(stills: 4)
    #expect(seen.cuts == [])
    #expect(seen.stills.count <= 1)
  }

  @Test("A black clip gives no stills")
  func black() throws {
    #expect(try Clip.plain(0, frames: 60).seen(stills: 6) == FilmObservations())
  }

  @Test("The size may change in the middle")
  func changingSize() throws {
    let tall = try SmallFrame.made(9, 16, [UInt8](repeating: 90, count: 432), 1, 1, [0])
    let clip =
      try Clip.still(Scenes.front, frames: 10)
      + Clip(frames: [SmallFrame](repeating: tall, count: 10))
    #expect(clip.seen(stills: 3).stills.count == 1)
  }

  @Test("Times may be negative, decreasing, and out of all bounds")
  func times() throws {
    let frame = try Window().frame(of: Scenes.front)
    var watcher = FilmWatcher(stills: .max)
    for time in [-5, .min, 100, 40, .max, 0, .max] { watcher.add(frame, atMilliseconds: time) }
    let seen = watcher.finish()
    #expect(seen.stills.map(\.moment) == [FilmMoment(frame: 0, milliseconds: 0)])
  }

  @Test("After its end a watcher starts over")
  func again() throws {
    let clip =
      try Clip.still(Scenes.front, frames: 20) + Clip.still(Scenes.mug, frames: 20)
    var watcher = FilmWatcher(stills: 3)
    var seen: [FilmObservations] = []
    for _ in 0..<2 {
      for (number, frame) in clip.frames.enumerated() {
        watcher.add(frame, atMilliseconds: 40 * number)
      }
      seen.append(watcher.finish())
    }
    #expect(seen[0] == seen[1])
    #expect(seen[0].cuts.count == 1 && seen[0].stills.count == 2)
  }

  @Test("A frame whose planes don't fit its sides is refused")
  func misfits() {
    func frame(_ width: Int, _ height: Int, _ rgb: Int, _ lumaSide: Int, _ luma: Int) -> Bool {
      SmallFrame(
        width: width, height: height, rgb: [UInt8](repeating: 1, count: rgb), lumaWidth: lumaSide,
        lumaHeight: lumaSide, luma: [UInt8](repeating: 1, count: luma)) != nil
    }
    #expect(frame(2, 3, 18, 4, 16))
    #expect(!frame(2, 3, 17, 4, 16))
    #expect(!frame(2, 3, 18, 4, 15))
    #expect(!frame(0, 3, 0, 4, 16))
    #expect(!frame(-2, -3, 18, 4, 16))
    #expect(!frame(321, 1, 963, 4, 16))
    #expect(!frame(2, 3, 18, 513, 513 * 513))
    #expect(!frame(2, 3, 18, 0, 0))
  }
}
