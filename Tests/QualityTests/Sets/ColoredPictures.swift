import Model
import Testing

@testable import Quality

@Suite("Pictures in other colours", .timeLimit(.minutes(30)))
struct ColoredPictures {
  private static let names = [
    "scenes/mug-000-daylight.jpg", "scenes/mug-045-studio.jpg", "scenes/mug-090-daylight.jpg",
    "scenes/mug-135-daylight.jpg", "scenes/mira-045-daylight.jpg",
  ]

  private func kinds(_ members: SetMember...) -> [SetPair.Kind] {
    PairSearch.pairs(among: members).map(\.kind)
  }

  @Test("are not copies, mirror images or crops", arguments: names)
  func recolored(name: String) async throws {
    let picture = try FixturePicture(name)
    let original = try await picture.measured(named: "original")
    let other = picture.recolored
    #expect(try await kinds(original, other.measured(named: "other")).isEmpty)
    #expect(try await kinds(other.measured(named: "other"), original).isEmpty)
    #expect(try await kinds(original, other.mirrored.measured(named: "mirror")).isEmpty)
    let part = try await other.cropped(left: 0.1, top: 0.15, right: 0.1, bottom: 0.05)
      .measured(named: "part")
    #expect(kinds(original, part).isEmpty)
  }

  @Test("are copies if the light of all of it changed, or if saving changed them", arguments: names)
  func copies(name: String) async throws {
    let picture = try FixturePicture(name)
    let original = try await picture.measured(named: "original")
    for (copy, quality) in [
      (picture, 15), (picture.relit(exposure: 0.3), 80), (picture.relit(exposure: -0.4), 60),
      (picture.relit(color: 0.5), 80), (picture.relit(color: -0.5), 80),
      (picture.cropped(left: 0.03, top: 0.02, right: 0.01, bottom: 0.03), 80),
    ] {
      let member = try await copy.measured(named: "copy", quality: quality)
      #expect(kinds(original, member) == [.near])
    }
    let mirror = try await picture.mirrored.measured(named: "mirror")
    #expect(kinds(original, mirror) == [.mirror])
    let part = try await picture.cropped(left: 0.1, top: 0.15, right: 0.1, bottom: 0.05)
      .measured(named: "part")
    #expect(kinds(original, part) == [.sameView])
  }

  @Test("are compared by their shapes alone if they were not measured")
  func unmeasured() async throws {
    let picture = try FixturePicture(Self.names[0])
    let original = try await picture.member(named: "original")
    let other = try await picture.recolored.member(named: "other")
    #expect(kinds(original, other) == [.near])
  }
}
