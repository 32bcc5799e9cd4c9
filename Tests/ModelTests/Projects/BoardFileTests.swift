import Model
import Testing

@Suite("castbook.board")
struct BoardFileTests {
  private func board(_ text: String) throws -> BoardFile { try BoardFile(bytes: Array(text.utf8)) }

  @Test("is read and written with its comments, its shots once each")
  func roundTrip() throws {
    let text = """
      # castbook.board: the order of this project's shots. Commit it.
      # ours
      format 1
      limit 20 USD
      limit 3000 CREDITS
      shot lobby.md
      shot street/the arrival.md

      """
    let read = try board(text)
    #expect(read.shots == ["lobby.md", "street/the arrival.md"])
    #expect(read.limits.map(\.text) == ["20 USD", "3000 CREDITS"])
    #expect(read.bytes == Array(text.utf8))
    let merged = try board("shot b.md\r\n\r\n# ours\nshot a.md\nshot b.md\nformat 1\n# ours\n")
    #expect(merged.shots == ["b.md", "a.md"])
    #expect(String(decoding: merged.bytes, as: UTF8.self).ranges(of: "# ours").count == 1)
    #expect(try BoardFile(bytes: BoardFile().bytes) == BoardFile())
  }

  @Test("orders the files that are there, and those that it doesn't name come after")
  func order() throws {
    var read = try board("format 1\nshot c.md\nshot gone.md\nshot a.md\n")
    #expect(read.inOrder(["a.md", "b.md", "c.md"]) == ["c.md", "a.md", "b.md"])
    read.rename("a.md", to: "d.md")
    #expect(read.shots == ["c.md", "gone.md", "d.md"])
    read.limit(to: [try #require(Cost(amount: "5", currency: "USD"))])
    read.order(["x.md", "y.md", "x.md"])
    #expect(read.limits.map(\.text) == ["5 USD"], "an order of shots changes no limit")
    #expect(read.shots == ["x.md", "y.md"])
  }

  @Test(
    "is refused with the line if one is wrong",
    arguments: [
      ("format 2", 1), ("format 1\nformat x", 2), ("shot", 1), ("shot /etc/passwd", 1),
      ("format 1\nshot ../a.md", 2), ("shot a/./b.md", 1), ("shot a//b.md", 1),
      ("shot a\u{1}.md", 1), ("<<<<<<< ours", 1), ("limit 5", 1), ("limit five USD", 1),
      ("limit 5 USD\nlimit 6 usd", 2), ("limit -5 USD", 1), ("shots a.md", 1),
    ])
  func wrong(_ text: String, _ line: Int) {
    #expect { try board(text) } throws: { ($0 as? BoardFileError)?.line == line }
  }

  @Test(
    "has only paths that come back as they are",
    arguments: [" a.md", "a.md ", "a\u{2028}b.md", "a\u{85}b.md", "a\tb.md", "\u{3000}a.md", ""])
  func paths(_ path: String) {
    #expect(!BoardFile.isPath(path))
  }

  @Test("is refused if it is no text, or too long")
  func noText() {
    for bytes in [[0xFF, 0xFE], Array("format 1\0".utf8), Array(repeating: 0x23, count: 2 << 20)] {
      #expect { try BoardFile(bytes: bytes) } throws: {
        ($0 as? BoardFileError)?.line == nil && ($0 as? BoardFileError)?.fix != nil
      }
    }
  }
}
