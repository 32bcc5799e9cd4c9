internal import Catalog

/// The files of `Catalog/` that are embedded in the program.
enum Resource {
  /// Returns the bytes of a file; `nil` when there is none with this name.
  static func bytes(_ name: String) -> [UInt8]? {
    for index in 0..<castbook_resource_count {
      let resource = unsafe castbook_resource(index)
      if unsafe String(cString: resource.name) == name {
        return unsafe [UInt8](UnsafeBufferPointer(start: resource.bytes, count: resource.count))
      }
    }
    return nil
  }

  /// Returns the names of the JSON files in a folder, without the folder and the suffix, in order.
  static func names(in folder: String) -> [String] {
    (0..<castbook_resource_count).map { unsafe String(cString: castbook_resource($0).name) }
      .filter { $0.hasPrefix(folder) && $0.hasSuffix(".json") }
      .map { String($0.dropFirst(folder.count).dropLast(".json".count)) }
      .sorted()
  }
}
