internal import Bundles
internal import Files
internal import Library
internal import Media
internal import Pages

/// Writes the page for others: as one file, or as a folder with the page and its files.
struct GuestPageWriter {
  private let review: GuestReview
  private let replaces: Bool

  /// The name of the page in a folder.
  static let pageName = "index.html"
  /// The folder of clips and pictures beside it.
  static let filesName = "files"
  /// The number of bytes in a line of base64; a multiple of three, so that each can be decoded by
  /// itself.
  private static let lineBytes = 48 << 10

  init(_ review: GuestReview, replaces: Bool) { (self.review, self.replaces) = (review, replaces) }

  // MARK: One file

  /// Writes the page with all files in it; returns `true` if it was there already.
  func writeFile(_ path: FilePath) async throws -> Bool {
    let (head, tail) = page(isOneFile: true)
    try OutputFile.preflight(path)
    let outcome = try await OutputFile.write(to: path, replacing: replaces) { write in
      try write(Array(head.utf8))
      for file in review.files {
        let tag =
          "<script type=\"text/plain\" data-type=\"\(file.mediaType)\" id=\"\(file.name)\">\n"
        try write(Array(tag.utf8))
        var rest: [UInt8] = []
        try Self.read(file) { piece in
          rest += piece
          let count = rest.count / Self.lineBytes * Self.lineBytes
          for start in stride(from: 0, to: count, by: Self.lineBytes) {
            try write(Self.line(rest[start..<start + Self.lineBytes]))
          }
          rest.removeFirst(count)
        }
        if !rest.isEmpty { try write(Self.line(rest[...])) }
        try write(Array("</script>\n".utf8))
      }
      try write(Array(tail.utf8))
    }
    return outcome == .alreadyThere
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array((Base64.text(of: Array(bytes)) + "\n").utf8)
  }

  // MARK: A folder

  /// Writes the page and its files into a folder; returns `true` if all of it was there already.
  /// After a failure, files that were new are removed again.
  func writeFolder(_ folder: FilePath) async throws -> Bool {
    let files = folder.appending(Self.filesName.utf8)
    let isNew = FileSystem.status(folder) == nil
    let hasFiles = FileSystem.status(files) != nil
    var created: [FilePath] = []
    var isThere = true
    do {
      try OutputFile.requireWritable(files)
      for file in review.files {
        try Task.checkCancellation()
        let path = folder.appending(file.path.utf8)
        let wasFree = FileSystem.status(path) == nil
        let outcome = try await OutputFile.write(to: path, replacing: replaces) { write in
          try Self.read(file) { try write(Array($0)) }
        }
        if wasFree { created.append(path) }
        if outcome == .written { isThere = false }
      }
      let (head, tail) = page(isOneFile: false)
      let outcome = try OutputFile.write(
        Array((head + tail).utf8), to: folder.appending(Self.pageName.utf8), replacing: replaces)
      if replaces { try removeStale(in: files) }
      return isThere && outcome == .alreadyThere
    } catch {
      for path in created { try? FileSystem.remove(path) }
      if !hasFiles { FileSystem.removeFolder(files) }
      if isNew { FileSystem.removeFolder(folder) }
      throw error
    }
  }

  /// Removes the files of an earlier page that this one doesn't show: they may be rejected takes,
  /// or pictures of the cast.
  private func removeStale(in folder: FilePath) throws {
    let shown = Set(review.files.map { "\($0.name).\($0.suffix)" })
    for name in (try? Folder.names(in: folder).get()) ?? [] {
      let text = String(decoding: name, as: UTF8.self)
      guard !shown.contains(text),
        text.wholeMatch(of: /(clip|poster|reference)-[0-9]+\.[a-z0-9]+/) != nil
      else { continue }
      let path = folder.appending(name)
      if FileSystem.status(path)?.isFile == true { try FileSystem.remove(path) }
    }
  }

  // MARK: The page

  /// Passes the bytes of a file on, piece by piece, and checks those of the library.
  private static func read(
    _ file: GuestReview.File, each: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    switch file.content {
    case .bytes(let bytes): try each(bytes[...])
    case .blob(let digest, let path):
      let source = CopySource(digest, byteCount: file.byteCount, at: path)
      guard case .sound = try source.read(each: each) else {
        throw ElementLibraryError.damaged(
          "\(digest.short) has changed in the library: castbook doctor")
      }
    }
  }

  /// Returns the page in two parts, between which files can be.
  private func page(isOneFile: Bool) -> (head: String, tail: String) {
    let sources = PageSources.all
    let style = ["base.css", "guest.css"].compactMap { sources[$0] }.joined(separator: "\n")
    let script = PagePack.script(of: PageSources.modules { _ in true }, from: "guest.js")
    // Without this sign, no text in the JSON can end its element.
    let json = review.json.compactText.replacing("<", with: "\\u003c")
    let places = isOneFile ? "blob:" : "'self' file:"
    let policy =
      "default-src 'none'; script-src '\(Self.hash(script))'; style-src '\(Self.hash(style))'; "
      + "img-src \(places); media-src \(places); base-uri 'none'; form-action 'none'"
    let values = ["POLICY": policy, "STYLE": style, "TAKES": json, "SCRIPT": script]
    var parts: [String] = []
    var rest = (sources["guest.html"] ?? "")[...]
    var head = ""
    // From front to back, so that a mark in a value stays what it is.
    for mark in ["POLICY", "STYLE", "TAKES", "FILES", "SCRIPT"] {
      guard let range = rest.firstRange(of: mark) else { continue }
      parts.append(String(rest[..<range.lowerBound]))
      if let value = values[mark] {
        parts.append(value)
      } else {
        head = parts.joined()
        parts = []
      }
      rest = rest[range.upperBound...]
    }
    return (head, parts.joined() + rest)
  }

  /// Returns how a content security policy names an inline script or style sheet.
  private static func hash(_ text: String) -> String {
    "sha256-\(Base64.text(of: SHA256.digest(of: Array(text.utf8)).bytes))"
  }
}
