internal import CGalleryPage

// The bytes it points to are constants of the program.
/// A file of the web page that is embedded in the program.
@safe
struct PageFile: @unchecked Sendable {
  /// The file name, by which the page refers to it.
  let name: String
  /// The content, in constant memory.
  let bytes: UnsafeBufferPointer<UInt8>
  /// The `ETag`: another one means another content.
  let tag: String

  /// All files of the page by their names.
  static let all: [String: PageFile] = {
    var files: [String: PageFile] = [:]
    let count = castbook_page_file_count
    for index in 0..<count {
      let file = unsafe castbook_page_file(index)
      let name = unsafe String(cString: file.name)
      files[name] = unsafe PageFile(
        name, UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    return files
  }()

  private init(_ name: String, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.name = name
    unsafe self.bytes = bytes
    // FNV-1a is enough for a tag, since the files are our own.
    let hash = unsafe bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    tag = "\"\(String(hash, radix: 16))\""
  }

  /// The media type, which follows from the extension of the name.
  var type: String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }

  /// The content security policy of the page: everything comes from this server, and no
  /// text becomes a script.
  static let policy = (
    "Content-Security-Policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' "
      + "blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      + "require-trusted-types-for 'script'; trusted-types 'none'"
  )
}
