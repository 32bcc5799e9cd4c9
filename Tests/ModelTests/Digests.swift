import Model
import Testing

@Suite("Digests")
struct Digests {
  @Test("are 32 bytes, written as 64 lower-case digits")
  func both() throws {
    let bytes = (0..<32).map { UInt8($0 * 8 + 7) }
    let digest = try #require(Digest(bytes: bytes))
    #expect(digest.hex == "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff")
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(hex: digest.hex.uppercased()) == digest)
    #expect("\(digest)" == digest.hex)
  }

  @Test("can't have any other length", arguments: [0, 1, 31, 33, 64])
  func length(count: Int) {
    #expect(Digest(bytes: [UInt8](repeating: 0, count: count)) == nil)
    #expect(Digest(hex: String(repeating: "00", count: count)) == nil)
  }
}

@Suite("Hexadecimal digits")
struct HexadecimalDigits {
  @Test("exist for every byte")
  func everyByte() {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(Hex.bytes(of: Hex.text(of: bytes)) == bytes)
    #expect(Hex.text(of: [0, 9, 10, 255]) == "00090aff")
    #expect(Hex.bytes(of: "") == [])
  }

  @Test(
    "exclude every other character",
    arguments: ["0", "0g", "g0", " 00", "0x00", "００", "+1", "é", "00 "])
  func refused(text: String) {
    #expect(Hex.bytes(of: text) == nil)
  }
}
