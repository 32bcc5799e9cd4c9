import Foundation
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Names, tags, notes and files in any script and with any character, tested with the real program.
@Suite("Texts in any script", .timeLimit(.minutes(30)))
struct AnyScript {
  /// A name, words that find it, and words that must not.
  private static let names: [(handle: String, name: String, found: [String])] = [
    ("arabic", "ميرا أوكافور", ["ميرا", "اوكافور", "مي*"]),
    ("hebrew", "מִירָה אוקפור", ["מירה", "אוקפור"]),
    ("thai", "มีรา โอกาฟอร์", ["มีรา", "โอกาฟอร์"]),
    ("chinese", "米拉·奥卡福", ["米拉", "米", "奥卡福", "卡福"]),
    ("korean", "미라 오카포", ["미라", "미", "오카"]),
    ("japanese", "ミラとガラス", ["ミラ", "ﾐﾗ", "ガラ"]),
    ("hindi", "मीरा ओकाफोर", ["मीरा", "ओकाफोर"]),
    ("greek", "Μίρα Ὀκαφόρ", ["μιρα", "ΟΚΑΦΟΡ"]),
    ("emoji", "👩🏽\u{200D}🚀 Captain", ["👩🏽\u{200D}🚀", "captain"]),
    ("latin", "Jose\u{301} Nin\u{303}o", ["jose", "JOSÉ", "nin\u{303}o", "niño"]),
    ("turkish", "İpek Işık", ["ipek", "isik"]),
  ]

  @Test(
    "Names are stored in one normal form and found by each of their words, with or without accents")
  func names() throws {
    let shelf = try Shelf()
    for (handle, name, _) in Self.names {
      let result = try shelf.run(
        "add", "character", "@\(handle)", "--empty", "--name", name, "--tag", "tag \(name)",
        "--notes",
        "\(name)\n\(name)")
      try #require(result.status == 0, "\(result.errors)")
    }
    for (handle, name, words) in Self.names {
      for word in words + [name] {
        #expect(try shelf.handles("search", word).contains(handle), "\(word) finds \(name)")
      }
      let normal = name.precomposedStringWithCanonicalMapping
      let shown = try shelf.json("show", "@\(handle)")
      // Equal in their bytes, not only in appearance.
      #expect(shown["name"]?.string.map { Array($0.utf8) } == Array(normal.utf8))
      #expect(shown["notes"]?.string == "\(normal)\n\(normal)")
      #expect(try shelf.handles("list", "--tag", "tag \(name)") == [handle])
      #expect(try shelf.run("show", "@\(handle)").output.contains(normal))
    }
    #expect(try shelf.run("list").output.contains("米拉·奥卡福"))
    #expect(try shelf.handles("search", "福 米") == ["chinese"])
    #expect(try shelf.handles("search", "拉米") == [])
    let before = try shelf.everything()
    try shelf.deleteIndex()
    #expect(try shelf.everything() == before)
    #expect(try shelf.handles("search", "미라") == ["korean"])
  }

  @Test(
    "An alias in any script names its element, in whatever form it is typed",
    arguments: [
      ("米拉", "米拉"), ("Jose\u{301}", "@JOSÉ"), ("ميرا", "ميرا"), ("מירה", "מירה"),
      ("👩🏽\u{200D}🚀", "👩🏽\u{200D}🚀"), ("มีรา", "มีรา"), ("ÉCLAIR", "e\u{301}clair"),
    ])
  func aliases(alias: String, typed: String) throws {
    let shelf = try Shelf()
    #expect(try shelf.run("add", "character", "@mira", "--empty", "--alias", alias).status == 0)
    let name = typed.hasPrefix("@") ? typed : "@\(typed)"
    #expect(try shelf.json("show", name)["handle"]?.string == "mira")
    #expect(try shelf.run("edit", name, "--tag", "found").status == 0)
    // The alias is taken, in every form of it.
    let other = try shelf.run("add", "character", "@other", "--empty", "--alias", typed)
    #expect(other.status == 2 && other.errors.contains("is already in use"))
    #expect(try shelf.run("edit", "@mira", "--unalias", typed).status == 0)
    #expect(try shelf.run("show", name).status == 2)
  }

