import Foundation

/// A folder that is there as long as the test that made it.
public final class TemporaryFolder {
  /// Its full path.
  public let path: String

  public init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "castbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
