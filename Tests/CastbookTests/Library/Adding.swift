import Castbook
import Foundation
import TestSupport
import Testing

@Suite("Adding")
struct Adding {
  @Test(
    "registers an element with its files, their roles by their names, and their findings")
  func first() async throws {
    let cast = try await Cast()
    let outcome = try await cast.add(.character, "@mira", Cast.mira()) { draft in
      draft.texts.name = "  Jose\u{301} Okafor "
      draft.texts.tags = ["lead", "Lead", "hero"]
      draft.texts.aliases = ["@米拉"]
    }
    let element = try #require(outcome.elements.first)
    #expect(element.isNew)
    #expect(element.files.map(\.reference.role) == [.front, .back, .right])
    #expect(element.files.allSatisfy { $0.checked.status == .pass })
    let shown = try cast.show("@米拉")
    #expect(Array(shown.revision.name.unicodeScalars) == Array("José Okafor".unicodeScalars))
    #expect(shown.revision.tags == ["lead", "hero"])
    #expect(shown.files.compactMap(\.checked?.facts.image?.size.width) == [1152, 1152, 1152])
    #expect(shown.setFindings.isEmpty)
    try await cast.losingTheIndex()
    let again = try cast.show("@mira")
    #expect(again.files.map(\.checked?.facts) == shown.files.map(\.checked?.facts))
  }

