import Media
import Model

/// Reads files as the program does, so that findings are made of true facts.
enum Inspected {
  private static let inspector = Inspector(budget: MemoryBudget(total: 256 << 20))

  static func facts(of path: String) async -> FileFacts? {
    guard let path = FilePath(path) else { return nil }
    return await inspector.inspect(path)
  }
}
