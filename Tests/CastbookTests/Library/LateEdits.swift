import Castbook
import Foundation
import Testing

@Suite("An edit made for a revision that is not the latest one")
struct LateEdits {
  private static let mira = "@mira"

  /// An edit for a revision, which is merged with what was changed since.
  private func edit(
    _ cast: Cast, for seen: Digest, _ change: (inout ElementEdit) throws -> Void
  ) async throws -> EditOutcome {
    var changes = ElementEdit()
    try change(&changes)
    var edit = Edit(try HandleReference(Self.mira), changes, ifParent: seen)
    edit.mergesLaterChanges = true
    return try await edit.run(in: cast.library)
  }

  private func digest(_ cast: Cast) throws -> Digest {
    try cast.show(Self.mira).found.revision.digest
  }

  @Test("keeps what was changed since, and is refused only where it is not merged")
  func otherValues() async throws {
    let cast = try await Editing.cast()
    let seen = try digest(cast)
    try await cast.edit(Self.mira) { edit in
      edit.texts.notes = "by another"
      edit.texts.tags = ["night"]
      edit.roles = [2: .detail]
    }
    let latest = try digest(cast)
    var changes = ElementEdit()
    changes.texts.name = "Mira the Second"
    let strict = Edit(try HandleReference(Self.mira), changes, ifParent: seen)
    let error = try await Cast.error { try await strict.run(in: cast.library) }
    #expect(error == .conflict(try Handle("mira"), latest: latest))
    let outcome = try await edit(cast, for: seen) { edit in
      edit.texts.name = "Mira the Second"
      edit.texts.tags = ["day"]
      edit.roles = [3: .left]
    }
    #expect(outcome.before.digest == latest && outcome.after.revision.sequence == 3)
    let revision = try cast.show(Self.mira).revision
    #expect(revision.name == "Mira the Second" && revision.notes == "by another")
    #expect(Set(revision.tags) == ["lead", "night", "day"])
    #expect(revision.references.map(\.role) == [.front, .detail, .left])
  }

  @Test("is refused with both values where another change set the same, and changes nothing")
  func sameValues() async throws {
    let cast = try await Editing.cast()
    let seen = try digest(cast)
    try await cast.edit(Self.mira) { edit in
      edit.texts.name = "Mira One"
      edit.roles = [2: .detail]
    }
    let latest = try digest(cast)
    let error = try await Cast.error {
      _ = try await edit(cast, for: seen) { edit in
        edit.texts.name = "Mira Two"
        edit.texts.notes = "mine"
        edit.roles = [2: .left]
      }
    }
    guard case .conflict(_, latest, let values) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(values.map(\.subject) == ["name", "role of mira-back.jpg"])
    #expect(values.map(\.kept.words) == ["“Mira Two”", "left"])
    #expect(values.map { $0.dropped.map(\.words) } == [["“Mira One”"], ["detail"]])
    #expect(
      "\(error)" == "@mira was changed in the meantime: name is “Mira One” now; "
        + "role of mira-back.jpg is detail now; its latest revision is \(latest.short)")
    #expect(try digest(cast) == latest)
    // Setting the same value as the other change is not a conflict.
    let same = try await edit(cast, for: seen) { $0.texts.name = "Mira One" }
    #expect(!same.isChanged)
  }

  @Test("names files by the numbers that they had then")
  func numbers() async throws {
    let cast = try await Editing.cast()
    let seen = try digest(cast)
    try await cast.edit(Self.mira) { edit in
      edit.order = [3]
      edit.drop = [1]
    }
    #expect(try cast.files(Self.mira) == ["1 right mira-right.jpg", "2 back mira-back.jpg"])
    _ = try await edit(cast, for: seen) { $0.notes = [2: "from behind"] }
    let references = try cast.show(Self.mira).revision.references
    #expect(references.map(\.note) == ["", "from behind"])
    // A file that is gone can't get a role.
    let error = try await Cast.error {
      _ = try await edit(cast, for: seen) { $0.roles = [1: .left] }
    }
    guard case .conflict(_, _, let values) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(values.map(\.subject) == ["mira-front.jpg"])
  }

  @Test("is refused for an element that was removed meanwhile, and for a revision of another one")
  func others() async throws {
    let cast = try await Editing.cast()
    let seen = try digest(cast)
    try Remove([HandleReference(Self.mira)]).run(in: cast.library)
    let error = try await Cast.error {
      _ = try await edit(cast, for: seen) { $0.texts.name = "Mira Two" }
    }
    #expect(error == .conflict(try Handle("mira"), latest: try digest(cast)))
    try Restore(HandleReference(Self.mira)).run(in: cast.library)
    try await cast.add(.product, "mug", [Cast.starter("mug-front.jpg")])
    let other = try cast.show("@mug").found.revision.digest
    let wrong = try await Cast.error {
      _ = try await edit(cast, for: other) { $0.texts.name = "Mira Two" }
    }
    #expect(wrong == .conflict(try Handle("mira"), latest: try digest(cast)))
  }

  @Test("is taken back without what others changed before and after it")
  func undo() async throws {
    let cast = try await Editing.cast()
    func restore(_ outcome: EditOutcome) throws -> EditOutcome {
      let target = try cast.library.reference(
        to: outcome.after.revision.element, digest: outcome.before.digest)
      var restore = Restore(target, ifParent: outcome.after.digest)
      restore.mergesLaterChanges = true
      return try restore.run(in: cast.library)
    }
    let first = try await cast.edit(Self.mira) { $0.texts.name = "Mira One" }
    let second = try await cast.edit(Self.mira) { $0.texts.notes = "mine" }
    try await cast.edit(Self.mira) { $0.texts.description = "by another" }
    let undone = try restore(second)
    var now = try cast.show(Self.mira).revision
    #expect(now.notes.isEmpty && now.description == "by another" && now.name == "Mira One")
    _ = try restore(first)
    now = try cast.show(Self.mira).revision
    #expect(now.name != "Mira One" && now.description == "by another")
    // And back again.
    _ = try restore(undone)
    now = try cast.show(Self.mira).revision
    #expect(now.notes == "mine" && now.description == "by another" && now.name != "Mira One")
    // What another changed since is not undone.
    let third = try await cast.edit(Self.mira) { $0.texts.name = "Mira Three" }
    try await cast.edit(Self.mira) { $0.texts.name = "by another" }
    let error = try await Cast.error { _ = try restore(third) }
    guard case .conflict(_, _, let values) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(values.map(\.subject) == ["name"])
  }
}
