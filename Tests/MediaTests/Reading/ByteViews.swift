import Testing

@testable import Media

@Suite("A view of bytes")
struct ByteViews {
  private let view = ByteView([0, 1, 2, 3, 4, 5, 6, 7])

  @Test("gives nil beyond its ends", arguments: [-1, 8, 9, Int.max, Int.min])
  func beyond(offset: Int) {
    #expect(view[offset] == nil)
    #expect(view.u16(offset) == nil)
    #expect(view.u32(offset, .little) == nil)
    #expect(view.part(offset, 1) == nil)
    #expect(!view.begins(with: [0], at: offset))
  }

  @Test("gives parts of itself, completely or not at all")
  func parts() throws {
    let part = try #require(view.part(2, 4))
    #expect(part.copied == [2, 3, 4, 5])
    #expect(part[0] == 2)
    #expect(part[4] == nil)
    #expect(part.part(1, 3)?.copied == [3, 4, 5])
    #expect(part.part(1, 4) == nil)
    #expect(view.part(8, 0)?.isEmpty == true)
    #expect(view.part(0, Int.max) == nil)
    #expect(view.part(1, -1) == nil)
    #expect(part.from(3).copied == [5])
    #expect(part.from(9).isEmpty)
    #expect(part.from(-9).copied == part.copied)
  }

  @Test("reads numbers in both byte orders")
  func numbers() {
    #expect(view.u16(1) == 0x0102)
    #expect(view.u16(1, .little) == 0x0201)
    #expect(view.u24(1, .little) == 0x03_0201)
    #expect(view.u32(4) == 0x0405_0607)
    #expect(view.u32(4, .little) == 0x0706_0504)
    #expect(view.u32(5) == nil)
  }

  @Test("finds bytes, as a whole and before a limit")
  func find() {
    let text = ByteView(Array("ababac".utf8))
    #expect(text.position(of: Array("abac".utf8)) == 2)
    #expect(text.position(of: Array("ac".utf8), before: 6) == 4)
    #expect(text.position(of: Array("ac".utf8), before: 5) == nil)
    #expect(text.position(of: Array("ababaca".utf8)) == nil)
    #expect(text.position(of: []) == nil)
    #expect(text.part(1, 3)?.position(of: Array("a".utf8)) == 1)
    #expect(text.part(1, 3)?.position(of: Array("c".utf8)) == nil)
  }

  @Test("gives text up to a zero")
  func text() {
    let text = ByteView(Array("abc\0def\u{e9}".utf8))
    #expect(text.latinText(0, limit: 80) == "abc")
    #expect(text.latinText(0, limit: 2) == "ab")
    #expect(text.latinText(4, limit: 80) == "defÃ©")
    #expect(text.latinText(100, limit: 80) == "")
    #expect(text.latinText(Int.max / 2, limit: 256) == "")
  }
}
