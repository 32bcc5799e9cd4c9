internal import Decoding
package import Model

extension Inspector {
  /// Inspects bytes in memory: their facts, the luma for similarity, and the picture for
  /// measuring.
  package func see(_ bytes: [UInt8], as name: FilePath) async -> Inspection {
    await look(into: bytes, name, memory: nil, [.luma, .picture])
  }
}
