import Castbook
import Files
import Foundation
import Library
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Shot files of a project")
struct ShotsOfProjects {
  private let film: Film
  private let project: Project

  init() async throws {
    film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    project = try film.project
  }

  private func write(_ text: String, to path: String) throws {
    let url = URL(filePath: film.folder.text).appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func text(of path: String) throws -> String {
    try String(contentsOfFile: "\(film.folder.text)/\(path)", encoding: .utf8)
  }

  private var paths: [String] { get throws { try ProjectShots(of: project).shots.map(\.path) } }

  @Test("are the texts that look like one, without bundles, hidden files and links")
  func listing() throws {
    try write("---\ntarget: kling-o3\n---\n@mug", to: "shot-10.md")
    try write("@mug steams", to: "shot-2.md")
    try write("Shot 1 (3s): a street", to: "night/street.md")
    try write("# Notes, mail me@example.org", to: "README.md")
    try write("@mug", to: "out/shot.md")
    try write("{}", to: "out/bundle.json")
    try write("@mug", to: ".hidden.md")
    try write("@mug", to: "a/b/deep.md")
    try write("@mug", to: "notes.txt")
    try FileManager.default.createSymbolicLink(
      atPath: "\(film.folder.text)/link.md", withDestinationPath: "shot-2.md")
    try write(" \n", to: "shot-3.md")
    #expect(try paths == ["shot-2.md", "shot-3.md", "shot-10.md", "night/street.md"])
    try OrderShots(["night/street.md", "README.md", "shot-10.md"], in: project).run()
    #expect(
      try paths == ["night/street.md", "README.md", "shot-10.md", "shot-2.md", "shot-3.md"])
    try write("format 1\nnonsense\n", to: "castbook.board")
    let damaged = try ProjectShots(of: project)
    #expect(damaged.boardProblem?.line == 2 && damaged.shots.count == 4)
    #expect(throws: BoardFileError.self) { try OrderShots(["shot-2.md"], in: project).run() }
    #expect(try text(of: "castbook.board") == "format 1\nnonsense\n")
  }

  @Test("are written unless they have changed since")
  func saving() throws {
    guard case .kept(let first) = try SaveShot("lobby.md", "@mug", in: project).run() else {
      Issue.record("not written")
      return
    }
    #expect(try first.text == "@mug" && text(of: "lobby.md") == "@mug")
    // A new file never replaces one.
    #expect(try SaveShot("lobby.md", "@mug", in: project).run() == .changed(first))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: "\(film.folder.text)/lobby.md")
    var save = SaveShot("lobby.md", "@mug steams", in: project)
    save.known = first.digest
    #expect(try save.run() != .changed(first))
    #expect(try text(of: "lobby.md") == "@mug steams")
    let mode = try FileManager.default.attributesOfItem(atPath: "\(film.folder.text)/lobby.md")
    #expect(mode[.posixPermissions] as? Int == 0o640)
    try write("written in an editor", to: "lobby.md")
    save.text = "@mug falls"
    guard case .changed(let now?) = try save.run() else {
      Issue.record("the editor's text is lost")
      return
    }
    #expect(try now.text == "written in an editor" && text(of: "lobby.md") == now.text)
    try FileManager.default.removeItem(atPath: "\(film.folder.text)/lobby.md")
    #expect(try save.run() == .changed(nil))
    #expect(try paths.isEmpty)
    save = SaveShot("lobby.md", String(repeating: "a", count: (256 << 10) + 1), in: project)
    #expect(throws: ElementLibraryError.self) { try save.run() }
  }

