import Castbook
import Foundation
import Library
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

/// What weeks of exchanges between machines that never merge leave behind.
@Suite("An element with 2,000 latest revisions", .timeLimit(.minutes(10)))
struct ManySides {
  private static let castbook = Bundle.main.bundleURL.appending(path: "castbook").path()

  /// A library where 2,000 machines changed one revision, each in its own way.
  private func forked(_ count: Int) async throws -> Cast {
    let cast = try await Editing.cast()
    let base = try cast.show("@mira").found.revision
    try cast.library.change { change in
      for number in 0..<count {
        var side = base.revision
        (side.parent, side.sequence) = (base.digest, 2)
        side.at = try change.moment(after: base.revision.at)
        side.notes = "as machine \(number) has it"
        change.add(.revision(side))
      }
    }
    return cast
  }

  private func check(_ cast: Cast, sides count: Int) throws {
    let details = try cast.show("@mira")
    #expect(details.fork == nil && details.found.latest.count == 1)
    try cast.library.contents { contents in
      let history = try contents.history(of: details.found.element)
        .compactMap { try contents.revision($0)?.revision }
      #expect(history.allSatisfy { RevisionRules.library.problems(in: $0).isEmpty })
      #expect(history.map(\.merges.count).max() == RevisionRules.mergeLimit)
      #expect(history.reduce(0) { $0 + $1.merges.count } == count - 1)
    }
  }

  @Test("is merged into one, by as many revisions as the limit for one of them asks for")
  func merged() async throws {
    let cast = try await forked(2000)
    #expect(try cast.show("@mira").fork?.sides.count == 2000)
    let outcome = try await cast.edit("@mira") { $0.forkEnd = .merge }
    // One revision for 100 of the 1,999 others.
    #expect(outcome.after.revision.sequence == 22)
    #expect(outcome.after.revision.notes == "as machine 1999 has it")
    try check(cast, sides: 2000)
    try await cast.losingTheIndex()
    try check(cast, sides: 2000)
  }

  @Test("continues one of them")
  func kept() async throws {
    let cast = try await forked(2000)
    let outcome = try await cast.edit("@mira") { $0.forkEnd = .keep("B") }
    #expect(outcome.after.revision.notes == "as machine 1 has it")
    try check(cast, sides: 2000)
  }

  @Test("is shown and merged on a page that can be read")
  func printed() async throws {
    let cast = try await forked(300)
    let show = try Program.run(
      Self.castbook, ["show", "@mira", "--library", cast.location.folder.text])
    #expect(show.output.contains("and 288 more sides"), "\(show.output)")
    #expect(show.output.split(separator: "\n").count < 100)
    let merge = try Program.run(
      Self.castbook,
      ["edit", "@mira", "--merge", "--library", cast.location.folder.text])
    #expect(merge.status == 0 && merge.output.split(separator: "\n").count < 60, "\(merge.output)")
  }
}
