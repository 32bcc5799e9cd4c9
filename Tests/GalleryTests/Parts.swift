import Foundation
import Model
import TestSupport
import Testing

@testable import Gallery

/// The parts of the server, one by one.
@Suite("Addresses, ranges and the page's files")
struct Parts {
  @Test(
    "an address is split as it was meant",
    arguments: [
      ("/", [], ""), ("/api/files/ab", ["api", "files", "ab"], ""),
      ("/a%20b/%C3%A9?x=1%2B1&y=a+b&z", ["a b", "é"], "x=1+1,y=a b,z="),
      ("//a///b", ["a", "b"], ""), ("/?a=b=c", [], "a=b=c"),
    ])
  func target(text: String, parts: [String], question: String) throws {
    let target = try #require(WebTarget(text))
    #expect(target.parts == parts)
    #expect(target.query.map { "\($0.key)=\($0.value)" }.joined(separator: ",") == question)
  }

  @Test(
    "an invalid address is refused",
    arguments: ["", "a", "*", "http://x/", "/%", "/%2", "/%2x", "/%ff", "/%00", "/?a=%fe"])
  func noTarget(text: String) { #expect(WebTarget(text) == nil) }

  @Test("an address is never read from more than some thousand bytes")
  func longTarget() { #expect(WebTarget("/" + String(repeating: "a", count: 9000)) == nil) }

  @Test("a range selects a part of a file, is unsatisfiable, or is ignored")
  func ranges() {
    func wish(_ header: String?) -> ByteRange.Selection { ByteRange.parse(header, of: 100) }
    #expect(wish("bytes=0-9") == .part(ByteRange(offset: 0, count: 10)))
    #expect(wish("bytes=90-") == .part(ByteRange(offset: 90, count: 10)))
    #expect(wish("bytes=90-1000") == .part(ByteRange(offset: 90, count: 10)))
    #expect(wish("bytes=-10") == .part(ByteRange(offset: 90, count: 10)))
    #expect(wish("bytes=-1000") == .part(ByteRange(offset: 0, count: 100)))
    for beyond in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
      #expect(wish(beyond) == .unsatisfiable)
    }
    for odd in [
      nil, "", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-1", "bytes=0-1,5-6", "items=0-1",
      "bytes=+1-2", "bytes=0x1-2", "bytes=99999999999999999999-",
    ] {
      #expect(wish(odd) == .whole, "\(odd ?? "nothing")")
    }
  }

  @Test("all files of the page are in the program, and no others")
  func pageFiles() throws {
    let folder = Fixtures.repository.appending(path: "Sources/CGalleryPage/Page")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { !$0.hasPrefix(".") }
    #expect(Set(PageFile.all.keys) == Set(names))
    for name in names {
      let own = try Data(contentsOf: folder.appending(path: name))
      #expect(PageFile.all[name]?.bytes.elementsEqual(own) == true, "\(name)")
    }
  }

  @Test("the page requests nothing from outside, and makes no markup of texts")
  func pageIsOwn() throws {
    let folder = Fixtures.repository.appending(path: "Sources/CGalleryPage/Page")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        .replacing("http://www.w3.org/2000/svg", with: "")
      for word in [
        "http://", "https://", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
        "eval(", "new Function", "style=\"",
      ] {
        #expect(!text.contains(word), "\(name) has \(word)")
      }
    }
  }

  @Test("a name to save under is quoted, and ends no header")
  func attachments() {
    #expect(
      Router.attachment("a b.jpg") == "attachment; filename=\"a b.jpg\"; filename*=UTF-8''a%20b.jpg"
    )
    let odd = Router.attachment("é\"\r\nX: y;%\\/")
    #expect(!odd.contains("\r") && !odd.contains("\n"))
    #expect(odd.filter { $0 == "\"" }.count == 2)
    #expect(odd.contains("%C3%A9") || odd.contains("%c3%a9"))
  }

  @Test("only types that no browser runs are sent as themselves")
  func harmless() {
    for format in MediaFormat.allCases where Router.displayableType(format) != nil {
      #expect(format.medium != .other && format != .svg, "\(format)")
    }
    #expect(Router.displayableType(.jpeg) == "image/jpeg")
    #expect(Router.displayableType(.html) == nil && Router.displayableType(.svg) == nil)
  }
}