  @Test("leaves no files when it is cancelled, however many were read")
  func cancelled() async throws {
    let cast = try await Cast()
    let library = cast.library
    let staged = cast.location.folder.appending("blobs/.new".utf8)
    var draft = ElementDraft(.character, try Handle("mira"))
    draft.files = try Cast.mira().map { ElementDraft.File($0) }
    for limit in 1...3 {
      let drafts = [draft]
      await #expect(throws: CancellationError.self) {
        try await Task {
          _ = try await Add(drafts).run(in: library) { count, _ in
            if count == limit { withUnsafeCurrentTask { $0?.cancel() } }
          }
        }.value
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: staged.text) == [])
    }
  }

  @Test("an element without files is made only on request")
  func empty() async throws {
    let cast = try await Cast()
    let folder = cast.scratch.path("empty")
    try FileManager.default.createDirectory(
      atPath: folder.text, withIntermediateDirectories: false)
    for paths in [[], [folder]] {
      let error = try await Cast.error {
        try await cast.add(.character, "st", paths) { $0.mayBeEmpty = false }
      }
      #expect(error.rule == "element.no-files")
      #expect(error.blame == (paths.isEmpty ? .usage : .findings))
    }
    let bad = try Fixtures.path("trouble/mira-back.jpg")
    let draft = ElementDraft(
      .character, try Handle("st"), files: [ElementDraft.File(folder), ElementDraft.File(bad)])
    let error = try await Cast.error {
      _ = try await Add([draft], skipsBad: true).run(in: cast.library)
    }
    #expect("\(error)".hasPrefix("no file can be added: \(bad) ("))
    #expect(try ListElements().run(in: cast.library).elements.isEmpty)
    try await cast.add(.character, "st")
    #expect(try cast.show("@st").files.isEmpty)
    // An existing element may get texts alone, but not an empty change.
    let more = try await cast.add(.character, "st") {
      $0.mayBeEmpty = false
      $0.texts.tags = ["lead"]
    }
    #expect(more.elements.map(\.changes) == [["tag lead"]])
    let refusal = try await Cast.error {
      try await cast.add(.character, "st") { $0.mayBeEmpty = false }
    }
    #expect("\(refusal)" == "no files to add to @st")
  }

  @Test("a requested role also applies to a file that is already there")
  func roleAgain() async throws {
    let cast = try await Cast()
    let front = try Cast.starter("mira-front.jpg")
    try await cast.add(.character, "mira", [front])
    let outcome = try await cast.add(.character, "mira") {
      $0.files = [ElementDraft.File(front, role: .expression)]
    }
    #expect(outcome.elements.first?.changes == ["mira-front.jpg: front → expression"])
    #expect(outcome.elements.first?.existingFiles.map(\.number) == [1])
    #expect(try cast.files("@mira") == ["1 expression mira-front.jpg"])
  }

  @Test("the same files again adds nothing; further ones make a revision")
  func again() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira())
    let same = try await cast.add(.character, "mira", Cast.mira())
    #expect(same.elements.map(\.isChanged) == [false])
    #expect(same.elements.first?.existingFiles.map(\.number) == [1, 2, 3])
    let more = try await cast.add(.character, "MIRA", [Cast.starter("mira-three-quarter-left.jpg")])
    #expect(more.elements.first?.revision.revision.sequence == 2)
    #expect(more.elements.first?.files.map(\.number) == [4])
    #expect(try cast.files("@mira:1").count == 3)
  }

  @Test("reports other elements with the file, and with a copy of it")
  func elsewhere() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira())
    let outcome = try await cast.add(
      .product, "poster", [Cast.starter("mira-front.jpg"), Cast.starter("mug-front.jpg")])
    let files = try #require(outcome.elements.first?.files)
    #expect(files.map { $0.sharedWith.map(\.name) } == [["mira"], []])
  }

  @Test("a sound to a character makes it the voice, once")
  func voices() async throws {
    let cast = try await Cast()
    let sound = try Cast.starter("mira-voice.wav")
    let outcome = try await cast.add(
      .character, "mira", [Cast.starter("mira-front.jpg"), sound])
    #expect(outcome.elements.map(\.handle.name) == ["mira", "mira_voice"])
    #expect(outcome.elements.last?.voiceOf?.name == "mira")
    #expect(try cast.show("@mira").voice?.handle.name == "mira_voice")
    #expect(try cast.files("@mira_voice") == ["1 voice mira-voice.wav"])
    #expect(try cast.show("@mira_voice").speakers.map(\.handle.name) == ["mira"])
    let again = try await cast.add(.character, "mira", [sound])
    #expect(again.elements.map(\.isChanged) == [false, false])
    try await cast.edit("@mira_voice") { $0.rename = try Handle("narrator") }
    let more = try await cast.add(.character, "mira", [Fixtures.path("odd/voice-3s.wav")])
    #expect(more.elements.map(\.handle.name) == ["mira", "narrator"])
  }

  @Test("a picture as a voice is refused, and the role voice is only for voices")
  func wrongMedia() async throws {
    let cast = try await Cast()
    let front = try Cast.starter("mira-front.jpg")
    let one = try await Cast.error { try await cast.add(.voice, "v", [front]) }
    #expect("\(one)".hasSuffix("is a picture, but @v is a voice"))
    let two = try await Cast.error {
      try await cast.add(.character, "mira") {
        $0.files = [ElementDraft.File(front, role: .voice)]
      }
    }
    #expect("\(two)".hasSuffix("is a picture, not a voice"))
    #expect(try ListElements().run(in: cast.library).elements.isEmpty)
  }

  @Test("damaged files and files that are not media are refused by name, without a change")
  func bad() async throws {
    let cast = try await Cast()
    let bad = try ["trouble/mira-back.jpg", "trouble/mira-side.jpg"].map(Fixtures.path)
    let error = try await Cast.error { try await cast.add(.character, "mira", Cast.mira() + bad) }
    guard case .badFiles(let files) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(files.map(\.path) == bad)
    #expect(error.blame == .findings)
    #expect(try ListElements().run(in: cast.library).elements.isEmpty)
    let left = try FileManager.default.subpathsOfDirectory(
      atPath: cast.location.folder.text + "/blobs"
    ).filter { !$0.hasPrefix(".new") && $0.count > 3 }
    #expect(left.isEmpty)
    let draft = ElementDraft(
      .character, try Handle("mira"), files: (try Cast.mira() + bad).map { ElementDraft.File($0) })
    let outcome = try await Add([draft], skipsBad: true).run(in: cast.library)
    #expect(outcome.leftOut.map(\.path) == bad)
    #expect(outcome.elements.first?.files.count == 3)
  }

  @Test("is not affected by a provider's limits")
  func limits() async throws {
    let cast = try await Cast()
    let outcome = try await cast.add(
      .character, "mira", [Fixtures.path("trouble/mira-full-length.jpg")])
    let file = try #require(outcome.elements.first?.files.first)
    #expect(file.checked.status == .fail)
    #expect(try cast.files("@mira").count == 1)
  }

  @Test("a handle of another kind, a removed one or a taken alias names the way out")
  func mistakes() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "mira", Cast.mira()) { $0.texts.aliases = ["courier"] }
    let kind = try await Cast.error { try await cast.add(.product, "mira") }
    #expect("\(kind)" == "@mira is a character, not a product")
    let alias = try await Cast.error {
      try await cast.add(.product, "bag") { $0.texts.aliases = ["Cöurier"] }
    }
    #expect("\(alias)" == "@Cöurier is already in use by @mira")
    _ = try Remove([HandleReference("@mira")]).run(in: cast.library)
    let removed = try await Cast.error { try await cast.add(.character, "mira", Cast.mira()) }
    #expect(removed == .retired(try Handle("mira")))
    #expect(removed.fix == "restore it: castbook restore @mira")
    let unknown = try await Cast.error { _ = try cast.library.find("@mirra") }
    #expect(unknown.fix == "did you mean @mira?")
  }

  @Test("one folder per element is all or nothing, with links between them and to the library")
  func folders() async throws {
    let cast = try await Cast()
    let folder = cast.scratch.url.appending(path: "cast")
    func write(_ name: String, _ text: String) throws {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    func copy(_ name: String, to other: String) throws {
      let file = folder.appending(path: other)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: Cast.starter(name).text, toPath: file.path(percentEncoded: false))
    }
    try copy("mira-front.jpg", to: "Mira Okafor/b.jpg")
    try copy("mira-back.jpg", to: "Mira Okafor/a.jpg")
    try copy("mira-voice.wav", to: "Voice/take.wav")
    try copy("mira-right.jpg", to: "coat/x.jpg")
    try write(
      "Mira Okafor/element.json",
      #"{"tags":["lead"],"voice":"@voice","roles":{"b.jpg":"front"},"order":["b.jpg"]}"#)
    try write("Voice/element.json", #"{"kind":"voice"}"#)
    try write(
      "coat/element.json",
      #"{"lookOf":"mira_okafor","rights":{"basis":"own","expires":"2027-01-31"}}"#)
    try write("coat/notes.txt", "no picture")
    let path = try #require(FilePath(folder.path()))
    let outcome = try await Add(ElementFolders.drafts(in: path, kind: .character)).run(
      in: cast.library)
    #expect(outcome.elements.map(\.handle.name) == ["mira_okafor", "voice", "coat"])
    #expect(outcome.nonMediaFiles.map(\.name.text) == ["notes.txt"])
    #expect(try cast.files("@mira_okafor") == ["1 front b.jpg", "2 unsorted a.jpg"])
    #expect(try cast.show("@mira_okafor").revision.name == "Mira Okafor")
    #expect(try cast.show("@mira_okafor").voice?.handle.name == "voice")
    #expect(try cast.show("@mira_okafor").looks.map(\.handle.name) == ["coat"])
    #expect(try cast.show("@coat").voice?.handle.name == "voice")
    try write("coat/element.json", #"{"lookof":"mira_okafor"}"#)
    let error = try await Cast.error {
      _ = try ElementFolders.drafts(in: path, kind: .character)
    }
    #expect("\(error)".hasSuffix("coat/element.json, lookof: unknown key"))
    #expect(error.fix == "did you mean \"lookOf\"?")
  }

  @Test("a preview and a failure leave no file behind, nor the rights document")
  func leftovers() async throws {
    let cast = try await Cast()
    var draft = ElementDraft(
      .character, try Handle("@mira"), files: [.init(try Cast.starter("mira-front.jpg"))])
    draft.rights.document = try Cast.starter("mira-back.jpg")
    var preview = Add(draft)
    preview.isPreview = true
    #expect(try await preview.run(in: cast.library).elements.count == 1)
    // Files of another kind of element are refused once they are read.
    try await cast.add(.product, "@mug", [Cast.starter("mug-front.jpg")])
    draft.handle = try Handle("@mug")
    _ = try await Cast.error { try await Add(draft).run(in: cast.library) }
    let staged = cast.scratch.path("library").appending("blobs/.new".utf8)
    #expect(try FileManager.default.contentsOfDirectory(atPath: staged.text) == [])
  }

  @Test("the starter catalogue works at once")
  func starter() async throws {
    let cast = try await Cast()
    let outcome = try await ImportPack.addStarter(to: cast.library)
    #expect(Set(outcome.elements.map(\.handle.name)) == ["mira", "mug", "mira_voice"])
    #expect(try cast.show("@mira").files.count == 4)
    #expect(try Search("stoneware").run(in: cast.library).elements.map(\.handle.name) == ["mug"])
  }
}
