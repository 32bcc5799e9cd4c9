package import Foundation
package import Model

/// The working copy that the tests were built from, and the files of its folder `Fixtures/`.
package enum Fixtures {
  /// The root of the working copy.
  package static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  package static let folder = repository.appending(path: "Fixtures")

  /// A name that can't be a path.
  struct InvalidName: Error {
    let name: String
  }

  /// The path of a fixture, named by its path in `Fixtures/`.
  package static func path(_ name: String) throws -> FilePath {
    guard let path = FilePath(folder.appending(path: name)) else { throw InvalidName(name: name) }
    return path
  }

  /// The contents of a fixture.
  package static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The names of the files in a folder of the fixtures, in order.
  package static func names(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: name).path(percentEncoded: false)
    ).sorted()
  }
}

extension FilePath {
  /// The path of a file URL, as the file system stores it.
  package init?(_ url: URL) { self.init(url.path(percentEncoded: false)) }
}
