import Files
import TestSupport
import Testing

@Suite("A search in bytes")
struct SearchedBytes {
  @Test("finds the first occurrence of a byte from any offset")
  func places() {
    let bytes: [UInt8] = [7, 1, 7, 0, 255]
    #expect(bytes.firstIndex(ofByte: 7, from: 0) == 0)
    #expect(bytes.firstIndex(ofByte: 7, from: 1) == 2)
    #expect(bytes.firstIndex(ofByte: 7, from: 3) == nil)
    #expect(bytes.firstIndex(ofByte: 0, from: 0) == 3)
    #expect(bytes.firstIndex(ofByte: 255, from: 4) == 4)
    #expect(bytes.firstIndex(ofByte: 255, from: 5) == nil)
    #expect([UInt8]().firstIndex(ofByte: 0, from: 0) == nil)
  }

  @Test(
    "finds only complete occurrences, also of zeros",
    arguments: [
      ([1, 2, 1, 2, 3], [1, 2, 3], true), ([0, 0, 1], [0, 1], true), ([1], [1], true),
      ([1, 2], [1, 2, 3], false), ([1, 3, 2], [1, 2], false), ([], [1], false), ([1], [], false),
      ([], [], false),
    ] as [([UInt8], [UInt8], Bool)])
  func holding(bytes: [UInt8], other: [UInt8], isContained: Bool) {
    #expect(bytes.contains(bytes: other) == isContained)
  }
}
