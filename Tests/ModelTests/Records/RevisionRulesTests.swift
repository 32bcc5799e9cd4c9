import Testing

@testable import Model

/// What a revision may contain, from any author.
@Suite("The revision rules")
struct RevisionRulesTests {
  /// The rules, with a function that composes the one letter that these tests decompose.
  private static let rules = RevisionRules { text in
    String(
      text.unicodeScalars.reduce(into: String.UnicodeScalarView()) { scalars, scalar in
        if scalar == "\u{301}", scalars.last == "e" {
          scalars.removeLast()
          scalars.append("é")
        } else {
          scalars.append(scalar)
        }
      })
  }

  private static func blob(_ number: UInt8) throws -> Digest {
    try #require(Digest(bytes: [UInt8](repeating: number, count: 32)))
  }

  private static func sample(_ kind: ElementKind = .character) throws -> ElementRevision {
    let element = try #require(ULID("01JD0000000000000000000000"))
    var revision = ElementRevision(
      element: element, at: Instant(milliseconds: 0), kind: kind, handle: try Handle("mira"),
      name: "Mira")
    let role = kind == .voice ? Role.voice : .front
    revision.references = [
      Reference(blob: try blob(1), role: role, file: "a.png"),
      Reference(blob: try blob(2), role: kind == .voice ? .clip : .back, file: "a.png", note: "x"),
    ]
    return revision
  }

  /// A change that breaks the rules, and its expected message.
  struct Break: Sendable, CustomTestStringConvertible {
    let words: String
    let change: @Sendable (inout ElementRevision) -> Void

    init(_ words: String, _ change: @escaping @Sendable (inout ElementRevision) -> Void) {
      self.words = words
      self.change = change
    }

    var testDescription: String { words }
  }

  static let texts = [
    Break("name \"\" can't be empty") { $0.name = "" },
    Break("name \" Mira\" starts or ends with white space") { $0.name = " Mira" },
    Break("name \"Mi\\nra\" contains a line break") { $0.name = "Mi\nra" },
    Break("name \"Mi\\u{202e}ra\" contains U+202E, which reverses the text after it") {
      $0.name = "Mi\u{202E}ra"
    },
    Break("name \"e\u{301}\" is not in Unicode's composed form (NFC)") { $0.name = "e\u{301}" },
    Break("name \"\(String(repeating: "x", count: 40))…\" has 201 characters; the limit is 200") {
      $0.name = String(repeating: "x", count: 201)
    },
    Break("description \"a\\u{1b}[31m\" contains the control character U+001B") {
      $0.description = "a\u{1B}[31m"
    },
    Break(
      "notes \"\(String(repeating: "n", count: 40))…\" has 50001 characters; the limit is 50000"
    ) { $0.notes = String(repeating: "n", count: 50_001) },
    Break("aliases[2] \"a\\nb\" contains a line break") { $0.aliases = ["ana", "a\nb"] },
    Break("aliases[1] \"\" can't be empty") { $0.aliases = [""] },
    Break("aliases[1] \"\(String(repeating: "a", count: 40))…\" has 65 characters; the limit is 64")
    {
      $0.aliases = [String(repeating: "a", count: 65)]
    },
    Break("aliases[1] \"a\\u{200b}b\" contains U+200B, which is invisible") {
      $0.aliases = ["a\u{200B}b"]
    },
    Break("aliases[1] \"a@b\" contains \"@\"") { $0.aliases = ["a@b"] },
    Break("aliases are 101; the limit is 100") { $0.aliases = (0...100).map { "a\($0)" } },
    Break("tags[1] \"a\\tb\" contains a tab") { $0.tags = ["a\tb"] },
    Break("tags are 20000; the limit is 100") { $0.tags = (0..<20_000).map { "t\($0)" } },
    Break("rights.holder \"a\\nb\" contains a line break") { $0.rights = Rights(holder: "a\nb") },
    Break("rights.allowed names a use twice or out of order") {
      $0.rights = Rights(allowed: [.commercial, .commercial])
    },
  ]

