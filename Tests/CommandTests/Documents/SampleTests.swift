import Foundation
import TestSupport
import Testing

/// Samples in documents match the output of the program, each document in a folder of its own.
///
/// `<!-- sample: 100 columns -->` comes before a block of commands, each after `$ `, with their
/// output; `<!-- before: castbook init -->` is run and not shown.
@Suite struct SampleTests {
  @Test(
    "Its samples are what the program prints",
    arguments: ["README.md", "docs/library.md", "docs/working-together.md"])
  func samples(document: String) throws {
    let text = try String(
      contentsOf: Fixtures.repository.appending(path: document), encoding: .utf8)
    let studio = try Studio()
    let marker = /<!-- (?:before: (?<line>.*)|sample: (?<columns>\d+) columns) -->\n/
    var printed = ""
    var rest = text[...]
    var count = 0
    while let match = rest.firstMatch(of: marker) {
      printed += rest[..<match.range.upperBound]
      rest = rest[match.range.upperBound...]
      if let line = match.output.line {
        _ = try studio.type(String(line), columns: 100)
        continue
      }
      let columns = try #require(match.output.columns.flatMap { Int($0) })
      #expect(rest.hasPrefix("```\n"))
      let end = try #require(rest.range(of: "\n```\n"))
      let shown = rest[rest.index(rest.startIndex, offsetBy: 4)..<end.lowerBound]
      printed += "```\n"
      for line in shown.split(separator: "\n") where line.hasPrefix("$ ") {
        printed += "\(line)\n" + (try studio.type(String(line.dropFirst(2)), columns: columns))
        count += 1
      }
      printed += "```\n"
      rest = rest[end.upperBound...]
    }
    printed += rest
    #expect(count > 0)
    printed = Studio.plain(printed)
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_DOCUMENTS"] != nil {
      try Data(printed.utf8).write(to: Fixtures.repository.appending(path: document))
    } else {
      #expect(printed == text, "\(document) is out of date: run Scripts/docs")
    }
  }

  @Test("The picture of before and after in README.md is what the program draws")
  func beforeAndAfter() throws {
    let studio = try Studio()
    let printed = try studio.type(
      "castbook prepare downloads/mira-wide.jpg --for kling-official -o ready --picture ba.png",
      columns: 100)
    let drawn = try Data(contentsOf: studio.film.appending(path: "ba.png"))
    let file = Fixtures.repository.appending(path: "docs/pictures/before-after.png")
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_DOCUMENTS"] != nil {
      try drawn.write(to: file)
    }
    #expect(try Data(contentsOf: file) == drawn, "run Scripts/docs: \(printed)")
  }
}
