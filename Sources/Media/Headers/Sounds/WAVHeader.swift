internal import Model

/// The parts of a WAV (chunks), as far as they tell how many bytes of samples there should be.
struct WAVHeader {
  /// A header may be long, with pictures and notes in it, but has no thousands of parts.
  private static let maximumChunks = 1000
  /// A part whose name is not of printable letters is no part.
  private static let letters: ClosedRange<UInt8> = 0x20...0x7E

  /// Where the samples begin, and how many bytes of them the header announces.
  private let samples: (start: Int, length: Int)
  /// Bytes a second, as its format states them.
  private let byteRate: Int?
  private let fileBytes: Int

  /// `head` is the beginning of a file of so many bytes. `nil` for other files, and where nothing is announced, as in
  /// a recording that was never ended.
  init?(_ head: ByteView, fileBytes: Int) {
    // RF64 has its lengths in a part of its own, RIFX in the other order.
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

  /// Where the samples end by the header.
  private var end: Int { samples.start + samples.length }

  /// Bytes of samples that the header announces and that are not there.
  var missingBytes: Int { max(0, end - fileBytes) }

  /// What follows the samples and belongs to no other part; `nil` where that is nothing. `bytes` gives some bytes of
  /// the file from a place on.
  func trailing(bytes: (_ start: Int, _ count: Int) -> [UInt8]) -> SoundFacts.Trailing? {
    var position = end
    for _ in 0..<Self.maximumChunks {
      // Parts begin at even places; not every program fills up the byte between.
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

  /// Where a part ends of which these are the first eight bytes; `nil` where they begin none.
  private func chunkEnd(at place: Int, _ head: [UInt8]) -> Int? {
    guard head.count == 8, head[..<4].allSatisfy(Self.letters.contains),
      let length = ByteView(head).u32(4, .little), length <= fileBytes - place - 8
    else { return nil }
    return place + 8 + length
  }
}
