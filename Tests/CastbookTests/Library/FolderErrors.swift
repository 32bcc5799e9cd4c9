import Castbook
import Foundation
import TestSupport
import Testing

@Suite("A folder per element")
struct FolderErrors {
  /// A folder `cast` that contains a folder `Rosa` with a picture.
  private struct Scene {
    let cast: Cast
    let folder: URL

    init() async throws {
      cast = try await Cast()
      folder = cast.scratch.url.appending(path: "cast")
      try put("mug-front.jpg", in: "Rosa")
    }

    func make(_ name: String) throws {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }

    func put(_ name: String, in subfolder: String) throws {
      try make(subfolder)
      try FileManager.default.copyItem(
        atPath: Cast.starter(name).text,
        toPath: folder.appending(path: "\(subfolder)/\(name)").path(percentEncoded: false))
    }

    func write(_ text: String, to name: String = "Rosa/element.json") throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }

    @discardableResult
    func add(mayBeEmpty: Bool = false) async throws -> AddOutcome {
      let path = try #require(FilePath(folder.path()))
      var drafts = try ElementFolders.drafts(in: path, kind: .character)
      for index in drafts.indices { drafts[index].mayBeEmpty = mayBeEmpty }
      return try await Add(drafts).run(in: cast.library)
    }

    /// The error's text and fix, without the folders above.
    func error() async throws -> (words: String, fix: String) {
      let error = try await Cast.error { try await add() }
      let above = folder.deletingLastPathComponent().path()
      return ("\(error)".replacing(above, with: ""), (error.fix ?? "").replacing(above, with: ""))
    }
  }

  @Test(
    "reports an error in an element.json with its position, and the actual and expected value",
    arguments: [
      (#"{"lookof":"@mira"}"#, "lookof: unknown key", "did you mean \"lookOf\"?"),
      (
        #"{"rights":{"base":"own"}}"#, "rights.base: unknown key",
        "did you mean \"basis\"?"
      ),
      (
        #"{"rights":{"expires":"31.1.2027"}}"#,
        "rights.expires: \"31.1.2027\" is not a valid date",
        "write it as year-month-day, such as \"2027-01-31\""
      ),
      (
        #"{"rights":{"basis":"owned"}}"#,
        "rights.basis: \"owned\" is not one of own, licensed, consented, generated, unknown",
        "did you mean \"own\"?"
      ),
      (
        #"{"tags":"lead"}"#, "tags: found \"lead\", expected a list of texts",
        "write it like [\"…\", \"…\"]"
      ),
      (
        #"{"tags":["a",7]}"#,
        "tags[2]: found a whole number, expected a text", "write it like \"…\""
      ),
      (
        #"{"rights":7}"#, "rights: found a whole number, expected an object",
        "write it like {\"basis\": \"own\"}"
      ),
      (
        #"{"roles":{"mug-frnt.jpg":"front"}}"#,
        "roles[\"mug-frnt.jpg\"]: no file \"mug-frnt.jpg\" in cast/Rosa",
        "did you mean \"mug-front.jpg\"?"
      ),
      (
        #"{"order":["x.jpg"]}"#, "order[1]: no file \"x.jpg\" in cast/Rosa",
        "remove it, or put the file there"
      ),
      (
        #"{"name":"a",,}"#, "line 1, column 13: a quoted key is missing",
        "fix it or delete it"
      ),
    ])
  func notes(note: String, words: String, fix: String) async throws {
    let scene = try await Scene()
    try scene.write(note)
    let error = try await scene.error()
    #expect(error.words == "cast/Rosa/element.json, \(words)")
    #expect(error.fix == fix)
  }

  @Test(
    "is named in an error that only the library notices",
    arguments: [
      (#"{"lookOf":"@nobody"}"#, "cast/Rosa: no element @nobody in this library"),
      (#"{"tags":[""]}"#, "cast/Rosa: a tag can't be empty"),
      (#"{"handle":"mug"}"#, "cast/Rosa: @mug is a product, not a character"),
      (#"{"aliases":["cup"]}"#, "cast/Rosa: @cup is already in use by @mug"),
      (#"{"kind":"voice"}"#, "cast/Rosa/mug-front.jpg is a picture, but @rosa is a voice"),
    ])
  func later(note: String, words: String) async throws {
    let scene = try await Scene()
    try await scene.cast.add(.product, "mug") { $0.texts.aliases = ["cup"] }
    try scene.write(note)
    #expect(try await scene.error().words == words)
  }

  @Test("reports both of two folders for one element, and a name without letters")
  func names() async throws {
    let scene = try await Scene()
    try scene.put("mug-top.jpg", in: "rosa!")
    let two = try await scene.error()
    #expect(two.words == "cast/Rosa and cast/rosa! both mean @rosa")
    #expect(two.fix.hasSuffix("into 'cast/rosa!/element.json'"))
    try scene.put("mug-top.jpg", in: "米拉")
    let script = try await scene.error()
    #expect(
      script.words == "cast/米拉: its name has no letters a–z for a handle")
    #expect(script.fix == "write {\"handle\": \"NAME\"} into cast/米拉/element.json")
  }

  @Test("reports files beside the folders")
  func strays() async throws {
    let scene = try await Scene()
    try scene.put("mug-top.jpg", in: ".")
    try scene.write("{}", to: "Thumbs.db")
    let path = try #require(FilePath(scene.folder.path()))
    #expect(ElementFolders.strays(in: path).map(\.name.text) == ["mug-top.jpg"])
  }

  @Test("without a picture, clip or sound is named, and nothing is added")
  func empty() async throws {
    let scene = try await Scene()
    try scene.make("a")
    try scene.make("b")
    try scene.write("hello", to: "b/notes.txt")
    let error = try await scene.error()
    #expect(error.words == "cast/a, cast/b: no picture, clip or sound found")
    #expect(try ListElements().run(in: scene.cast.library).elements.isEmpty)
    let outcome = try await scene.add(mayBeEmpty: true)
    #expect(outcome.elements.map(\.handle.name) == ["rosa", "a", "b"])
  }

  @Test("that is added again reports what it changes, and removes no name")
  func again() async throws {
    let scene = try await Scene()
    try await scene.add()
    try await scene.cast.edit("@rosa") { $0.texts.name = "Rosa Lind" }
    #expect(try await scene.add().elements.map(\.isChanged) == [false])
    try scene.write(#"{"tags":["lead"],"roles":{"mug-front.jpg":"detail"}}"#)
    let outcome = try await scene.add()
    #expect(
      outcome.elements.map(\.changes) == [["tag lead", "mug-front.jpg: front → detail"]])
    #expect(try scene.cast.show("@rosa").revision.name == "Rosa Lind")
    // A note alone may still describe an element.
    try FileManager.default.removeItem(at: scene.folder.appending(path: "Rosa/mug-front.jpg"))
    try scene.write(#"{"tags":["lead","season 2"]}"#)
    #expect(try await scene.add().elements.map(\.changes) == [["tag season 2"]])
  }
}
