import TestSupport
import Testing

@testable import Model

@Suite("A lock file")
struct LockFiles {
  static let mira = "@mira 01JD0000000000000000000001 3 " + String(repeating: "9f", count: 32)
  static let mug = "@mug 01JD0000000000000000000002 1 " + String(repeating: "0a", count: 32)
  static let coat = "@mira_coat 01JD0000000000000000000003 12 " + String(repeating: "c3", count: 32)
  static let heading = "# castbook.lock: pins of this project. Commit it."
  static let project = "project 01JE0000000000000000000000"
  static let top = "\(heading)\nformat 1\n\(project)\n"

  private func read(_ text: String) throws(LockFileError) -> LockFile {
    try LockFile(bytes: Array(text.utf8))
  }

  private func text(_ lock: LockFile) -> String { String(decoding: lock.bytes, as: UTF8.self) }

  private func refusal(_ text: String) throws -> LockFileError {
    try #require(#expect(throws: LockFileError.self) { try read(text) })
  }

  @Test("has a heading, a format, a project and one line per pin, in byte order")
  func writing() throws {
    let expected = "\(Self.top)\(Self.mira)\n\(Self.coat)\n\(Self.mug)\n"
    let lock = try read(expected)
    #expect(lock.pins.map(\.handle.name) == ["mira", "mira_coat", "mug"])
    #expect(text(lock) == expected)
    var other = LockFile(project: lock.project)
    for pin in lock.pins.reversed() { other.put(pin) }
    #expect(text(other) == expected)
    let lines = expected.split(separator: "\n").dropFirst(3).map { Array($0.utf8) }
    #expect(lines == lines.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(lock.pin(named: try Handle("mug"))?.sequence == 1)
    #expect(lock.pins[1].sequence == 12)
  }

  @Test("has one pin per element and one per handle")
  func putting() throws {
    var lock = try read("\(Self.top)\(Self.mira)\n\(Self.mug)\n")
    let mira = lock.pins[0]
    let mug = lock.pins[1]
    lock.put(
      LockFile.Pin(
        handle: mug.handle, element: mira.element, sequence: 4, revision: mira.revision))
    #expect(lock.pins.count == 1)
    #expect(lock.pins[0].sequence == 4)
    lock.remove(mira.element)
    #expect(lock.pins.isEmpty)
    #expect(text(lock) == Self.top)
  }

  @Test("is read in any order, with repeated or empty lines, other line ends and a byte-order mark")
  func merged() throws {
    let expected = "\(Self.top)\(Self.mira)\n\(Self.mug)\n"
    let variants = [
      "\(Self.mug)\n\(Self.project)\n\(Self.mira)\nformat 1\n",
      "\(Self.top)\(Self.mira)\n\(Self.mug)\n\(Self.mira)\nformat 1\n\(Self.heading)\n\(Self.project)",
      expected.replacing("\n", with: "\r\n"), "\u{FEFF}" + expected,
      expected.replacing("\n", with: "\r\r\r\n"),
      "\u{FEFF}" + expected.replacing("\n", with: "\r\n\r\n"),
      "\(Self.top)\n\(Self.mug)\n\(Self.mira)",
    ]
    for variant in variants { #expect(text(try read(variant)) == expected) }
  }

  @Test("keeps comments that people wrote, each once")
  func comments() throws {
    let lock = try read("\(Self.top)# ours: 米拉\n\(Self.mug)\n#2\n# ours: 米拉\n\(Self.heading)\n")
    #expect(lock.comments == ["# ours: 米拉", "#2"])
    #expect(
      text(lock)
        == "\(Self.heading)\n# ours: 米拉\n#2\nformat 1\n\(Self.project)\n\(Self.mug)\n")
    #expect(try LockFile(bytes: lock.bytes) == lock)
    let edited = try read("\(Self.top)# ours\r\r\r\n\(Self.mug)\r\n")
    #expect(edited.comments == ["# ours"])
    #expect(try LockFile(bytes: edited.bytes) == edited)
  }

