package import Foundation

/// The published package of the model for subjects, which `Scripts/install --tests` downloads.
package enum PublishedModel {
  /// The package's file; `nil` if it was not downloaded.
  package static let wheel: URL? = {
    let folder = Fixtures.repository.appending(path: ".build/models")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.first { $0.hasSuffix(".whl") }.map { folder.appending(path: $0) }
  }()
}
