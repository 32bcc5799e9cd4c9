internal import Model

/// The chunks of a WAV, as far as they tell how many bytes of samples there should be.
struct WAVHeader {
  /// The largest number of chunks that are followed; a header may be long, but has no
  /// thousands of them.
  private static let maximumChunks = 1000
  /// The printable characters; a chunk's name has no others.
  private static let printable: ClosedRange<UInt8> = 0x20...0x7E

  /// The offset of the samples, and the bytes of them that the header announces.
  private let samples: (start: Int, length: Int)
  /// The bytes per second that the format chunk states, or `nil` if it states none.
  private let byteRate: Int?
  /// The size of the whole file in bytes.
  private let fileBytes: Int

  /// Reads the beginning of a file of `fileBytes` bytes.
  ///
  /// The result is `nil` for other files, and if the header announces no length, as in a
  /// recording that was interrupted.
  init?(_ head: ByteView, fileBytes: Int) {
    // RF64 keeps its lengths in a chunk of its own, and RIFX stores them in the other byte
    // order.
    guard head.begins(with: "RIFF") else { return nil }
    self.fileBytes = fileBytes
    var position = 12
    var rate: Int?
    for _ in 0..<Self.maximumChunks {
      guard let length = head.u32(position + 4, .little) else { return nil }
      switch head.latinText(position, limit: 4) {
      case "fmt ": rate = head.u32(position + 16, .little)
      case "data":
        guard length > 0, length < 0xFFFF_FF00 else { return nil }
        samples = (position + 8, length)
        byteRate = rate.flatMap { $0 > 0 ? $0 : nil }
        return
      default: break
      }
      position += 8 + length + length % 2
    }
    return nil
  }

  /// The offset at which the samples end according to the header.
  private var end: Int { samples.start + samples.length }

  /// The bytes of samples that the header announces and the file lacks.
  var missingBytes: Int { max(0, end - fileBytes) }

  /// Returns what follows the samples and belongs to no other chunk, or `nil` if that is
  /// nothing.
  ///
  /// `bytes` returns the bytes of the file from an offset, fewer of them at its end.
  func trailing(bytes: (_ start: Int, _ count: Int) -> [UInt8]) -> SoundFacts.Trailing? {
    var position = end
    for _ in 0..<Self.maximumChunks {
      // Chunks begin at even offsets, but not every program writes the padding byte.
      guard fileBytes - position > 1 else { return nil }
      let even = position + position % 2
      let next =
        chunkEnd(at: even, bytes(even, 8)) ?? chunkEnd(at: position, bytes(position, 8))
      guard let next else { break }
      position = next
    }
    let count = fileBytes - position
    guard count > 1 else { return nil }
    return SoundFacts.Trailing(
      byteCount: count,
      milliseconds: byteRate.map { count / $0 * 1000 + count % $0 * 1000 / $0 })
  }

  /// Returns the offset after a chunk whose first eight bytes are `head`, or `nil` if they
  /// begin no chunk.
  private func chunkEnd(at position: Int, _ head: [UInt8]) -> Int? {
    guard head.count == 8, head[..<4].allSatisfy(Self.printable.contains),
      let length = ByteView(head).u32(4, .little), length <= fileBytes - position - 8
    else { return nil }
    return position + 8 + length
  }
}
