package import Decoding
package import Model

extension Inspector {
  package var budgetTotal: Int { budget.total }

  /// Holds memory, at most all there is, while work goes on.
  package func reserving<Value: Sendable>(
    _ bytes: Int, _ work: @Sendable () async -> Value
  ) async -> Value {
    await budget.reserving(bytes, work)
  }

  /// The memory that decoding a sound picture at its full size takes, beside the file itself.
  package func pixelMemory(of bytes: [UInt8], _ facts: FileFacts) -> Int { 0 }

  /// Hands over the pixels of a sound picture at their full size, within so much memory.
  package func pixels(
    of bytes: [UInt8], _ facts: FileFacts, memory: Int, into sink: any PixelSink
  ) async -> PixelOutcome { .noMemory }
}
