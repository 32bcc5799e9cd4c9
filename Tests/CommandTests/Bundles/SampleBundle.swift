import Foundation
import TestSupport

/// A bundle with pictures of two elements, exported once for the tests that only read it.
enum SampleBundle {
  private static let exported = Result { () throws -> (folder: TemporaryFolder, path: String) in
    let folder = try TemporaryFolder()
    try Data("@mira hands @mug to the camera\n".utf8).write(
      to: folder.url.appending(path: "shot.md"))
    let library = folder.url.appending(path: "library").path()
    for words in [
      ["init", "--starter"], ["export", "shot.md", "--for", "kling-official", "-o", "out"],
    ] {
      let result = try Tool.run(words + ["--library", library], in: folder.url)
      if result.status != 0 { throw Failure(words: result.errors) }
    }
    return (folder, folder.url.appending(path: "out/shot").path())
  }

  private struct Failure: Error { let words: String }

  /// The path of its folder.
  static var path: String { get throws { try exported.get().path } }
}
