import Model
import Preparing
import Testing

@Suite struct PixelBuffers {
  @Test("A picture is stored only with as many values as its sides need")
  func values() throws {
    let size = PixelSize(width: 2, height: 3)
    #expect(PixelBuffer(size: size, channels: 3, values: [UInt8](repeating: 0, count: 17)) == nil)
    let buffer = try #require(
      PixelBuffer(size: size, channels: 3, values: [UInt8](repeating: 0, count: 18)))
    #expect(buffer.rowByteCount == 6)
  }
}
