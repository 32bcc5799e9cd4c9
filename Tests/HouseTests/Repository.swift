import Foundation
import Testing

/// The repository that contains the tests.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The files below a folder whose names end in `suffix`, as paths from the root.
  static func files(in folder: String, suffix: String) throws -> [String] {
    let base = root.appending(path: folder)
    guard FileManager.default.fileExists(atPath: base.path()) else { return [] }
    let names = try FileManager.default.subpathsOfDirectory(atPath: base.path())
    return names.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
  }
}
