import Model
import Testing

@testable import Quality

/// Views of the fixtures, unchanged and with one of them changed.
@Suite("The light of views", .timeLimit(.minutes(10)))
struct LitViews {
  private static let sets = [
    ["mira-000", "mira-090", "mira-180", "mira-270"], ["mira-045", "mira-135", "mira-225"],
    ["mug-000", "mug-090", "mug-180", "mug-270"], ["mug-045", "mug-135", "mug-315"],
  ]

  private static func views(_ names: [String]) throws -> [FixturePicture] {
    try names.map { try FixturePicture("scenes/\($0)-daylight.jpg") }
  }

  private static func lighting(_ pictures: [FixturePicture]) throws -> SetLighting {
    let members = try pictures.enumerated().map { try $0.element.lit("\($0.offset)") }
    return try #require(LightingComparison.of(members))
  }

  @Test("of one lamp is even", arguments: sets)
  func even(names: [String]) throws {
    let found = try Self.lighting(try Self.views(names))
    #expect(found.outliers.isEmpty && found.possibleOutliers.isEmpty && found.gaps.isEmpty)
    #expect(found.score >= 0.5)
  }

  @Test("differs in the one with changed light, in that aspect", arguments: sets)
  func odd(names: [String]) throws {
    let ways: [(LightDifference.Way, (FixturePicture) -> FixturePicture)] = [
      (.warmer, { $0.relit(color: 0.8) }), (.cooler, { $0.relit(color: -0.8) }),
      (.darker, { $0.relit(exposure: -1.5) }), (.brighter, { $0.relit(exposure: 1.5) }),
    ]
    for (number, way) in ways.enumerated() {
      var pictures = try Self.views(names)
      let changed = number % pictures.count
      pictures[changed] = way.1(pictures[changed])
      let found = try Self.lighting(pictures)
      #expect(found.outliers.map(\.member) == [changed], "\(way.0) \(names)")
      #expect(found.outliers.first?.differences.first?.way == way.0)
      #expect(
        found.outliers.first.map { !names[$0.exemplar].isEmpty && $0.exemplar != changed } ?? false)
      #expect(found.score < 0.5 && found.gaps.isEmpty)
    }
  }

  @Test("from one side differs as well")
  func fromOneSide() throws {
    var pictures = try Self.views(["mira-000", "mira-045", "mira-180", "mira-315"])
    pictures[1] = pictures[1].relit(across: 2.6)
    #expect(try Self.lighting(pictures).outliers.map(\.member) == [1])
  }

  @Test(
    "is not that of the background, though this is brighter or lit from a side",
    arguments: [
      ("mug-000-side", "mug-000-daylight"), ("mug-000-studio", "mug-000-side"),
      ("mug-000-side", "mug-000-studio"), ("mug-000-studio", "mug-000-lamp"),
    ])
  func surroundings(common: String, other: String) throws {
    let subjects = try Self.views(["mira-000", "mira-045", "mira-315"])
    let grounds = try [common, common, other].map { try FixturePicture("scenes/\($0).jpg") }
    let found = try Self.lighting(zip(subjects, grounds).map { $0.surrounded(by: $1) })
    #expect(found.outliers.isEmpty)
    // With its subject in other light it is another one all the same.
    var lit = zip(subjects, [grounds[0], grounds[0], grounds[0]]).map { $0.surrounded(by: $1) }
    lit[2] = lit[2].relit(exposure: -1.5)
    #expect(try Self.lighting(lit).outliers.map(\.member) == [2])
  }

  @Test("has its color if one or two channels are burnt")
  func burnt() throws {
    var pictures = try ["mira-000-studio", "mira-045-studio", "mira-315-daylight"].map {
      try FixturePicture("scenes/\($0).jpg")
    }
    pictures[1] = pictures[1].relit(exposure: 1, color: 1.4)
    let odd = try #require(try Self.lighting(pictures).outliers.first)
    #expect(odd.member == 1)
    #expect(Set(odd.differences.map(\.way)) == [.warmer, .brighter])
  }

  @Test("is not affected by clothes or by bars")
  func clothes() throws {
    let views = try Self.views(["mira-000", "mira-045", "mira-135", "mira-315"])
    for changed in views.indices {
      for change in [
        { $0.inDarkClothes }, { $0.barred(0.12) }, { $0.inDarkClothes.barred(0.12) },
      ] as [(FixturePicture) -> FixturePicture] {
        var pictures = views
        pictures[changed] = change(pictures[changed])
        let found = try Self.lighting(pictures)
        #expect(found.outliers.isEmpty && found.gaps.isEmpty, "\(changed)")
      }
    }
    // In dark clothes another light is noticed nevertheless.
    var pictures = views.map(\.inDarkClothes)
    pictures[2] = pictures[2].relit(exposure: -1.5)
    #expect(try Self.lighting(pictures).outliers.map(\.member) == [2])
  }

  @Test("of pictures with little in common never differs for sure")
  func littleInCommon() throws {
    let mira = try FixturePicture("scenes/mira-000-daylight-cluttered.jpg")
    let mug = try FixturePicture("scenes/mug-000-daylight-white.jpg")
    let close = try FixturePicture("scenes/mug-close-up.jpg")
    for pictures in [
      [mira, mug, close], [mug, mira.relit(exposure: -1), close.relit(color: 0.5)],
    ] {
      #expect(try Self.lighting(pictures).outliers.isEmpty)
    }
  }
}
