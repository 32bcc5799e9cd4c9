import Media
import Model
import Testing

/// What the reader that checks references says of bytes that were written.
func facts(of bytes: [UInt8]) async throws -> FileFacts {
  let inspector = Inspector(budget: MemoryBudget(total: 256 << 20))
  return await inspector.inspect(bytes, as: try #require(FilePath("picture")))
}
