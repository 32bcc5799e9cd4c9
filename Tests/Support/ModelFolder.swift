package import Foundation
import Synchronization

/// A folder that many tests copy, made by the first of them and deleted after the last.
package final class ModelFolder: Sendable {
  private let url: URL

  private static let made: Mutex<[URL]> = {
    atexit { ModelFolder.removeAll() }
    return Mutex([])
  }()

  /// Keeps the present contents of a folder, which its owner deletes.
  package init(of folder: URL, from owner: some Any) throws {
    defer { withExtendedLifetime(owner) {} }
    let url = FileManager.default.temporaryDirectory
      .appending(path: "castbook-model-\(UUID().uuidString)", directoryHint: .isDirectory)
    self.url = url
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    Self.made.withLock { $0.append(url) }
    try Self.copy(from: folder, to: url)
  }

  private static func removeAll() {
    for url in made.withLock({ $0 }) { try? FileManager.default.removeItem(at: url) }
  }

  /// Copies its contents into a folder that has none of them.
  package func copy(into folder: URL) throws { try Self.copy(from: url, to: folder) }

  /// Copies everything in one folder into another.
  package static func copy(from source: URL, to target: URL) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path()) {
      try FileManager.default.copyItem(
        at: source.appending(path: name), to: target.appending(path: name))
    }
  }
}
