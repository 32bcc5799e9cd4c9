import Castbook
import Foundation
import TestSupport
import Testing

@Suite("Editing")
struct Editing {
  /// A library with `@mira`, which has three files.
  static func cast() async throws -> Cast {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira()) { $0.texts.tags = ["lead"] }
    return cast
  }

  @Test("roles, order, dropping and replacing use the displayed numbers")
  func files() async throws {
    let cast = try await Self.cast()
    let outcome = try await cast.edit("@mira") { edit in
      edit.roles = [2: .detail]
      edit.notes = [3: "from the right"]
      edit.order = [3]
      edit.drop = [1]
    }
    #expect(try cast.files("@mira") == ["1 right mira-right.jpg", "2 detail mira-back.jpg"])
    #expect(outcome.after.revision.sequence == 2)
    #expect(outcome.changes.contains("mira-front.jpg dropped (front)"))
    #expect(outcome.changes.contains("mira-back.jpg: back → detail"))
    try await cast.edit("@mira") { $0.replacements = [2: try Cast.starter("mira-front.jpg")] }
    #expect(try cast.files("@mira") == ["1 right mira-right.jpg", "2 detail mira-front.jpg"])
    #expect(try cast.show("@mira").files.allSatisfy { $0.checked != nil })
  }

  @Test("unknown numbers and contradictory orders change nothing")
  func wrongNumbers() async throws {
    let cast = try await Self.cast()
    let one = try await Cast.error { try await cast.edit("@mira") { $0.drop = [4] } }
    #expect("\(one)" == "@mira has no file 4; it has files 1–3")
    let two = try await Cast.error { try await cast.edit("@mira") { $0.order = [2, 2] } }
    #expect("\(two)" == "--order names a file twice")
    let both = try await Cast.error {
      try await cast.edit("@mira") { edit in
        edit.order = [2]
        edit.drop = [2]
      }
    }
    #expect("\(both)" == "file 2 is both dropped and ordered")
    let same = try await Cast.error {
      try await cast.edit("@mira") { $0.replacements = [2: try Cast.starter("mira-front.jpg")] }
    }
    #expect("\(same)".hasSuffix("is already file 1"))
    #expect(try cast.show("@mira").revision.sequence == 1)
  }

  @Test("a new handle leaves the old one as an alias, which stays when the handle comes back")
  func renaming() async throws {
    let cast = try await Self.cast()
    try await cast.edit("@mira") { $0.rename = try Handle("mira_o") }
    #expect(try cast.library.find("@mira").handle.name == "mira_o")
    #expect(try Search("mira").run(in: cast.library).elements.count == 1)
    try await cast.edit("@mira") { $0.rename = try Handle("mira") }
    #expect(try cast.show("@mira_o").revision.aliases == ["mira_o"])
    try await cast.add(.product, "mug", [Cast.starter("mug-front.jpg")])
    let taken = try await Cast.error {
      try await cast.edit("@mug") { $0.rename = try Handle("mira_o") }
    }
    #expect("\(taken)" == "@mira_o is already in use by @mira")
  }

  @Test("without an effective change makes no revision")
  func nothing() async throws {
    let cast = try await Self.cast()
    let outcome = try await cast.edit("@mira") { edit in
      edit.texts.tags = ["LEAD"]
      edit.roles = [1: .front]
    }
    #expect(!outcome.isChanged)
    #expect(try cast.library.history(of: outcome.after.revision.element).count == 1)
  }

  @Test("clears only values and tags that were there")
  func unsetting() async throws {
    let cast = try await Self.cast()
    try await cast.edit("@mira") { edit in
      edit.texts.description = "A courier."
      edit.texts.person = .generated
      edit.rights.basis = .licensed
      edit.rights.expires = Day("2026-12-01")
      edit.rights.allowed = [.advertising, .internal]
    }
    #expect(try cast.show("@mira").rights?.allowed == [.internal, .advertising])
    try await cast.edit("@mira") { $0.unset = [.description, .person, .expires] }
    let revision = try cast.show("@mira").revision
    #expect(revision.description.isEmpty)
    #expect(revision.person == nil)
    #expect(revision.rights?.expires == nil)
    #expect(revision.rights?.basis == .licensed)
    let error = try await Cast.error { try await cast.edit("@mira") { $0.untag = ["laed"] } }
    #expect(error.fix == "did you mean \"lead\"?")
  }

  @Test("removes an element from lists, restores it, and restores any revision")
  func removing() async throws {
    let cast = try await Self.cast()
    try await cast.edit("@mira") { $0.drop = [1, 2] }
    let before = try cast.show("@mira").revision
    _ = try Remove([HandleReference("@mira")]).run(in: cast.library)
    #expect(try ListElements().run(in: cast.library).elements.isEmpty)
    var filter = ElementFilter()
    filter.isRetired = true
    #expect(try ListElements(filter).run(in: cast.library).elements.map(\.handle.name) == ["mira"])
    let restored = try Restore(HandleReference("@mira")).run(in: cast.library)
    #expect(restored.after.revision.hasSameContent(as: before))
    let first = try Restore(HandleReference("@mira:1")).run(in: cast.library)
    #expect(first.after.revision.sequence == 5)
    #expect(try cast.files("@mira").count == 3)
    #expect(try cast.library.history(of: first.after.revision.element).count == 5)
    try await cast.losingTheIndex()
    #expect(try cast.files("@mira").count == 3)
  }

  @Test("leaves a look the rights and the voice of its base, until it has its own")
  func looks() async throws {
    let cast = try await Self.cast()
    try await cast.add(.voice, "mira_voice", [Cast.starter("mira-voice.wav")])
    try await cast.edit("@mira") { $0.rights.holder = "Mira" }
    try await cast.edit("@mira") { $0.voice = try HandleReference("@mira_voice") }
    try await cast.add(.character, "coat", [Cast.starter("mira-right.jpg")]) {
      $0.lookOf = try HandleReference("@mira")
    }
    let look = try cast.show("@coat")
    #expect(look.rights?.holder == "Mira")
    #expect(look.rightsAreInherited)
    #expect(look.voice?.handle.name == "mira_voice")
    try await cast.edit("@coat") { $0.rights.holder = "Wardrobe" }
    #expect(try cast.show("@coat").rights?.holder == "Wardrobe")
    let cycle = try await Cast.error {
      try await cast.edit("@mira") { $0.lookOf = try HandleReference("@coat") }
    }
    #expect("\(cycle)" == "@coat is a look itself")
    let itself = try await Cast.error {
      try await cast.edit("@mira") { $0.lookOf = try HandleReference("@mira") }
    }
    #expect("\(itself)" == "@mira can't be a look of itself")
  }

  @Test("lists rights that end soon, the first to end first, those of looks with them")
  func expiring() async throws {
    let cast = try await Self.cast()
    let soon = ProcessEnvironment.today.adding(days: 10)
    try await cast.edit("@mira") { $0.rights.expires = soon }
    try await cast.add(.character, "coat") { $0.lookOf = try HandleReference("@mira") }
    try await cast.add(.character, "later") {
      $0.rights.expires = ProcessEnvironment.today.adding(days: 40)
    }
    try await cast.add(.product, "first") {
      $0.rights.expires = ProcessEnvironment.today.adding(days: 6)
    }
    // The element that was changed last still comes before its look.
    try await cast.edit("@mira") { $0.texts.notes = "the lead" }
    var filter = ElementFilter()
    filter.expiringDays = 30
    #expect(
      try ListElements(filter).run(in: cast.library).elements.map(\.handle.name) == [
        "first", "mira", "coat",
      ])
    // The list page by page has equal contents.
    var pages: [String] = []
    var cursor: Int?
    repeat {
      let page = try ListElements(filter, after: cursor, limit: 1).run(in: cast.library)
      pages += page.elements.map(\.handle.name)
      cursor = page.next
    } while cursor != nil
    #expect(pages == ["first", "mira", "coat"])
    #expect(
      try Search("mira", in: filter).run(in: cast.library).elements.map(\.handle.name) == ["mira"])
    #expect(
      try Search("coat", in: filter).run(in: cast.library).elements.map(\.handle.name) == ["coat"])
    #expect(try Search("later", in: filter).run(in: cast.library).elements.isEmpty)
    filter.kind = .product
    #expect(try ListElements(filter).run(in: cast.library).elements.map(\.handle.name) == ["first"])
    #expect(try Search("mira", in: filter).run(in: cast.library).elements.isEmpty)
    filter.kind = nil
    filter.expiringDays = 5
    #expect(try ListElements(filter).run(in: cast.library).elements.isEmpty)
  }

  @Test("applies two changes of one element, and refuses one made for an old revision")
  func together() async throws {
    let cast = try await Self.cast()
    let other = try await ElementLibrary.open(at: cast.location)
    let seen = try cast.show("@mira").found.revision.digest
    var tag = ElementEdit()
    tag.texts.tags = ["two"]
    _ = try await Edit(HandleReference("@mira"), tag).run(in: other)
    try await cast.edit("@mira") { $0.texts.name = "Mira Two" }
    let revision = try cast.show("@mira").revision
    #expect(revision.tags == ["lead", "two"])
    #expect(revision.name == "Mira Two")
    let conflict = try await Cast.error {
      _ = try await Edit(HandleReference("@mira"), tag, ifParent: seen).run(in: cast.library)
    }
    #expect(conflict.rule == "element.conflict")
  }

  @Test("writes files out under their names, and replaces no other file by default")
  func writing() async throws {
    let cast = try await Self.cast()
    let folder = cast.scratch.path("out")
    let reference = try HandleReference("@mira")
    let written = try WriteFiles(of: reference, to: folder, replacing: false).run(in: cast.library)
    #expect(written.map(\.path.name.text) == ["mira-front.jpg", "mira-back.jpg", "mira-right.jpg"])
    for (file, original) in zip(written, try Cast.mira()) {
      #expect(
        FileManager.default.contentsEqual(atPath: file.path.text, andPath: original.text))
    }
    let again = try WriteFiles(of: reference, to: folder, replacing: false).run(in: cast.library)
    #expect(again.map(\.wasThere) == [true, true, true])
    try Data("other".utf8).write(to: URL(filePath: written[1].path.text))
    #expect(throws: OutputFileError.self) {
      try WriteFiles(of: reference, to: folder, replacing: false).run(in: cast.library)
    }
    _ = try WriteFiles(of: reference, to: folder, replacing: true).run(in: cast.library)
    #expect(
      FileManager.default.contentsEqual(
        atPath: written[1].path.text, andPath: try Cast.mira()[1].text))
  }

  @Test("leaves no files behind if not all can be written, nor the folder")
  func writingNothing() async throws {
    let cast = try await Self.cast()
    let reference = try HandleReference("@mira")
    let folder = cast.scratch.path("deep/out")
    let last = try WriteFiles(of: reference, to: cast.scratch.path("whole"), replacing: false).run(
      in: cast.library)[2].blob
    try FileManager.default.removeItem(
      atPath: "\(cast.location.folder)/blobs/\(last.hex.prefix(2))/\(last.hex)")
    #expect(throws: (any Error).self) {
      try WriteFiles(of: reference, to: folder, replacing: false).run(in: cast.library)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.folder.text))
    // In an existing folder, only its earlier files remain.
    let other = cast.scratch.path("whole")
    try FileManager.default.removeItem(atPath: "\(other)/mira-front.jpg")
    try FileManager.default.removeItem(atPath: "\(other)/mira-right.jpg")
    #expect(throws: (any Error).self) {
      try WriteFiles(of: reference, to: other, replacing: false).run(in: cast.library)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.text) == ["mira-back.jpg"])
  }
}
