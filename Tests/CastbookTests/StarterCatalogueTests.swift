import Castbook
import Foundation
import TestSupport
import Testing

/// The elements that a new library can start with.
@Suite struct StarterCatalogueTests {
  /// One element, shown by its handle.
  struct Starter: CustomTestStringConvertible, Sendable {
    let element: StarterCatalogue.Element

    var testDescription: String { "\(element.handle)" }
  }

  static let all = StarterCatalogue.elements.map(Starter.init)

  @Test("There are a character, a product and a voice, each named before it is mentioned")
  func elements() throws {
    let elements = StarterCatalogue.elements
    #expect(elements.map(\.handle.description).sorted() == ["@mira", "@mira_voice", "@mug"])
    let mira = try #require(elements.first { $0.handle.name == "mira" })
    #expect(mira.kind == .character)
    #expect(mira.person == .drawn)
    #expect(mira.voice?.name == "mira_voice")
    #expect(mira.files.map(\.role) == [.front, .threeQuarterLeft, .right, .back])
    let mug = try #require(elements.first { $0.handle.name == "mug" })
    #expect(mug.kind == .product)
    #expect(mug.person == nil && mug.voice == nil)
    #expect(mug.files.map(\.role) == [.front, .threeQuarter, .top])
    for (index, element) in elements.enumerated() {
      let before = elements[..<index].filter { $0.kind == .voice }.map(\.handle)
      #expect(element.voice.map(before.contains) ?? true, "\(element.handle)")
    }
  }

  @Test("Each has its texts and its rights, and files that no other has", arguments: all)
  func words(of starter: Starter) {
    let element = starter.element
    #expect(!element.name.isEmpty && element.description.hasSuffix("."))
    #expect(element.description.count < 400)
    #expect(element.tags.contains("starter"))
    #expect(element.rights == Rights(basis: .generated, holder: "Castbook"))
    let others = Self.all.filter { $0.element.handle != element.handle }
      .flatMap(\.element.files).map(\.name)
    #expect(!element.files.isEmpty)
    #expect(Set(element.files.map(\.name)).isDisjoint(with: others))
  }

  @Test("A file's name includes its role, as far as names of views do", arguments: all)
  func roles(of starter: Starter) throws {
    for file in starter.element.files where file.role != .voice {
      let path = try #require(FilePath(file.name))
      #expect(Role(inFileName: path, ignoring: [starter.element.handle.name]) == file.role)
    }
  }

  @Test("Its bytes are those of the file in Catalog/Starter", arguments: all)
  func bytes(of starter: Starter) throws {
    let folder = Fixtures.repository.appending(path: "Catalog/Starter")
    for file in starter.element.files {
      #expect(try Data(contentsOf: folder.appending(path: file.name)) == Data(file.bytes))
    }
  }

  @Test("The generator writes to Catalog/Starter, through the link in Fixtures")
  func link() throws {
    let link = Fixtures.folder.appending(path: "starter").path()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../Catalog/Starter")
  }

  @Test("All files together stay below 3 MB")
  func size() {
    let files = StarterCatalogue.elements.flatMap(\.files)
    #expect(files.count == 8)
    #expect(files.reduce(0) { $0 + $1.bytes.count } <= 3_000_000)
  }

  @Test(
    "Every file passes as part of its element, and so do all files of an element together",
    arguments: all,
    TestRun.isLong ? ["kling", "fal.kling-o3.r2v", "kling.v3-omni"] : ["fal.kling-o3.r2v"])
  func passes(_ starter: Starter, _ target: String) async throws {
    let scratch = try TemporaryFolder()
    for file in starter.element.files {
      try Data(file.bytes).write(to: scratch.url.appending(path: file.name))
    }
    let slot: Slot = starter.element.kind == .voice ? .voice : .element
    let targets = try Fixtures.targets([target], slot: slot)
    let files = FileList(starter.element.files.map { scratch.path($0.name) })
    let summary = try await Check(targets: targets, isCompleteSet: slot == .element).run(files) {
      file in
      // A missing measurement is not the sound's fault.
      let rules = file.allFindings.filter { $0.severity > .note }.map(\.rule)
      #expect(rules.isEmpty, "\(file.facts.path.name.text)")
      #expect(file.targetsWithUnknownLimits.isEmpty)
    }
    #expect(summary.files == starter.element.files.count)
    #expect(summary.setFindings.allSatisfy { $0.rule == .targetNoLimit })
    #expect(summary.isFine(strict: slot == .element))
  }

  @Test("The voice is plain 16-bit sound on one channel, 5 to 8 seconds long, and not clipped")
  func voice() throws {
    let voice = try #require(StarterCatalogue.elements.first { $0.kind == .voice })
    let bytes = try #require(voice.files.first).bytes
    func number(at offset: Int, bytes count: Int) -> Int {
      bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(Array(bytes[0..<4]) == Array("RIFF".utf8))
    #expect(Array(bytes[8..<16]) == Array("WAVEfmt ".utf8))
    #expect(number(at: 4, bytes: 4) == bytes.count - 8)
    #expect(number(at: 20, bytes: 2) == 1)
    #expect(number(at: 22, bytes: 2) == 1)
    #expect(number(at: 34, bytes: 2) == 16)
    #expect(Array(bytes[36..<40]) == Array("data".utf8))
    let rate = number(at: 28, bytes: 4)
    let length = number(at: 40, bytes: 4)
    #expect(length == bytes.count - 44)
    #expect((5 * rate...8 * rate).contains(length))
    let samples = stride(from: 44, to: bytes.count, by: 2).map {
      abs(Int(Int16(truncatingIfNeeded: number(at: $0, bytes: 2))))
    }
    let loudest = try #require(samples.max())
    #expect((16_000..<32_000).contains(loudest))
    // Hardly any silence at either end.
    let quarter = rate / 2 / 4
    #expect(samples.prefix(quarter).contains { $0 > 500 })
    #expect(samples.suffix(quarter).contains { $0 > 500 })
  }
}
