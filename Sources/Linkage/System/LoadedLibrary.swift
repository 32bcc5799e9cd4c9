internal import CLinkage

/// A shared library that a program has loaded.
package struct LoadedLibrary: Hashable, Sendable {
  package let path: String
  /// The version that the library states itself, or `nil` if it has no function for that.
  package let version: String?

  /// Creates a library that another program has reported.
  package init(path: String, version: String?) {
    self.path = path
    self.version = version
  }

  /// All libraries of this process, in the order of their paths.
  ///
  /// - Parameter lazily: Alternatives of a library that this program only loads when it is needed;
  ///   the first that is installed is loaded.
  package static func all(loading lazily: [String] = []) -> [LoadedLibrary] {
    _ = lazily.first { unsafe castbook_linkage_load($0) }
    var found: [LoadedLibrary] = []
    unsafe withUnsafeMutablePointer(to: &found) { found in
      unsafe castbook_linkage_list(
        { path, version, context in
          guard let path = unsafe path,
            let found = unsafe context?.assumingMemoryBound(to: [LoadedLibrary].self)
          else { return }
          unsafe found.pointee.append(
            LoadedLibrary(
              path: String(cString: path), version: version.map { unsafe String(cString: $0) }))
        }, found)
    }
    return found.sorted { $0.path < $1.path }
  }
}
