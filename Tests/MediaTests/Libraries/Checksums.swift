import Testing

@testable import Media
@testable import PNG

@Suite("CRC-32")
struct CRC32 {
  @Test("is that of the standard's example")
  func known() {
    let bytes = Array("__123456789__".utf8)
    #expect(Inflater.crc32(bytes, 2..<11) == 0xCBF4_3926)
    #expect(Inflater.crc32(bytes, 5..<5) == 0)
    #expect(Inflater.crc32(Array("IEND".utf8), 0..<4) == 0xAE42_6082)
  }
}
