import Castbook
import Foundation
import Library
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs

@Suite("Scores of a library")
struct LibraryScores {
  /// Gives a picture these scores, whatever it shows.
  private func give(_ scores: PictureScores, to number: Int, of name: String, in cast: Cast) throws
  {
    let reference = try cast.show("@\(name)").revision.references[number - 1]
    var facts = FileFacts(path: cast.scratch.path("a.jpg"))
    facts.digest = reference.blob
    facts.format = .jpeg
    facts.metric = PictureScores.metric
    facts.scores = scores
    facts.weaknesses = ScoreRules.weaknesses(of: scores)
    try cast.library.store.recordScores([facts])
  }

  /// Scores with a busy background and no other weakness.
  private static let cluttered: PictureScores = {
    var scores = PictureScores(
      original: PixelSize(width: 1200, height: 900), analysis: PixelSize(width: 1024, height: 768))
    for measure in [Measure.sharpness, .resolution, .exposure, .noise] {
      scores[measure] = MeasuredScore(score: 0.9, value: 0.9, warn: 0.4, fail: 0.1)
    }
    scores[.clutter] = MeasuredScore(score: 0.1, value: 0.9)
    return scores
  }()

  /// Scores with noise and no other weakness.
  private static let noisy: PictureScores = {
    var scores = cluttered
    scores[.clutter] = nil
    scores[.noise] = MeasuredScore(score: 0.3, value: 8.7, warn: 0.8, fail: 0.1)
    return scores
  }()

  private func weak(_ cast: Cast) throws -> [String] {
    var filter = ElementFilter()
    filter.hasWeakPictures = true
    let page = try ListElements(filter).run(in: cast.library)
    return zip(page.elements, page.statuses).map { element, status in
      let weak = status.weakPictures.map { "\($0.pictures) \($0.rule)" } ?? "?"
      return "\(element.handle.name) \(weak)"
    }
  }

  private func dismiss(
    _ cast: Cast, _ rule: RuleID, _ number: Int = 1, of name: String = "mira",
    reason: String = "her place"
  ) throws -> DismissOutcome {
    try Dismiss([rule], of: [number], in: HandleReference("@\(name)"), reason: reason).run(
      in: cast.library)
  }

  @Test("are measured when pictures are added, and equal after the index was lost")
  func adding() async throws {
    let cast = try await Cast()
    let outcome = try await cast.add(.character, "mira", Cast.mira())
    let added = outcome.elements[0].files.map(\.scored)
    #expect(added.allSatisfy { $0?.metric == PictureScores.metric })
    #expect(added.allSatisfy { ($0?.scores.scores.count ?? 0) > 8 })
    let shown = try cast.show("@mira").files.map(\.scored)
    #expect(shown.map { $0?.scores } == added.map { $0?.scores })
    #expect(shown.map { $0?.findings } == added.map { $0?.findings })
    let before = try weak(cast)
    try await cast.losingTheIndex()
    #expect(try cast.show("@mira").files.map { $0.scored?.scores } == shown.map { $0?.scores })
    #expect(try weak(cast) == before)
    // The scores that `score` measures for the same file.
    var scored: [PictureScores?] = []
    _ = try await Score().run(FileList(Cast.mira())) { scored.append($0.scores) }
    #expect(scored == shown.map { $0?.scores })
  }

  @Test("don't exist for sounds, which are never weak")
  func sounds() async throws {
    let cast = try await Cast()
    try await cast.add(.voice, "mira_voice", [Cast.starter("mira-voice.wav")])
    let file = try #require(try cast.show("@mira_voice").files.first)
    #expect(file.scored == nil)
    #expect(file.status == file.checked?.status)
    #expect(try Rescore().count(in: cast.library) == 0)
    let error = try await Cast.error {
      _ = try dismiss(cast, .imageCluttered, of: "mira_voice")
    }
    #expect("\(error)".hasPrefix("file 1 of @mira_voice has no scores"))
  }

