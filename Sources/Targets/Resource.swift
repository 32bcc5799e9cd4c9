internal import Catalog

/// A file of `Catalog/`, embedded in the program.
enum Resource {
  /// The bytes of a resource.
  static func bytes(_ name: String) -> [UInt8]? {
    for index in 0..<castbook_resource_count {
      let resource = unsafe castbook_resource(index)
      if unsafe String(cString: resource.name) == name {
        return unsafe [UInt8](UnsafeBufferPointer(start: resource.bytes, count: resource.count))
      }
    }
    return nil
  }

  /// The names of the resources in a folder, without folder and suffix, in order.
  static func names(in folder: String) -> [String] {
    (0..<castbook_resource_count).map { unsafe String(cString: castbook_resource($0).name) }
      .filter { $0.hasPrefix(folder) && $0.hasSuffix(".json") }
      .map { String($0.dropFirst(folder.count).dropLast(".json".count)) }
      .sorted()
  }
}