  @Test(
    "Characters that change direction or move the cursor are refused in a name, or made visible")
  func hostileTexts() throws {
    let shelf = try Shelf()
    #expect(
      try shelf.run("add", "character", "@mira", "--empty", "--name", "a b").status == 0)
    // Such characters get into notes from web pages and messengers.
    let notes = "one\u{2028}two \u{2066}three a\u{202E}b"
    #expect(try shelf.run("edit", "@mira", "--notes", notes).status == 0)
    for words in [["list"], ["show", "@mira"], ["log", "@mira"], ["search", "mira"]] {
      let result = try shelf.run(words)
      #expect(result.status == 0)
      for scalar in result.output.unicodeScalars {
        #expect(scalar == "\n" || !Self.isHostile(scalar), "U+\(String(scalar.value, radix: 16))")
      }
    }
    #expect(try shelf.run("show", "@mira").output.contains("a\\u{202e}b"))
    #expect(try shelf.json("show", "@mira")["notes"]?.string == notes)
    for words in [
      ["--name", "a\u{202E}b"], ["--tag", "\u{202E}tag"], ["--name", "a\u{2028}b"],
      ["--name", "a\u{1B}[31mb"], ["--name", "a\nb"], ["--tag", "a\tb"], ["--alias", "a\u{202E}b"],
      ["--alias", "a\u{200B}b"], ["--notes", "a\u{7}b"], ["--name", "\u{9B}31m"], ["--name", ""],
      ["--name", String(repeating: "x", count: 201)], ["--alias", "a b"], ["--alias", "a:b"],
    ] {
      let result = try shelf.run(["edit", "@mira"] + words)
      #expect(result.status == 2, "\(words)")
      #expect(!result.errors.dropLast().unicodeScalars.contains(where: Self.isHostile), "\(words)")
    }
  }

  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
      || (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  // MARK: Files

  private static let fileNames = [
    "-o", "--json", "a\nb.bmp", "\u{202E}pmb.exe", "Jose\u{301}.bmp", "quote\"'.bmp",
    "$(touch x).bmp", "米拉.bmp", "back\\slash.bmp", "tab\t.bmp", "...", "a.bmp", "A.bmp", "~", "*",
    "\u{1B}[31m.bmp", " ", "👩🏽\u{200D}🚀.bmp", String(repeating: "x", count: 251) + ".bmp",
    String(repeating: "米", count: 83) + "x.bmp",
  ]

  /// The recorded names: they are valid in any folder. A file without a valid name is named by its
  /// content.
  private static let fitNames = [
    "_-o", "_--json", "a_b.bmp", "pmb.exe", "Jos\u{E9}.bmp", "quote_'.bmp", "$(touch x).bmp",
    "米拉.bmp",
    "back_slash.bmp", "tab_.bmp", "2781317ad09839f1", "a.bmp", "A.bmp", "_~", "_", "_[31m.bmp",
    "e03065ffcd82be6d", "👩🏽\u{200D}🚀.bmp", String(repeating: "x", count: 251) + ".bmp",
    String(repeating: "米", count: 83) + "x.bmp",
  ]

  @Test("Files of any name are kept, shown without moving the cursor, and written out again")
  func files() throws {
    let shelf = try Shelf()
    try FileManager.default.createDirectory(
      at: shelf.folder.appending(path: "in"), withIntermediateDirectories: false)
    for (number, name) in Self.fileNames.enumerated() {
      try Bitmap.bytes(number).write(to: URL(filePath: shelf.path("in") + "/" + name))
    }
    let paths = Self.fileNames.map { "in/" + $0 }
    var result = try shelf.run(["add", "product", "@odd"] + paths)
    #expect(result.status == 0, "\(result.errors)")
    #expect(!Self.hasHostile(result.output))
    let files = try #require(try shelf.json("show", "@odd")["files"]?.array)
    #expect(files.compactMap { $0["path"]?.string } == Self.fitNames)
    result = try shelf.run("show", "@odd")
    #expect(!Self.hasHostile(result.output))
    try checkWritten(shelf, count: Self.fileNames.count)
    // Names that look like options come after two hyphens.
    try FileManager.default.moveItem(atPath: shelf.path("in/-o"), toPath: shelf.path("-o"))
    result = try shelf.run("add", "product", "@dash", "--", "-o")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("A file whose name is not UTF-8 is kept, and shown with replacement characters")
  func notUTF8() throws {
    let shelf = try Shelf()
    try FileManager.default.createDirectory(
      at: shelf.folder.appending(path: "in"), withIntermediateDirectories: false)
    for (number, bytes) in [[0xFF], [0xFE], Array("caf".utf8) + [0xE9]].enumerated() {
      try Bitmap.bytes(number).write(to: URL(filePath: shelf.path("plain")))
      let name = Array(shelf.path("in").utf8) + [UInt8(ascii: "/")] + bytes
      let moved = (name + [0]).withUnsafeBytes { buffer in
        buffer.bindMemory(to: CChar.self).baseAddress.map { rename(shelf.path("plain"), $0) }
      }
      try #require(moved == 0)
    }
    #expect(try shelf.run("add", "product", "@odd", "in").status == 0)
    let files = try #require(try shelf.json("show", "@odd")["files"]?.array)
    #expect(
      Set(files.compactMap { $0["path"]?.string }) == ["\u{FFFD}", "caf\u{FFFD}"])
    #expect(files.count == 3)
    try checkWritten(shelf, count: 3)
  }

  @Test("Names from a stranger's records lead nowhere else")
  func strangersNames() throws {
    let shelf = try Shelf()
    let names = [
      "..", ".", "", "/", "../../escaped.bmp", "/escaped.bmp", #"a\\..\\b"#, #"a\u0000b"#,
      String(repeating: "y", count: 100_000) + ".bmp",
      "x" + String(repeating: "\u{301}", count: 9000),
      String(repeating: "z", count: 300), String(repeating: "z", count: 300),
    ]
    for number in names.indices { try shelf.draw("\(number).bmp", number) }
    let paths = names.indices.map { "\($0).bmp" }
    try #require(try shelf.run(["add", "product", "@odd"] + paths).status == 0)
    try shelf.rewriteLog { line in
      names.enumerated().reduce(line) { line, item in
        line.replacing(
          "\"file\":\"\(item.offset).bmp\"",
          with: "\"file\":\"\(item.element)\"")
      }
    }
    try shelf.deleteIndex()
    let faults = try shelf.faults()
    #expect(faults.count == 1)
    #expect(faults.allSatisfy { $0.hasPrefix("library.record-invalid: ") }, "\(faults)")
    #expect(!Self.hasHostile(try shelf.run("show", "@odd").output))
    try checkWritten(shelf, count: names.count)
  }

  /// Writes the files out, and checks that each has its bytes, that all are in the folder, and that
  /// no other file was written.
  private func checkWritten(_ shelf: Shelf, count: Int) throws {
    let manager = FileManager.default
    let before = try Set(manager.contentsOfDirectory(atPath: shelf.path(".")))
    let result = try shelf.run("files", "@odd", "-o", "out")
    #expect(result.status == 0, "\(result.errors)")
    #expect(!Self.hasHostile(result.output))
    let after = try Set(manager.contentsOfDirectory(atPath: shelf.path(".")))
    #expect(after == before.union(["out"]))
    let written = try shelf.run("files", "@odd", "-o", "out", "--json")
    let files = try JSONParser.parse(Array(written.output.utf8))["files"]?.array ?? []
    #expect(files.count == count)
    #expect(files.allSatisfy { $0["wasThere"]?.boolean == true })
    let names = files.compactMap { $0["path"]?.string }
    #expect(Set(names).count == count)
    for (number, name) in names.enumerated() {
      #expect(
        name.hasPrefix("out/") && !name.dropFirst(4).contains("/"), "\(name.debugDescription)")
      let bytes = try Data(contentsOf: URL(filePath: shelf.path(".") + "/" + name))
      #expect(bytes.count == 822, "\(number)")
    }
    #expect(try manager.contentsOfDirectory(atPath: shelf.path("out")).count == count)
  }

  private static func hasHostile(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0 != "\n" && isHostile($0) }
  }
}