  @Test("are rated by the kind of element: a busy background is normal for a place")
  func kinds() async throws {
    let cast = try await Cast()
    let front = try Cast.starter("mira-front.jpg")
    try await cast.add(.character, "mira", [front])
    try await cast.add(.place, "market", [front])
    try give(Self.cluttered, to: 1, of: "mira", in: cast)
    let mira = try #require(try cast.show("@mira").files.first)
    #expect(mira.scored?.findings.map(\.severity) == [.note])
    let market = try #require(try cast.show("@market").files.first)
    #expect(market.scored?.findings.isEmpty == true)
    #expect(mira.status == .pass && market.status == .pass)
    #expect(try weak(cast) == [])
  }

  @Test(
    "leave out dismissed findings in every element with the file, until the dismissal is withdrawn")
  func dismissing() async throws {
    let cast = try await Cast()
    let front = try Cast.starter("mira-front.jpg")
    try await cast.add(.character, "mira", [front])
    try await cast.add(.product, "coat", [front])
    try give(Self.noisy, to: 1, of: "mira", in: cast)
    #expect(try weak(cast) == ["coat 1 image.noisy", "mira 1 image.noisy"])
    let outcome = try dismiss(cast, .imageNoisy)
    #expect(outcome.items.map(\.sharedWith.first?.name) == ["coat"])
    #expect(outcome.isChanged)
    for name in ["mira", "coat"] {
      let file = try #require(try cast.show("@\(name)").files.first)
      #expect(file.status == .pass)
      #expect(file.scored?.findings == [])
      #expect(file.scored?.dismissed.map(\.reason) == ["her place"])
      #expect(file.scored?.dismissed.map(\.finding.rule) == [.imageNoisy])
    }
    #expect(try weak(cast) == [])
    #expect(try !dismiss(cast, .imageNoisy).isChanged)
    #expect(try dismiss(cast, .imageNoisy, reason: "the market").isChanged)
    #expect(try cast.show("@mira").files[0].scored?.dismissed.map(\.reason) == ["the market"])
    let undone = try Undismiss(
      [.imageNoisy], of: [1], in: HandleReference("@coat"), reason: "no more"
    ).run(in: cast.library)
    #expect(undone.isChanged && undone.items.map(\.reason) == [nil])
    #expect(try weak(cast) == ["coat 1 image.noisy", "mira 1 image.noisy"])
    #expect(
      try !Undismiss([.imageNoisy], of: [1], in: HandleReference("@mira")).run(in: cast.library)
        .isChanged)
    let log = try Log(HandleReference("@mira")).run(in: cast.library)
    #expect(log.revisions.count == 1)
    #expect(log.dismissals.map(\.reason) == ["her place", "the market"])
    #expect(log.dismissals.map { $0.end?.reason } == ["no more", "no more"])
    #expect(log.dismissals.allSatisfy { $0.file == "mira-front.jpg" })
  }

  @Test("can be dismissed only if there is such a finding; otherwise the findings are named")
  func refused() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", [Cast.starter("mira-front.jpg")])
    try give(Self.cluttered, to: 1, of: "mira", in: cast)
    let other = try await Cast.error { _ = try dismiss(cast, .imageDark) }
    #expect("\(other)" == "file 1 of @mira has no finding image.dark")
    #expect(other.fix == "it has image.cluttered")
    let number = try await Cast.error { _ = try dismiss(cast, .imageCluttered, 2) }
    #expect(number.rule == "element.no-reference")
    let reason = try await Cast.error { _ = try dismiss(cast, .imageCluttered, reason: " ") }
    #expect("\(reason)" == "a reason can't be empty")
    #expect(try Log(HandleReference("@mira")).run(in: cast.library).dismissals.isEmpty)
  }

  @Test("in `score` of an element leave out dismissed findings, too")
  func scoring() async throws {
    let cast = try await Cast()
    let wide = try Fixtures.path("trouble/mira-wide.jpg")
    try await cast.add(.product, "box", [wide])
    let first = try #require(try cast.show("@box").files[0].scored?.findings.first)
    _ = try dismiss(cast, first.rule, of: "box", reason: "as it is")
    let files = try cast.library.files(of: HandleReference("@box"))
    var scored: [ScoredFile] = []
    let set = try await Score().run(FileList([.element(files)])) { scored.append($0) }
    let file = try #require(scored.first)
    // The finding is measured, but does not count when the best few are picked.
    let measure = try #require(ScoreRules.measure(of: first.rule))
    #expect(file.scores?[measure] != nil)
    let member = try #require(set.judged?.members.first)
    #expect(member.scores?[measure] == nil)
    #expect(member.scores?.scores.count == file.scores.map { $0.scores.count - 1 })
    #expect(file.dismissed.map(\.finding) == [first])
    #expect(!file.findings.contains { $0.rule == first.rule })
    // The dismissal belongs to the element, not to the file by itself.
    _ = try await Score(kind: .product).run(FileList([wide])) { scored.append($0) }
    #expect(scored.last?.dismissed == [])
    #expect(scored.last?.member.scores == scored.last?.scores)
    #expect(scored.last?.findings.contains(first) == true)
  }

  @Test("of an earlier version are measured again, all of them, with the original outcome")
  func rescoring() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira())
    let before = try cast.show("@mira").files.map { $0.scored?.scores }
    #expect(try await Rescore().run(in: cast.library) == RescoreOutcome())
    for number in 1...3 {
      let blob = try cast.show("@mira").revision.references[number - 1].blob
      var facts = FileFacts(path: cast.scratch.path("a.jpg"))
      facts.digest = blob
      facts.metric = "quality/0"
      facts.scores = Self.cluttered
      try cast.library.store.recordScores([facts])
    }
    #expect(try cast.show("@mira").files.allSatisfy { $0.scored?.metric == "quality/0" })
    #expect(try Rescore().count(in: cast.library) == 3)
    let report = try await Doctor().run(in: cast.library)
    #expect(report.items.map(\.finding.rule) == [.libraryScoresOutdated])
    #expect(report.items.map(\.finding.severity) == [.note])
    let library = cast.library
    await #expect(throws: CancellationError.self) {
      try await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try await Rescore().run(in: library)
      }.value
    }
    var reported: [Int] = []
    let rescored = try await Rescore().run(
      in: cast.library,
      progress: { done, all in
        #expect(all == 3)
        reported.append(done)
      })
    #expect(rescored.count == 3 && rescored.failedCount == 0)
    #expect(reported == [1, 2, 3])
    #expect(try cast.show("@mira").files.map { $0.scored?.scores } == before)
    #expect(try Rescore().count(in: cast.library) == 0)
  }

  @Test("are kept when measuring is cancelled, as far as they were measured")
  func cancelled() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira())
    for blob in try cast.show("@mira").revision.references.map(\.blob) {
      var facts = FileFacts(path: cast.scratch.path("a.jpg"))
      facts.digest = blob
      facts.metric = "quality/0"
      facts.scores = Self.cluttered
      try cast.library.store.recordScores([facts])
    }
    let library = cast.library
    await #expect(throws: CancellationError.self) {
      try await Task {
        _ = try await Rescore().run(in: library) { done, _ in
          if done == 2 { withUnsafeCurrentTask { $0?.cancel() } }
        }
      }.value
    }
    #expect(try Rescore().count(in: library) <= 1)
  }

  @Test("of a missing file stay as they were, and the file is reported as not measured")
  func missing() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira())
    let blobs = try cast.show("@mira").revision.references.map(\.blob)
    for blob in blobs {
      var facts = FileFacts(path: cast.scratch.path("a.jpg"))
      facts.digest = blob
      facts.metric = "quality/0"
      facts.scores = Self.cluttered
      try cast.library.store.recordScores([facts])
    }
    try FileManager.default.removeItem(
      atPath: "\(cast.location.folder)/blobs/\(blobs[1].hex.prefix(2))/\(blobs[1].hex)")
    let rescored = try await Rescore().run(in: cast.library)
    #expect(rescored.count == 2 && rescored.failedCount == 1)
    #expect(
      try cast.show("@mira").files.map { $0.scored?.metric }
        == [PictureScores.metric, "quality/0", PictureScores.metric])
  }
}
