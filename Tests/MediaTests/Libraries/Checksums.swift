import Model
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

@Suite("SHA-256")
struct SHA256Digests {
  @Test(
    "is that of the standard's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func known(text: String, hex: String) {
    #expect(SHA256.digest(of: Array(text.utf8))?.hex == hex)
  }
}
