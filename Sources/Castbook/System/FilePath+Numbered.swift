extension FilePath {
  /// Returns the path with a number before its suffix, as in `sheet-2.png`.
  package func numbered(_ number: Int) -> FilePath {
    let name = self.name.text
    let suffixStart = name.lastIndex(of: ".") ?? name.endIndex
    let numbered = "\(name[..<suffixStart])-\(number)\(name[suffixStart...])"
    guard let path = FilePath(numbered) else { return folder.appending(numbered.utf8) }
    return self.text == name ? path : folder.appending(numbered.utf8)
  }
}
