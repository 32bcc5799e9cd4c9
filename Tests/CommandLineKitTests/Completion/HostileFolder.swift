import Model
import TestSupport

/// Files and folders whose names would do harm if a shell evaluated them.
enum HostileFolder {
  static func make() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["my file.jpg", "$(touch harm).jpg", "`touch harm`.jpg", "a'b.jpg", "plain.jpg"] {
      try folder.write("", to: name)
    }
    for name in ["my folder", "$(touch harm)"] { try folder.createFolder(name) }
    return folder
  }

  /// The contents of the folder as long as no name was evaluated.
  static let names = [
    "$(touch harm)", "$(touch harm).jpg", "`touch harm`.jpg", "a'b.jpg", "my file.jpg", "my folder",
    "plain.jpg",
  ].sorted()
}
