import Media
import Model
import Testing

/// The facts of written bytes, by the reader that checks references.
func facts(of bytes: [UInt8]) async throws -> FileFacts {
  let inspector = Inspector(budget: MemoryBudget(total: 256 << 20))
  return try await inspector.inspect(
    .bytes(bytes, name: try #require(FilePath("picture"))), depth: .facts
  ).facts
}
