import FixtureScenes
import Model
import Testing

@testable import Frames

@Suite struct LongClips {
  private func candidate(_ frame: Int, sharpness: Int, _ look: Look) -> StillCandidate {
    StillCandidate(
      moment: FilmMoment(frame: frame, milliseconds: frame * 40), sharpness: sharpness, look: look)
  }

  @Test("Of a day's frames few are kept, and the sharpest of all among them")
  func memory() throws {
    let look = Look(try Window().frame(of: Scenes.front))
    var candidates = StillCandidates()
    for frame in 0..<100_000 {
      // A quarter of a minute apart.
      let sharpness = frame == 77_777 ? 1000 : frame * 7919 % 997
      candidates.add(candidate(frame * 375, sharpness: sharpness, look))
    }
    #expect(candidates.all.count <= StillCandidates.maximumCount)
    #expect(candidates.all.count > StillCandidates.maximumCount / 3)
    #expect(candidates.all.contains { $0.moment.frame == 77_777 * 375 })
    let shots = Shots(bounds: [], endMilliseconds: 100_000 * 375 * 40)
    #expect(candidates.stills(5, of: shots).stills.map(\.moment.frame) == [77_777 * 375])
  }

  @Test("A quarter of a second gives one candidate, its sharpest frame")
  func stretches() throws {
    let look = Look(try Window().frame(of: Scenes.front))
    var candidates = StillCandidates()
    for (frame, sharpness) in [3, 9, 9, 2, 1, 1, 1, 4, 5, 6].enumerated() {
      candidates.add(candidate(frame, sharpness: sharpness, look))
    }
    #expect(candidates.all.map(\.moment.frame) == [1, 9])
  }

  @Test("Frames are released once their neighbours are known")
  func window() {
    let look = Look(
      blocks: [], colours: [], tones: Tones([]), pattern: 0, mean: 0, variance: 0)
    var recent = RecentFrames()
    for _ in 0..<50 {
      recent.append(
        RecentFrame(look: look, step: 0, sharpness: 0, milliseconds: 0))
      recent.drop(before: recent.end - 16)
    }
    #expect(recent.end == 50)
    #expect(recent[33] == nil && recent[34] != nil && recent[50] == nil && recent[-1] == nil)
    recent.drop(before: 90)
    #expect(recent.end == 50)
  }
}
