internal import Decoding
package import Model

extension Inspector {
  /// What is seen of bytes that are held in memory: their facts, the hash, and the picture as it is measured
  /// and as likenesses are confirmed by.
  package func see(_ bytes: [UInt8], as name: FilePath) async -> Inspection {
    await look(into: bytes, name, memory: nil, [.luma, .picture])
  }
}
