internal import Bundles
internal import Files

/// Finds the bundles at a path.
public enum BundlePaths {
  /// Returns the path itself if it is a bundle or a file, otherwise the bundles in that folder,
  /// sorted by name.
  ///
  /// - Throws: `BundleRefusal` if a folder neither is nor contains a bundle.
  public static func all(at path: FilePath) throws -> [FilePath] {
    guard FileSystem.statusFollowingLinks(path)?.isFolder == true, !isBundle(path) else {
      return [path]
    }
    let names = (try? Folder.names(in: path).get()) ?? []
    let found = names.map { path.appending($0) }.filter {
      isBundle($0) || $0.suffix == "zip" && FileSystem.statusFollowingLinks($0)?.isFile == true
    }
    guard !found.isEmpty else {
      throw BundleRefusal(
        path: path, reason: "no bundle is in this folder", fix: "castbook export SHOT.md -o \(path)"
      )
    }
    return found
  }

  /// Returns whether a path is a shot file: any file that is not a zip.
  public static func isShotFile(_ path: FilePath) -> Bool {
    path.suffix != "zip" && FileSystem.statusFollowingLinks(path)?.isFile == true
  }

  /// Returns whether a path is the folder of a bundle.
  public static func isBundle(_ path: FilePath) -> Bool {
    let manifest = path.appending(Bundle.manifestName.utf8)
    return FileSystem.statusFollowingLinks(manifest)?.isFile == true
  }
}
