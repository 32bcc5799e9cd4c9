/// The chunks of a WAV, as far as they tell how many bytes of samples there should be.
enum WAVHeader {
  /// The header may be long, with pictures and notes in it, but has no thousands of parts.
  private static let mostChunks = 1000

  /// Bytes of samples that the header states beyond those that are there, of a file of so many bytes whose
  /// beginning this is; 0 where none are missing or nothing is stated, as in a recording that was never ended.
  static func missingBytes(_ head: ByteView, fileBytes: Int) -> Int {
    // RF64 has its lengths in a part of its own, RIFX in the other order.
    guard head.begins(with: "RIFF") else { return 0 }
    var position = 12
    for _ in 0..<mostChunks {
      guard let length = head.u32(position + 4, .little) else { return 0 }
      if head.latinText(position, limit: 4) == "data" {
        let isOpen = length == 0 || length >= 0xFFFF_FF00
        return isOpen ? 0 : max(0, length - (fileBytes - position - 8))
      }
      position += 8 + length + length % 2
    }
    return 0
  }
}
