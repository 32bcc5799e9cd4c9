import FixtureScenes
import Frames
import Model
import Testing

@Suite struct HardCuts {
  @Test("A still, panning or zooming camera makes none", arguments: [0.0, 0.4, 1.3, 2])
  func movements(speed: Double) throws {
    #expect(try Clip.pan(Scenes.front, frames: 40, pixels: speed).cuts() == [])
    #expect(try Clip.zoom(Scenes.front, frames: 40, percent: speed).cuts() == [])
  }

  @Test("A pan that starts and stops makes none")
  func stopping() throws {
    let start = try Clip.pan(Scenes.front, frames: 1, pixels: 0)
    let still = Clip(frames: start.frames + start.frames + start.frames + start.frames)
    let pan = try Clip.pan(Scenes.front, frames: 30, pixels: 1.5)
    let end = try #require(pan.frames.last)
    let rest = Clip(frames: [SmallFrame](repeating: end, count: 12))
    #expect((still + still + still + pan + rest).cuts() == [])
  }

  @Test(
    "Two spliced scenes make one, at the first frame of the second",
    arguments: [2, 3, 12, 20, 37, 38])
  func splices(frame: Int) throws {
    let clip =
      try Clip.still(Scenes.front, frames: frame) + Clip.still(Scenes.mug, frames: 40 - frame)
    let cuts = clip.seen().cuts
    #expect(cuts == [FilmMoment(frame: frame, milliseconds: frame * 40)])
  }

  @Test("Two spliced pans make one")
  func spliceOfPans() throws {
    let front = try Clip.pan(Scenes.front, frames: 20, pixels: 1)
    let mug = try Clip.pan(Scenes.mug, frames: 20, pixels: 1)
    #expect((front + mug).cuts() == [20])
  }

  @Test("The reverse side of a scene, and a closer framing by half, are found")
  func reverseAngleAndPunchIn() throws {
    let front = try Clip.still(Scenes.front, frames: 20)
    #expect(try (front + Clip.still(Scenes.reverse, frames: 20)).cuts() == [20])
    #expect(try (front + Clip.still(Scenes.nearer, frames: 20)).cuts() == [20])
    let enlarged = try Clip(
      frames: [SmallFrame](repeating: Window(share: 1 / 1.5).frame(of: Scenes.front), count: 20))
    #expect((front + enlarged).cuts() == [20])
  }

  @Test("White frames in a scene are a flash", arguments: [1, 2, 3], [1, 10, 19])
  func flashes(length: Int, start: Int) throws {
    let clip =
      try Clip.still(Scenes.front, frames: start) + Clip.plain(255, frames: length)
      + Clip.still(Scenes.front, frames: 20)
    #expect(clip.cuts() == [])
  }

  @Test("A flash in a pan is none either; one between two scenes is one cut")
  func flashesInMovement() throws {
    let pan = try Clip.pan(Scenes.front, frames: 30, pixels: 1)
    let flash = try Clip.plain(255, frames: 2)
    let before = Clip(frames: Array(pan.frames.prefix(15)))
    let after = Clip(frames: Array(pan.frames.dropFirst(15)))
    #expect((before + flash + after).cuts() == [])
    let other = try Clip.still(Scenes.mug, frames: 15)
    #expect((before + flash + other).cuts().count == 1)
  }

  @Test(
    "Frames shown two or three times are no cuts, but a cut among them is", arguments: 2...3)
  func repeatedFrames(times: Int) throws {
    func slowed(_ clip: Clip) -> Clip {
      Clip(frames: clip.frames.flatMap { [SmallFrame](repeating: $0, count: times) })
    }
    let pan = slowed(try Clip.pan(Scenes.front, frames: 20, pixels: 1))
    #expect(pan.cuts() == [])
    let other = slowed(try Clip.pan(Scenes.mug, frames: 10, pixels: 1))
    #expect((pan + other).cuts() == [20 * times])
  }

  @Test(
    "A camera moved quickly from side to side makes none, at every frame rate", arguments: 1...3)
  func whips(times: Int) throws {
    let places = [0, 25, 50, 75, 100, 75, 50, 25, 0, 25, 50, 75, 100, 75, 50].map { $0 * 4 / 5 }
    let frames = try places.map { try Window(x: Double($0), share: 0.5).frame(of: Scenes.front) }
    let clip = Clip(frames: frames.flatMap { [SmallFrame](repeating: $0, count: times) })
    #expect(clip.cuts() == [])
  }

  @Test("The first hundred are reported")
  func many() throws {
    let front = try Clip.still(Scenes.front, frames: 6)
    let mug = try Clip.still(Scenes.mug, frames: 6)
    var clip = Clip()
    for index in 0..<103 { clip.frames += index.isMultiple(of: 2) ? front.frames : mug.frames }
    #expect(clip.cuts() == (1...100).map { 6 * $0 })
  }
}
