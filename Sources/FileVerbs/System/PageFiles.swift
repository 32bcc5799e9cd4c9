internal import Files

/// The files of a document of which each page is a picture: the first page has the path that was
/// given, later ones a number before its suffix, as in `sheet-2.png`.
///
/// ```swift
/// let files = try PageFiles(at: path, count: sheet.pageCount)
/// for page in files.writingOrder {
///   _ = try OutputFile.write(sheet.png(page), to: files.paths[page], replacing: false)
/// }
/// ```
package struct PageFiles: Sendable {
  /// The paths, in the order of the pages.
  package let paths: [FilePath]
  /// The indices of the pages in the order in which to write them: files that exist come first, so
  /// that one that is different stops the work before any file is written.
  package let writingOrder: [Int]

  /// Fails if a file can't be written at one of the paths.
  package init(at path: FilePath, count: Int) throws(OutputFileError) {
    paths = (0..<count).map { $0 == 0 ? path : path.numbered($0 + 1) }
    for path in paths { try OutputFile.preflight(path) }
    let existing = paths.map { FileSystem.status($0) != nil }
    writingOrder = paths.indices.filter { existing[$0] } + paths.indices.filter { !existing[$0] }
  }
}

extension FilePath {
  /// Returns the path with a number before its suffix.
  fileprivate func numbered(_ number: Int) -> FilePath {
    let name = self.name.text
    let suffixStart = name.lastIndex(of: ".") ?? name.endIndex
    let numbered = "\(name[..<suffixStart])-\(number)\(name[suffixStart...])"
    guard let path = FilePath(numbered) else { return folder.appending(numbered.utf8) }
    return self.text == name ? path : folder.appending(numbered.utf8)
  }
}