  static let others = [
    Break("voice is @mira itself") { $0.voice = $0.element },
    Break("voice is bound, but @mira is itself a voice") {
      $0.kind = .voice
      $0.references = []
      $0.voice = ULID("01JD0000000000000000000001")
    },
    Break("lookOf is @mira itself") { $0.lookOf = $0.element },
    Break("references[3] is the same file as references[1]") {
      $0.references.append($0.references[0])
    },
    Break("references are 20000; the limit is 1000") {
      $0.references = [Reference](repeating: $0.references[0], count: 20_000)
    },
    Break("references[1].file \".bashrc\" starts with \".\"") { $0.references[0].file = ".bashrc" },
    Break("references[2].file \"\" has no usable characters") { $0.references[1].file = "" },
    Break("references[1].file \"e\u{301}.png\" is not in Unicode's composed form (NFC)") {
      $0.references[0].file = "e\u{301}.png"
    },
    Break("references[2].role is voice, which is not a role of a character") {
      $0.references[1].role = .voice
    },
    Break("references[1].note \"a\\u{7}\" contains the control character U+0007") {
      $0.references[0].note = "a\u{7}"
    },
    Break("merges exist without a parent") { $0.merges = [$0.references[0].blob] },
    Break("merges name a revision twice") {
      $0.parent = $0.references[0].blob
      $0.merges = [$0.references[0].blob]
    },
  ]

  @Test("accept what the commands write")
  func kept() throws {
    for kind in ElementKind.allCases {
      var revision = try Self.sample(kind)
      #expect(Self.rules.problems(in: revision).isEmpty)
      revision.description = "Tall.\n\tShe smiles 👩🏽\u{200D}🚀"
      revision.aliases = ["米拉", "می\u{200C}را", "José"]
      revision.tags = ["lead", "a b"]
      revision.rights = Rights(basis: .own, holder: "Ana", allowed: [.internal, .commercial])
      revision.voice = kind == .voice ? nil : ULID("01JD0000000000000000000001")
      revision.lookOf = ULID("01JD0000000000000000000002")
      #expect(Self.rules.problems(in: revision).isEmpty)
      #expect(Self.rules.repaired(revision) == revision)
    }
  }

  @Test("name the key that breaks them, the value and the limit", arguments: texts + others)
  func broken(breaking: Break) throws {
    var revision = try Self.sample()
    breaking.change(&revision)
    #expect(Self.rules.problems(in: revision).map(\.description) == [breaking.words])
  }

  @Test("accept a repaired revision, and leave a valid one unchanged", arguments: texts + others)
  func mended(breaking: Break) throws {
    var revision = try Self.sample()
    breaking.change(&revision)
    let mended = Self.rules.repaired(revision)
    let left = Self.rules.problems(in: mended)
    // The parents of a revision are not repaired: the next revision is made from this one.
    #expect(left.isEmpty || left.allSatisfy { $0.field == .merges }, "\(left)")
    #expect(mended.element == revision.element && mended.handle == revision.handle)
    #expect(Set(mended.references.map(\.blob)) == Set(revision.references.map(\.blob)))
    #expect(!mended.name.isEmpty)
  }

  @Test("decide which elements may be bound as voices")
  func voices() throws {
    var revision = try Self.sample()
    revision.voice = ULID("01JD0000000000000000000001")
    func problems(_ kind: ElementKind) throws -> [String] {
      let other = LinkRules.Linked(handle: try Handle("other"), kind: kind, isLook: false)
      return LinkRules.problems(in: revision, look: nil) { _ in other }.map(\.description)
    }
    #expect(try problems(.voice).isEmpty)
    #expect(
      try problems(.character) == ["voice is @other, a character; only a voice can be bound"])
  }

  @Test("decide which elements may be looks of which")
  func looks() throws {
    var revision = try Self.sample()
    revision.lookOf = ULID("01JD0000000000000000000001")
    func problems(_ kind: ElementKind, isLook: Bool = false, look: String? = nil) throws -> [String]
    {
      let other = LinkRules.Linked(handle: try Handle("other"), kind: kind, isLook: isLook)
      return LinkRules.problems(in: revision, look: try look.map { try Handle($0) }) { _ in other }
        .map(\.description)
    }
    #expect(try problems(.character).isEmpty)
    #expect(try problems(.product) == ["lookOf is @other, a product; @mira is a character"])
    #expect(
      try problems(.character, isLook: true) == ["lookOf is @other, which is itself a look"])
    #expect(
      try problems(.character, look: "coat")
        == ["lookOf is @other, but @mira has looks itself, such as @coat"])
    #expect(LinkRules.problems(in: revision, look: nil) { _ in nil }.isEmpty)
  }
}