  @Test(
    "never leave the project's folder",
    arguments: [
      "../lobby.md", "/tmp/lobby.md", "a/../../lobby.md", ".hidden.md", "night/.x.md", "lobby.txt",
      "castbook.lock", "none/lobby.md", "link/lobby.md", "", "a\nb.md", "lobby.md/x.md",
    ])
  func paths(_ path: String) throws {
    try write("@mug", to: "lobby.md")
    let outside = film.scratch.path("outside")
    try FileManager.default.createDirectory(
      atPath: outside.text, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(film.folder.text)/link", withDestinationPath: outside.text)
    #expect(throws: ElementLibraryError.self) { try SaveShot(path, "@mug", in: project).run() }
    #expect(throws: ElementLibraryError.self) {
      try RenameShot("lobby.md", to: path, in: project).run()
    }
    #expect(throws: ElementLibraryError.self) { try OrderShots([path], in: project).run() }
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.text).isEmpty)
    #expect(try text(of: "lobby.md") == "@mug")
  }

  @Test("are never written through a link")
  func links() throws {
    let outside = film.scratch.path("outside.md")
    try Data("theirs".utf8).write(to: URL(filePath: outside.text))
    try FileManager.default.createSymbolicLink(
      atPath: "\(film.folder.text)/linked.md", withDestinationPath: outside.text)
    #expect(throws: ProjectError.self) { try SaveShot("linked.md", "@mug", in: project).run() }
    #expect(try String(contentsOfFile: outside.text, encoding: .utf8) == "theirs")
  }

  @Test("are renamed in their place, and leave the project as drafts of the library")
  func moving() throws {
    for path in ["a.md", "b.md"] { try SaveShot(path, "@mug \(path)", in: project).run() }
    try OrderShots(["b.md", "a.md"], in: project).run()
    guard case .changed(let other?) = try RenameShot("b.md", to: "a.md", in: project).run() else {
      Issue.record("a file was replaced")
      return
    }
    #expect(other.text == "@mug a.md")
    #expect(try RenameShot("none.md", to: "c.md", in: project).run() == .changed(nil))
    try RenameShot("b.md", to: "c.md", in: project).run()
    #expect(try paths == ["c.md", "a.md"])
    let shot = try #require(try ProjectShots(of: project).shots.first)
    let library = try film.library()
    try write("another text of @mug", to: "c.md")
    let stale = MoveShotToDrafts("c.md", try #require(shot.digest), in: project)
    #expect(try stale.run(in: library).draft == nil)
    #expect(try paths == ["c.md", "a.md"] && ListDrafts().run(in: library).isEmpty)
    let now = try #require(try ProjectShots(of: project).shots.first?.digest)
    let moved = try MoveShotToDrafts("c.md", now, in: project).run(in: library)
    #expect(moved.draft?.draft.name == "c.md")
    #expect(try ListDrafts().run(in: library).map(\.draft.text) == ["another text of @mug"])
    #expect(try paths == ["a.md"])
  }

  @Test("get frames beside them, each picture once")
  func frames() throws {
    let picture = try Fixtures.path("starter/mug-front.jpg")
    #expect(try AddFrame(picture, in: project).run() == "frames/mug-front.jpg")
    #expect(try AddFrame(picture, in: project).run() == "frames/mug-front.jpg")
    let other = film.scratch.path("mug-front.jpg")
    try FileManager.default.copyItem(
      atPath: Fixtures.path("starter/mug-top.jpg").text, toPath: other.text)
    #expect(try AddFrame(other, in: project).run() == "frames/mug-front-2.jpg")
    let text = film.scratch.path("text.jpg")
    try Data("no picture".utf8).write(to: URL(filePath: text.text))
    #expect(throws: ElementLibraryError.self) { try AddFrame(text, in: project).run() }
    let kept = try Data(contentsOf: URL(filePath: "\(film.folder.text)/frames/mug-front-2.jpg"))
    #expect(try kept == Data(contentsOf: URL(filePath: other.text)))
  }
}

@Suite("Drafts of a library")
struct DraftsOfLibraries {
  @Test("are written, renamed and removed, and a change by somebody else is never lost")
  func changes() throws {
    let film = try Film()
    let library = try film.library()
    guard
      case .kept(let first) = try KeepDraft(name: " lobby.md ", text: "@mug").run(in: library)
    else {
      Issue.record("not kept")
      return
    }
    #expect(first.draft.name == "lobby.md")
    var keep = KeepDraft(name: "lobby.md", text: "@mug steams")
    keep.known = (first.draft.draft, first.record)
    guard case .kept(let second) = try keep.run(in: library) else {
      Issue.record("not kept")
      return
    }
    #expect(second.draft.parent == first.record && second.draft.text == "@mug steams")
    #expect(try ListDrafts().run(in: library) == [second])
    // From the first text again, as another window has it.
    keep.text = "@mug falls"
    #expect(try keep.run(in: library) == .changed([second]))
    // A text that is as it was is no change.
    keep.known = (second.draft.draft, second.record)
    keep.text = "@mug steams"
    #expect(try keep.run(in: library) == .kept(second))
    #expect(try RemoveDraft(first.draft.draft, first.record).run(in: library) == .changed([second]))
    try RemoveDraft(second.draft.draft, second.record).run(in: library)
    #expect(try ListDrafts().run(in: library).isEmpty)
    #expect(try keep.run(in: library) == .changed([]))
    #expect(throws: ElementLibraryError.self) {
      try KeepDraft(name: "a\nb", text: "").run(in: library)
    }
    #expect(throws: ElementLibraryError.self) {
      try KeepDraft(name: "a.md", text: String(repeating: "a", count: (256 << 10) + 1))
        .run(in: library)
    }
  }

  @Test("that two machines changed are both shown, until one replaces the other")
  func forks() throws {
    let film = try Film()
    let library = try film.library()
    guard case .kept(let first) = try KeepDraft(name: "a.md", text: "one").run(in: library) else {
      Issue.record("not kept")
      return
    }
    // Two records that replace the first, as after a join.
    try library.store.change { change in
      for text in ["two", "three"] {
        change.add(
          .draft(
            Draft(
              first.draft.draft, after: first.record, name: "a.md", text: text,
              at: try change.moment())))
      }
    }
    let both = try ListDrafts().run(in: library)
    #expect(both.map(\.draft.text) == ["three", "two"])
    try RemoveDraft(first.draft.draft, both[1].record).run(in: library)
    #expect(try ListDrafts().run(in: library) == [both[0]])
  }
}
