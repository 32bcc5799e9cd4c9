import Model
import Testing

@Suite("References to elements")
struct HandleReferences {
  @Test(
    "are read as a name and a revision",
    arguments: [
      ("@mira", "mira", HandleReference.Revision.latest),
      ("@Mira", "Mira", .latest),
      ("@米拉", "米拉", .latest),
      ("@mira:3", "mira", .sequence(3)),
      ("@米拉:12", "米拉", .sequence(12)),
      ("@mira:999999", "mira", .sequence(999_999)),
      ("@mira:sha256-9f2c41ab", "mira", .digest(prefix: "9f2c41ab")),
      ("@Zoë-Lou", "Zoë-Lou", .latest),
      ("@O'Hara", "O'Hara", .latest),
      ("@می\u{200C}خواهم", "می\u{200C}خواهم", .latest),
      ("@👩\u{200D}🚀", "👩\u{200D}🚀", .latest),
      ("@3", "3", .latest),
    ])
  func read(text: String, name: String, revision: HandleReference.Revision) throws {
    let reference = try HandleReference(text)
    #expect(reference.name == name)
    #expect(reference.revision == revision)
    #expect("\(reference)" == text)
  }

  @Test("accept a digest's digits in either case, up to all of them")
  func digests() throws {
    let digits = String(repeating: "0123456789abcdef", count: 4)
    #expect(try HandleReference("@m:sha256-\(digits)").revision == .digest(prefix: digits))
    #expect(try HandleReference("@m:sha256-9F2C41AB") == HandleReference("@m:sha256-9f2c41ab"))
  }

  @Test("keep the name as it was typed, decomposed or not")
  func asTyped() throws {
    let typed = "e\u{301}te\u{301}"
    #expect(
      try HandleReference("@\(typed)").name.unicodeScalars.elementsEqual(typed.unicodeScalars))
  }

  @Test("know whether the name can be a handle")
  func handles() throws {
    #expect(try HandleReference("@Mira:3").handle == Handle("mira"))
    #expect(try HandleReference("@米拉").handle == nil)
  }

  @Test(
    "are refused with a correction",
    arguments: [
      ("mira", #""mira" is not a handle: it does not start with @. Write @mira."#),
      (
        "",
        #""" is not a handle: it does not start with @. Write a handle such as @mira or @mira:3."#
      ),
      (
        "@",
        #""@" is not a handle: a name is missing after @. Write a handle such as @mira or @mira:3."#
      ),
      (
        "@Mira Okafor",
        #""@Mira Okafor" is not a handle: a name can't contain a space. "#
          + "Write a handle such as @mira or @mira:3."
      ),
      (
        "@a\u{202E}b",
        #""@a\u{202e}b" is not a handle: a name can't contain U+202E, which is invisible. "#
          + "Write a handle such as @mira or @mira:3."
      ),
      (
        "@mira:x",
        #""@mira:x" does not name a revision: "x" is neither a number (1–999999) nor sha256- with "#
          + "8–64 digits of a digest. Write @mira:3 for the third revision, or @mira for the latest."
      ),
    ])
  func refused(text: String, words: String) {
    let error = #expect(throws: HandleReferenceError.self) { try HandleReference(text) }
    #expect(error?.description == words)
  }

  @Test(
    "have no other form",
    arguments: [
      " @mira", "@mira ", "@@mira", "@mi@ra", "@mi/ra", "./@mira", "@:3", "@mira:", "@mira:0",
      "@mira:03", "@mira:+3", "@mira:-3", "@mira:1000000", "@mira:３", "@mira:3:4", "@mira:3 ",
      "@mira:sha256-", "@mira:sha256-9f2c41a", "@mira:sha256-9f2c41ag", "@mira:9f2c41ab",
      "@mira:SHA256-9f2c41ab", "@mira:sha256:9f2c41ab", "@mira\0", "@mi\nra", "@mi\tra",
      "@\u{200D}",
      "@mi\u{3000}ra", "@mi\u{A0}ra", "@mi\u{200B}ra", "@mi\u{AD}ra", "@mi\u{FEFF}ra", "@\u{3164}",
      "@\u{301}", "@mi\u{85}ra", "＠mira", "@mira\u{2028}",
    ])
  func strict(text: String) {
    #expect(throws: HandleReferenceError.self) { try HandleReference(text) }
  }

  @Test("refuse a digest of 65 digits")
  func longDigest() {
    let digits = String(repeating: "a", count: 65)
    #expect(throws: HandleReferenceError.self) { try HandleReference("@m:sha256-\(digits)") }
  }

  @Test("have names of up to 64 characters, whatever these are made of")
  func length() throws {
    for letter in ["a", "米", "e\u{301}", "각"] {
      _ = try HandleReference("@" + String(repeating: letter, count: 64))
      let long = "@" + String(repeating: letter, count: 65)
      let error = #expect(throws: HandleReferenceError.self) { try HandleReference(long) }
      #expect(error?.problem == .name(.tooLong))
    }
    let stacked = "@a" + String(repeating: "\u{301}", count: 1000)
    let error = #expect(throws: HandleReferenceError.self) { try HandleReference(stacked) }
    #expect(error?.problem == .name(.tooLong))
  }
}
