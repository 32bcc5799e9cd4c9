import Castbook
import Files
import Library
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Reviews of takes")
struct Reviews {
  private let film: Film
  private let bundle: Digest
  private let clip: FilePath

  init() async throws {
    film = try Film()
    try await film.add("mug")
    bundle = try film.recordExport(1)
    clip = try Fixtures.path("clips/mira.mp4")
  }

  private func takes(_ results: Set<Take.Result> = Set(Take.Result.allCases)) throws -> TakeList {
    var list = ListTakes()
    list.results = results
    return try list.run(in: film.library())
  }

  @Test("begin with a new take; the last decision counts, with who made it")
  func decisions() async throws {
    let (take, _) = try await AddTake(clip, of: bundle).run(in: film.library())
    let file = try #require(take.blob)
    #expect(take.result == .new && take.by.isEmpty)
    #expect(try takes([.new]).takes.count == 1 && takes([.approved]).takes.isEmpty)
    var rating = RateTake(file, of: bundle, .approved)
    rating.by = "Nia"
    let (approved, isNew) = try rating.run(in: film.library())
    #expect(isNew && approved.result == .approved && approved.by == "Nia" && approved.at > take.at)
    // A clip that arrives again, as when a folder is read twice, is no change.
    #expect(try await !AddTake(clip, of: bundle).run(in: film.library()).isNew)
    let listed = try #require(try takes([.approved]).takes.first)
    #expect(listed.take == approved && listed.entry.export.bundle == bundle)
    try RateTake(file, of: bundle, .rejected).run(in: film.library())
    try RateTake(file, of: bundle, .new).run(in: film.library())
    #expect(try takes([.new]).takes.first?.take.by.isEmpty == true)
    let tally = TakeTally(try takes().takes.map(\.take))
    #expect(tally[.new] == 1 && tally.count == 1 && tally.phrase == "1 take, 1 new")
    #expect(throws: ElementLibraryError.self) {
      rating.by = "two\nlines"
      try rating.run(in: film.library())
    }
  }

  @Test("contain comments on moments, which are withdrawn alone or with their take")
  func comments() async throws {
    let (take, _) = try await AddTake(clip, of: bundle).run(in: film.library())
    let file = try #require(take.blob)
    var comment = CommentTake(file, of: bundle, "  the coat\nis too dark ")
    (comment.milliseconds, comment.by) = (400, "Nia")
    let noted = try comment.run(in: film.library())
    #expect(noted.comment.text == "the coat\nis too dark" && noted.comment.by == "Nia")
    let second = try CommentTake(file, of: bundle, "the best one").run(in: film.library())
    #expect(try takes().takes.first?.comments == [noted, second])
    for (milliseconds, text) in [(86_000_000, "late"), (-1, "early"), (0, " ")] {
      comment = CommentTake(file, of: bundle, text)
      comment.milliseconds = milliseconds
      #expect(throws: ElementLibraryError.self) { try comment.run(in: film.library()) }
    }
    #expect(throws: ElementLibraryError.self) {
      try CommentTake(bundle, of: bundle, "no take").run(in: film.library())
    }
    #expect(try WithdrawComment(noted.record).run(in: film.library()) == noted)
    #expect(try takes().takes.first?.comments == [second])
    #expect(throws: ElementLibraryError.self) {
      try WithdrawComment(noted.record).run(in: film.library())
    }
    // A decision keeps them; without its take, a comment says nothing.
    try RateTake(file, of: bundle, .kept).run(in: film.library())
    #expect(try takes().takes.first?.comments == [second])
    try WithdrawTake(file, of: bundle).run(in: film.library())
    #expect(try takes().takes.first?.comments == [second])
    try WithdrawTake(file, of: bundle).run(in: film.library())
    #expect(try takes().takes.isEmpty)
    #expect(throws: ElementLibraryError.self) {
      try WithdrawComment(second.record).run(in: film.library())
    }
  }

  @Test("find a take by its file, and by digits of its SHA-256")
  func names() async throws {
    let (take, _) = try await AddTake(clip, of: bundle).run(in: film.library())
    let digits = try #require(take.blob?.hex.prefix(9))
    let library = try film.library()
    #expect(try await library.take(named: clip) == take)
    for word in ["\(digits)", "sha256-\(digits)", digits.uppercased()] {
      #expect(try await library.take(named: #require(FilePath(word))) == take)
    }
    for word in ["\(digits.prefix(7))", "00000000", "no such file.mp4"] {
      let word = try #require(FilePath(word))
      await #expect(throws: ElementLibraryError.self) { try await library.take(named: word) }
    }
    // The file came back from another bundle, too.
    let other = try film.recordExport(2)
    try await AddTake(clip, of: other).run(in: library)
    await #expect(throws: ElementLibraryError.self) { try await library.take(named: clip) }
    #expect(try await library.take(named: clip, of: other).export == other)
  }
}

extension Film {
  /// Records an export of the mug outside of projects, and returns its bundle.
  fileprivate func recordExport(_ number: Int) throws -> Digest {
    let export = Film.export(number, of: try library().find("@mug"), project: nil)
    try library().store.change { $0.add(.export(export)) }
    return export.bundle
  }
}