  @Test("of a newer format is refused as such, whatever else it contains")
  func newer() throws {
    let error = try refusal("format 3\nrole @mira hero\n")
    #expect(error.problem == .newerFormat(3))
    #expect(error.line == 1)
    #expect(error.rule == "project.lock-newer")
    #expect(error.fix == "install the newest Castbook")
    #expect(try refusal("\(Self.top)format 7\n").line == 4)
  }

  @Test("may name the target of shot files, which older versions refuse to lose")
  func target() throws {
    var lock = try read("\(Self.top)\(Self.mug)\n")
    #expect(lock.target == nil && text(lock).contains("\nformat 1\n"))
    lock.target = TargetID(wellFormed: "fal.kling-o3.r2v")
    #expect(
      text(lock)
        == "\(Self.heading)\nformat 2\n\(Self.project)\ntarget fal.kling-o3.r2v\n\(Self.mug)\n")
    #expect(try LockFile(bytes: lock.bytes) == lock)
    // Both sides of a merge may have added it.
    let merged = try read("\(Self.top)format 2\ntarget kling.v3-omni\ntarget kling.v3-omni\n")
    #expect(merged.target?.rawValue == "kling.v3-omni")
    let two = try refusal("\(Self.top)target kling.v3-omni\ntarget kling.app\n")
    #expect(two.problem == .twoTargets(line: 4) && two.line == 5)
    #expect(two.fix == "delete line 5 or line 4, whichever is wrong")
    for wrong in ["target", "target a b", "target Kling", "target ../x", "target  kling.app"] {
      #expect(try refusal("\(Self.top)\(wrong)\n").line == 4, "\(wrong)")
    }
    lock.target = nil
    #expect(text(lock).contains("\nformat 1\n"))
  }

  @Test("keeps everything that is in it")
  func shapes() throws {
    let lock = try read("\(Self.top)\(Self.mira)\n\(Self.mug)\n")
    var full = LockFile(project: lock.project, pins: lock.pins, comments: ["# ours", "#2"])
    full.target = TargetID(wellFormed: "kling.app")
    let empty = LockFile(project: RecordSamples.identity(1))
    let shapes = [
      StoredShape(LockFile.self, full: [full], other: empty) { try LockFile(bytes: $0.bytes) },
      StoredShape(LockFile.Pin.self, full: [lock.pins[0]], other: lock.pins[1]) { pin in
        var lock = empty
        lock.put(pin)
        return try LockFile(bytes: lock.bytes).pins.first
      },
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }

  @Test("with two entries for one element or handle names both lines")
  func disagreements() throws {
    let later = Self.mira.replacing(" 3 9f", with: " 4 8e")
    var error = try refusal("\(Self.top)\(Self.mira)\n\(Self.mug)\n\(later)\n")
    #expect(
      "\(error)"
        == "line 6: it pins @mira at revision 4 (sha256-8e9f9f9f), but line 4 at revision 3 "
        + "(sha256-9f9f9f9f)")
    #expect(error.fix == "delete line 6 or line 4, whichever is wrong")
    error = try refusal("\(Self.top)\(Self.mira)\n\(Self.mira.replacing("@mira", with: "@nina"))\n")
    #expect("\(error)" == "line 5: it has @nina for the element that line 4 calls @mira")
    error = try refusal("\(Self.top)\(Self.mira)\n\(Self.mug.replacing("@mug", with: "@mira"))\n")
    #expect("\(error)" == "line 5: it uses @mira for a different element than line 4")
    error = try refusal("\(Self.top)project 01JE0000000000000000000001\n")
    #expect("\(error)" == "line 4: it names a different project than line 3")
    #expect(error.rule == "project.lock-merge")
  }

  @Test(
    "with conflict markers reports an unfinished merge",
    arguments: ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> branch"])
  func marks(mark: String) throws {
    let error = try refusal("\(Self.top)\(Self.mira)\n\(mark)\n\(Self.mug)\nodd\n")
    #expect("\(error)" == "line 5: \"\(mark)\": a merge is not finished")
    #expect(error.fix?.contains("merge=union") == true)
  }

  @Test(
    "is read strictly, and names the line that is wrong",
    arguments: [
      ("format 1\n", nil, "no project line"),
      ("", nil, "no format line"),
      ("format one\n", 1, "a whole number"), ("format 01\n", 1, "a whole number"),
      ("format 1 \n", 1, "a whole number"),
      ("\(top)project\n", 4, "by its ULID"),
      ("format 1\nproject 01je0000000000000000000000\n", 2, "by its ULID"),
      ("\(top)\(mira)\nrole hero\n", 5, "\"role hero\" is not a lock file line"),
      ("\(top) \(mira)\n", 4, "is not a lock file line"),
      ("\(top)\(mira) \n", 4, "separated by single spaces"),
      ("\(top)\(mira.replacing(" 3 ", with: "  3 "))\n", 4, "separated by single spaces"),
      ("\(top)\(mira.dropLast())\n", 4, "64 lower-case hexadecimal digits"),
      ("\(top)\(mira.replacing("9f", with: "9F"))\n", 4, "64 lower-case hexadecimal digits"),
      ("\(top)\(mira.replacing(" 3 ", with: " 0 "))\n", 4, "whole number, 1 or more"),
      (
        "\(top)\(mira.replacing(" 3 ", with: " 9999999999999999 "))\n", 4, "whole number, 1 or more"
      ),
      ("\(top)\(mira.replacing("@mira", with: "@Mira"))\n", 4, "a handle is @"),
      ("\(top)\(mira.replacing("@mira", with: "@"))\n", 4, "a handle is @"),
      ("\(top)\(mira.replacing("01JD", with: "81JD"))\n", 4, "by its ULID"),
      ("\(top)\(mira)\n\0\n", 5, "not UTF-8"),
    ] as [(String, Int?, String)])
  func strictness(text: String, line: Int?, words: String) throws {
    let error = try refusal(text)
    #expect(error.line == line)
    #expect("\(error)".contains(words), "\(error)")
    #expect(error.fix?.isEmpty == false)
  }

  @Test("that is too long, or is not text, is refused as a whole")
  func bounds() throws {
    let long = [UInt8](repeating: UInt8(ascii: "#"), count: LockFile.byteLimit + 1)
    let error = try #require(#expect(throws: LockFileError.self) { try LockFile(bytes: long) })
    #expect(error.problem == .tooLong(byteCount: long.count))
    let bytes = Array(Self.top.utf8) + [0x40, 0xFF, 0x0A]
    let other = try #require(#expect(throws: LockFileError.self) { try LockFile(bytes: bytes) })
    #expect(other.problem == .notText)
    #expect(other.line == 4)
  }

  @Test("of random lines is read or refused, and written files are read again")
  func random() throws {
    let lines = [
      Self.heading, "format 1", Self.project, Self.mira, Self.mug, Self.coat, "", "# x", "\r",
      "project", "@", Self.mira.replacing(" 3 ", with: " 4 "), "<<<<<<< a", "format 2",
      "target kling.app", "target kling.v3-omni", "format 3",
    ]
    var generator = SeededGenerator(seed: 5)
    var understood = 0
    for _ in 0..<2000 {
      let count = Int.random(in: 0...9, using: &generator)
      let some =
        ["format 1", Self.project]
        + (0..<count).map { _ in lines.randomElement(using: &generator) ?? "" }
      guard let lock = try? read(some.joined(separator: "\n")) else { continue }
      understood += 1
      #expect(try LockFile(bytes: lock.bytes) == lock)
      #expect(Set(lock.pins.map(\.element)).count == lock.pins.count)
    }
    #expect(understood > 100)
  }
}
