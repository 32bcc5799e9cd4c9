/// Receives the data that a decoder process writes besides its answer, such as pixels or samples.
protocol DecoderOutput: Sendable {
  /// Consumes the next bytes, and returns `false` to stop the decoder.
  ///
  /// It is called on a separate thread, so it may take its time.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool

  /// Prepares for data from the beginning, and returns `false` if earlier data can't be taken back.
  func restart() -> Bool
}

/// Gathers the bytes that another process writes.
///
/// It is unchecked because one thread appends, and the bytes are read only after that thread
/// has finished.
final class GatheredBytes: DecoderOutput, @unchecked Sendable {
  private(set) var bytes: [UInt8] = []
  /// The largest number of bytes to accept.
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Appends bytes, and returns `false` if they exceed the limit.
  func append(_ newBytes: UnsafeRawBufferPointer) -> Bool {
    guard newBytes.count <= limit - bytes.count else { return false }
    unsafe bytes.append(contentsOf: newBytes)
    return true
  }

  func restart() -> Bool { bytes.isEmpty }
}
