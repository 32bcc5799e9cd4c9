import FileVerbs
import Foundation
import Model
import Pages
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
    #expect(Set(PageSources.all.keys) == Set(names))
    for name in names {
      let own = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      #expect(PageSources.all[name] == own, "\(name)")
    }
  }

  @Test("the page is served as two style sheets and two scripts, which contain all of it")
  func packed() throws {
    #expect(
      Set(PageFile.all.keys)
        == ["index.html", "icon.svg", "app.css", "more.css", "early.js", "app.js", "more.js"])
    func text(_ name: String) throws -> String {
      String(decoding: try #require(PageFile.all[name]).bytes, as: UTF8.self)
    }
    let style = try text("app.css") + text("more.css")
    let (first, more) = (try text("app.js"), try text("more.js"))
    #expect(try more.contains("/page/more.css?") && !text("app.css").contains(".clipplayer"))
    // The names that modules hand out.
    let lists = (first + more).matches(of: /return \{([^}]*)\};/).map(\.1)
    let returned = Set(lists.flatMap { $0.matches(of: /\w+/).map(\.0) })
    for (name, source) in PageSources.all where !PageSources.guestNames.contains(name) {
      if name.hasSuffix(".css") { #expect(style.contains(source), "\(name) is in no style sheet") }
      guard name.hasSuffix(".js"), name != "early.js" else { continue }
      let mark = "[\"\(name)\", (need) => {"
      #expect(first.contains(mark) != more.contains(mark), "\(name)")
      for line in source.split(separator: "\n") where line.hasPrefix("export ") {
        let exported = try #require(line.firstMatch(of: /(?:function|const|class) (\w+)/)).1
        #expect(returned.contains(exported), "\(name): \(exported)")
      }
    }
    #expect(!(style + first + more).contains("guest-tile"), "a part of the page for others")
    // The first script needs nothing of the second before it is loaded.
    for need in first.matches(of: /need\("([\w-]+\.js)"\)/) {
      #expect(first.contains("[\"\(need.1)\", "), "\(need.1)")
    }
    #expect(!(first + more).contains("\nimport ") && !first.contains("\nexport "))
    #expect(try text("index.html").contains("/page/app.js?"))
  }

  @Test("every name that the page uses of a module loaded later is exported")
  func lateNames() throws {
    let modules = PageSources.all.filter { $0.key.hasSuffix(".js") }
    var exported: Set<Substring> = []
    for line in modules.values.flatMap({ $0.split(separator: "\n") }) {
      if let found = line.firstMatch(of: /^export (?:async )?(?:function|const|class) (\w+)/) {
        exported.insert(found.1)
      }
    }
    var count = 0
    for (name, source) in modules where source.contains("view(") {
      let uses = source.matches(of: /(?:\bmodule\??|view\("[\w-]+\.js"\)\)\??)\.(\w+)/)
      let named = source.matches(of: /verb\(t\.\w+, "(\w+)"/)
      for used in uses.map(\.1) + named.map(\.1) {
        #expect(exported.contains(used), "\(name): \(used)")
        count += 1
      }
    }
    #expect(count >= 25)
  }

  @Test("a module becomes a function of what it imports")
  func packing() {
    let (first, more) = PagePack.scripts(
      of: [
        (
          "app.js",
          "// Starts.\n\nimport { a,\n  b as c } from \"./b.js\";\n\na(c, import(`./${name}`));\n"
        ),
        (
          "b.js",
          "/** Does. */\nexport const a = (x) => `/** no comment */ ${x}`;\nexport async function b() {}\n"
        ),
        (
          "late.js",
          "export class Late {\n  // A comment.\n  /** Another,\n   * long one. */\n  go() {}\n}\n"
        ),
      ], from: "app.js", styleAddress: "/page/more.css?1"
    ) { "/page/more.js?\($0.utf8.count)" }
    #expect(first.contains("const { a,  b: c } = need(\"b.js\");\n\na(c, load(name));"))
    #expect(
      first.contains("const a = (x) => `/** no comment */ ${x}`;\nasync function b() {}"))
    #expect(
      first.contains("return { a, b };") && first.contains("/page/more.js?\(more.utf8.count)"))
    #expect(
      !first.contains("Late") && more.contains("class Late {\ngo() {}\n}\n\nreturn { Late };"))
    #expect(more.contains("href: \"/page/more.css?1\""))
    #expect(!first.contains("Starts") && !first.contains("Does"))
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

  @Test("no text of the page goes over the end of a line, except between ${ and }")
  func textsOnLines() {
    for (name, source) in PageSources.all where name.hasSuffix(".js") {
      var isComment = false
      var isOpen = false
      for line in source.split(separator: "\n") {
        let bare = line.drop { $0 == " " }
        if isComment || bare.hasPrefix("/**") {
          isComment = !bare.hasSuffix("*/")
        } else if !bare.hasPrefix("// "), line.count(where: { $0 == "`" }) % 2 == 1 {
          #expect(isOpen || line.hasSuffix("${"), "\(name): \(line)")
          isOpen = line.hasSuffix("${")
        }
      }
      #expect(!isComment, "\(name) ends in a comment")
    }
  }

  @Test("no text of the page shadows another with the same name")
  func textNames() throws {
    let texts = try String(
      contentsOf: Fixtures.repository.appending(path: "Sources/CGalleryPage/Page/texts.js"),
      encoding: .utf8)
    let names = texts.matches(of: /(?m)^  (\w+):/).map { String($0.1) }
    #expect(names.count > 300)
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice.isEmpty)
  }

  @Test("a name to save under is quoted, and ends no header")
  func attachments() {
    #expect(
      WebResponse.attachment("a b.jpg")
        == "attachment; filename=\"a b.jpg\"; filename*=UTF-8''a%20b.jpg"
    )
    let odd = WebResponse.attachment("é\"\r\nX: y;%\\/")
    #expect(!odd.contains("\r") && !odd.contains("\n"))
    #expect(odd.filter { $0 == "\"" }.count == 2)
    #expect(odd.contains("%C3%A9") || odd.contains("%c3%a9"))
  }

  @Test("only types that no browser runs are sent as themselves")
  func harmless() {
    for format in MediaFormat.allCases where format.displayableType != nil {
      #expect(format.medium != .other && format != .svg, "\(format)")
    }
    #expect(MediaFormat.jpeg.displayableType == "image/jpeg")
    #expect(MediaFormat.html.displayableType == nil && MediaFormat.svg.displayableType == nil)
  }
}
