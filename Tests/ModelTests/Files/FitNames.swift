import TestSupport
import Testing

@testable import Model

/// Names from records and packs made elsewhere, as files are written under them.
@Suite("File names")
struct FitNames {
  private static let fallback = "abababababababab"

  @Test(
    "stay unchanged if they name one file in the folder",
    arguments: [
      "mira-front.jpg", "a", "IMG_2041.HEIC", "米拉.jpg", "Mira Okafor (2).png", "a..b", "a.b.c",
      "mira~1.png", "e\u{301}.png", "👩🏽\u{200D}🚀.png", "❤\u{FE0F}.png", "1\u{FE0F}\u{20E3}.png",
      "می\u{200C}خواهم.png", "葛\u{E0100}.png", "CONTACT.png", "COM.png", "COM12.png", "console",
      "nullify.txt", "_.bashrc", String(repeating: "x", count: 251) + ".jpg",
    ])
  func fit(name: String) {
    #expect(FileName.problem(in: name) == nil)
    #expect(FileName.validName(name, or: Self.fallback) == name)
  }

  @Test(
    "become names that stay in the folder",
    arguments: [
      // Names that lead elsewhere.
      ("..", fallback), (".", fallback), ("", fallback), ("...", fallback),
      ("../../a", "_.._.._a"), ("/etc/passwd", "_etc_passwd"), ("a\\b", "a_b"),
      ("C:\\a.png", "C__a.png"), ("a.png:stream", "a.png_stream"), ("a?*\"<>|.png", "a______.png"),
      // Hidden files, options, and home folders.
      (".bashrc", "_.bashrc"), (".x.png", "_.x.png"), ("-rf", "_-rf"), ("-o.png", "_-o.png"),
      ("~", "_~"), ("~root.png", "_~root.png"), ("--help", "_--help"),
      // Spaces and dots that some systems drop.
      (" ", fallback), ("\u{3000}\u{A0} ", fallback), (" a.png", "a.png"), ("a.png ", "a.png"),
      ("a.png...", "a.png"), ("a. . .", "a"), (" .x", "_.x"),
      // Device names on Windows.
      ("CON", "_CON"), ("con.png", "_con.png"), ("NUL.tar.gz", "_NUL.tar.gz"),
      ("com1.jpg", "_com1.jpg"), ("LPT9", "_LPT9"), ("aux .png", "_aux .png"), ("COM¹", "_COM¹"),
      ("CON.", "_CON"), ("conin$", "_conin$"),
      // Characters that end lines, control terminals, change text direction, or are invisible.
      ("a\nb\0c", "a_b_c"), ("a\u{1B}[31m.png", "a_[31m.png"), ("a\u{2028}b", "a_b"),
      ("a\u{85}b", "a_b"), ("a\u{202E}gnp.exe", "agnp.exe"), ("a\u{2066}b", "ab"),
      ("a\u{200B}b.png", "ab.png"), ("a\u{FEFF}b", "ab"), ("a\u{AD}b", "ab"),
      ("a\u{200D}b", "ab"), ("1\u{FE0F}.png", "1.png"), ("a\u{E0041}\u{E007F}.png", "a.png"),
      ("\u{200B}.bashrc", "_.bashrc"), ("C\u{200B}ON", "_CON"), ("\u{202E}", fallback),
      ("\u{3164}", fallback), ("🏴\u{E0067}\u{E0062}\u{E007F}.png", "🏴.png"),
    ])
  func made(name: String, expected: String) {
    #expect(FileName.problem(in: name) != nil)
    let made = FileName.validName(name, or: Self.fallback)
    #expect(made == expected)
    #expect(FileName.problem(in: made) == nil, "\(made)")
  }

  @Test("are cut before their suffix, between whole characters", arguments: ["x", "é", "米", "👩🏽🚀"])
  func long(letters: String) {
    let name = String(repeating: letters, count: 100_000) + ".jpg"
    let made = FileName.validName(name, or: Self.fallback)
    #expect(made.utf8.count <= 255 && made.utf8.count > 255 - letters.utf8.count)
    #expect(made.hasPrefix(letters) && made.hasSuffix(".jpg"))
    #expect(FileName.problem(in: made) == nil)
    let hidden = "-" + name
    #expect(FileName.validName(hidden, or: Self.fallback).hasPrefix("_-\(letters)"))
    let marks = "x" + String(repeating: "\u{301}", count: 50_000)
    #expect(FileName.validName(marks, or: Self.fallback) == Self.fallback)
    #expect(FileName.validName(marks + ".jpg", or: Self.fallback) == Self.fallback + ".jpg")
  }

  @Test("stay unchanged when they are fitted a second time", arguments: 0..<20)
  func random(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let parts = [
      ".", "-", "~", " ", "CON", "nul", "com1", "\u{202E}", "\u{200B}", "\u{200D}", "\u{E0041}",
      "\n",
      "/", "a", "é", "e\u{301}", "🚀", "👩🏽", ".png", "\u{3000}", "\u{FE0F}", "ب", "\u{61C}", "_",
    ]
    for _ in 0..<500 {
      let count = Int.random(in: 0...8, using: &generator)
      let name = (0..<count).compactMap { _ in parts.randomElement(using: &generator) }.joined()
      let made = FileName.validName(name, or: Self.fallback)
      #expect(FileName.problem(in: made) == nil, "\(Array(name.unicodeScalars)) → \(made)")
      #expect(FileName.validName(made, or: Self.fallback) == made)
      #expect((FileName.problem(in: name) == nil) == name.utf8.elementsEqual(made.utf8))
    }
  }

  @Test("report what is wrong with them")
  func words() {
    let messages = ["", "a/b", "a\nb", "a\u{202E}b", "a\u{E0041}", "-a", "a ", "nul.txt"].map {
      FileName.problem(in: $0)?.description
    }
    #expect(
      messages == [
        "has no usable characters", "contains \"/\"", "contains a line break",
        "contains U+202E, which reverses the text after it",
        "contains U+E0041, which is invisible", "starts with \"-\"",
        "starts or ends with white space, or ends with a dot", "is reserved on Windows (NUL)",
      ])
  }

  @Test("get numbers when several are equal, and stay within the maximum length")
  func unique() {
    var names = UniqueFileNames(reserved: ["prepare.json"])
    let given = [
      "a.jpg", "a.jpg", "A.JPG", "a-2.jpg", "é.png", "e\u{301}.png", "ß", "SS", "Prepare.json",
    ].map { names.add($0) }
    #expect(
      given == [
        "a.jpg", "a-2.jpg", "A-3.JPG", "a-2-2.jpg", "é.png", "e\u{301}-2.png", "ß", "SS-2",
        "Prepare-2.json",
      ])
    #expect(names.add("a.jpg", in: "one/") == "a.jpg")
    #expect(names.add("a.jpg", in: "One/") == "a-2.jpg")
    for long in [
      "\(String(repeating: "y", count: 251)).jpg", "y.\(String(repeating: "z", count: 253))",
    ] {
      let copies = (0..<12).map { _ in names.add(long) }
      #expect(Set(copies).count == 12)
      #expect(copies.allSatisfy { $0.utf8.count <= 255 })
    }
  }

  @Test("of very many files are numbered quickly", .timeLimit(.minutes(30)))
  func many() {
    var names = UniqueFileNames()
    var last = ""
    for _ in 0..<100_000 { last = names.add("mira.jpg") }
    #expect(last == "mira-100000.jpg")
  }
}
