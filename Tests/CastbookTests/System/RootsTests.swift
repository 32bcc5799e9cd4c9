import Castbook
import Model
import TestSupport
import Testing

@testable import FileVerbs

@Suite("Folders that a program may use for someone else")
struct RootsTests {
  /// A folder with two roots, `film` and `refs`, and what is beside them.
  private struct Place {
    let scratch: TemporaryFolder
    let roots: Roots

    init() throws {
      scratch = try TemporaryFolder()
      for folder in ["film", "film/shots", "film-2", "refs"] {
        _ = try scratch.createFolder(folder)
      }
      for file in ["film/a.jpg", "film-2/b.jpg", "refs/c.jpg", "secret.txt"] {
        _ = try scratch.write(to: file)
      }
      _ = try scratch.link("film/inside", to: "shots")
      _ = try scratch.link("film/other", to: "../refs/c.jpg")
      _ = try scratch.link("film/out", to: "../secret.txt")
      _ = try scratch.link("film/beside", to: "../film-2")
      _ = try scratch.link("film/lost", to: "../nowhere.txt")
      roots = try Roots([scratch.path("film"), scratch.path("refs")])
    }

    /// Returns how a path is shown that a text names; `nil` if it is refused.
    func shown(_ text: String) -> String? {
      withExtendedLifetime(scratch) { roots.path(text).flatMap(roots.shown) }
    }
  }

  @Test(
    "are named by labels, and the first one needs none",
    arguments: [
      ("a.jpg", "root1/a.jpg"), ("root1/a.jpg", "root1/a.jpg"), ("root2/c.jpg", "root2/c.jpg"),
      ("root2", "root2"), (".", "root1"), ("shots/../a.jpg", "root1/a.jpg"),
      ("inside", "root1/shots"), ("other", "root2/c.jpg"), ("shots/new.jpg", "root1/shots/new.jpg"),
      ("new/deep/file.jpg", "root1/new/deep/file.jpg"), ("root3/a.jpg", "root1/root3/a.jpg"),
    ])
  func inside(text: String, shown: String) throws {
    let place = try Place()
    #expect(place.shown(text) == shown)
  }

  @Test(
    "are never left by a path or a link",
    arguments: [
      "..", "../secret.txt", "../film-2/b.jpg", "shots/../../secret.txt", "root2/../secret.txt",
      "out", "beside", "beside/b.jpg", "lost", "new/../../secret.txt", "/etc/passwd", "/", "",
    ])
  func outside(text: String) throws {
    let place = try Place()
    // The files are there, so a refusal is due to the path.
    #expect(place.shown("a.jpg") == "root1/a.jpg")
    #expect(withExtendedLifetime(place.scratch) { place.roots.path(text) } == nil)
  }

  @Test("hold a file by its real place, whatever the path to it contains")
  func places() throws {
    let place = try Place()
    let scratch = place.scratch
    #expect(place.roots.holds(scratch.path("film/../refs/c.jpg")))
    #expect(place.roots.holds(scratch.path("film/other")))
    for name in ["film/out", "film-2/b.jpg", "secret.txt", "film/../film-2", "nowhere.txt"] {
      #expect(!place.roots.holds(scratch.path(name)), "\(name)")
    }
    #expect(Roots.none.path("a.jpg") == nil)
    #expect(place.roots.shown(scratch.path("film-2/b.jpg")) == nil)
  }

  @Test("exist when they are named, and are folders")
  func folders() throws {
    let scratch = try TemporaryFolder()
    _ = try scratch.write(to: "file.txt")
    for name in ["file.txt", "nowhere"] {
      #expect(throws: FileVerbError.self) { try Roots([scratch.path(name)]) }
    }
  }
}
