import Foundation

/// A folder that exists as long as this object.
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
