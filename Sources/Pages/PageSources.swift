internal import CGalleryPage

/// The files of the gallery's page and of the page for others, as they are embedded in the program.
package enum PageSources {
  /// The files of the page for others, which shows takes for review without a gallery.
  package static let guestNames: Set = ["guest.html", "guest.css", "guest.js"]

  /// The texts of all files by their names.
  package static let all: [String: String] = {
    var files: [String: String] = [:]
    for index in 0..<castbook_page_file_count {
      let file = unsafe castbook_page_file(index)
      let bytes = unsafe UnsafeBufferPointer(start: file.bytes, count: file.count)
      files[unsafe String(cString: file.name)] = unsafe String(decoding: bytes, as: UTF8.self)
    }
    return files
  }()

  /// The scripts among some files, in the order of their names.
  package static func modules(where isIncluded: (String) -> Bool) -> [PagePack.Module] {
    all.filter { $0.key.hasSuffix(".js") && isIncluded($0.key) }.sorted { $0.key < $1.key }
      .map { (name: $0.key, text: $0.value) }
  }
}
