import FixtureScenes
import Frames
import Model
import Testing

@Suite struct Stills {
  @Test("Of blurred frames and sharp ones, a sharp one is chosen", arguments: [7, 20, 33])
  func blurred(sharp: Int) throws {
    let blurred = Scenes.front.blurred(2)
    var clip = try Clip.still(blurred, frames: 40)
    clip.frames[sharp] = try Window().frame(of: Scenes.front)
    let stills = clip.seen(stills: 1).stills
    #expect(stills.map(\.moment.frame) == [sharp])
    #expect(stills.first?.sharpness == 1)
  }

  @Test("An entirely blurred stretch gives none")
  func blurredStretch() throws {
    let sharp = try Clip.still(Scenes.front, frames: 30)
    let clip = sharp + (try Clip.still(Scenes.mug.blurred(5), frames: 30))
    let stills = clip.seen(stills: 4).stills
    #expect(stills.count == 1)
    #expect(stills.allSatisfy { $0.moment.frame < 28 })
  }

  @Test("A clip without changes gives one, however many are requested")
  func nearDuplicates() throws {
    #expect(try Clip.still(Scenes.front, frames: 60).seen(stills: 8).stills.count == 1)
    let slow = try Clip.pan(Scenes.front, frames: 60, pixels: 0.02)
    #expect(slow.seen(stills: 8).stills.count == 1)
  }

  @Test("A view that comes back is chosen once")
  func returningView() throws {
    let front = try Clip.still(Scenes.front, frames: 20)
    let side = try Clip.still(Scenes.side, frames: 20)
    #expect((front + side + front + side).seen(stills: 4).stills.count == 2)
  }

  @Test("A stretch whose sharpest frame was there before gives the next one that was not")
  func secondBest() throws {
    let front = try Clip.still(Scenes.front, frames: 30)
    let back = try Clip.still(Scenes.reverse.blurred(1), frames: 10)
    let soft = try Clip.still(Scenes.front.blurred(1), frames: 20)
    let frames = (front + back + soft).seen(stills: 2).stills.map(\.moment.frame)
    #expect(frames.count == 2)
    #expect(frames.first ?? 60 < 30)
    #expect((32..<38).contains(frames.last ?? 0))
  }

  @Test("Three views give one each, best first, each with its likeness to those before it")
  func views() throws {
    let clip =
      try Clip.still(Scenes.side, frames: 25) + Clip.still(Scenes.reverse, frames: 25)
      + Clip.still(Scenes.front, frames: 25)
    let seen = clip.seen(stills: 3)
    #expect(seen.cuts.map(\.frame) == [25, 50])
    #expect(seen.stills.map { $0.moment.frame / 25 }.sorted() == [0, 1, 2])
    #expect(seen.stills.first?.likeness == nil)
    #expect(seen.stills.first?.sharpness == 1)
    let sharpness = seen.stills.map(\.sharpness)
    #expect(sharpness == sharpness.sorted(by: >))
    for still in seen.stills.dropFirst() {
      let likeness = try #require(still.likeness)
      #expect(likeness >= 0 && likeness < 0.8)
      #expect(still.moment.milliseconds == still.moment.frame * 40)
    }
  }

  @Test("Frames at a cut or a flash are left out, though they are the sharpest")
  func awayFromJumps() throws {
    let soft = try Clip.still(Scenes.front.blurred(1), frames: 60)
    let mug = try Clip.still(Scenes.mug.blurred(1), frames: 60)
    var clip = soft + mug
    let sharp = try Window().frame(of: Scenes.front)
    let sharpMug = try Window().frame(of: Scenes.mug)
    for frame in [58, 59] { clip.frames[frame] = sharp }
    for frame in [60, 61, 62] { clip.frames[frame] = sharpMug }
    let white = try #require(try Clip.plain(255, frames: 1).frames.first)
    clip.frames[30] = white
    clip.frames[29] = sharp
    clip.frames[31] = sharp
    let seen = clip.seen(stills: 12)
    #expect(seen.cuts.map(\.frame) == [60])
    #expect(seen.stills.count == 2)
    #expect(seen.stills.allSatisfy { abs($0.moment.frame - 60) > 2 })
    #expect(seen.stills.allSatisfy { abs($0.moment.frame - 30) > 2 })
  }

  @Test("Black, white and plain frames are left out", arguments: [0, 5, 128, 250, 255])
  func blank(tone: UInt8) throws {
    #expect(try Clip.plain(tone, frames: 30).seen(stills: 4).stills == [])
    let both = try Clip.plain(tone, frames: 30) + Clip.still(Scenes.front, frames: 30)
    let stills = both.seen(stills: 4).stills
    #expect(stills.count == 1)
    #expect(stills.allSatisfy { $0.moment.frame > 32 })
  }

  @Test("None are looked for if none are requested", arguments: [0, -3])
  func none(count: Int) throws {
    #expect(try Clip.still(Scenes.front, frames: 30).seen(stills: count).stills == [])
  }
}
