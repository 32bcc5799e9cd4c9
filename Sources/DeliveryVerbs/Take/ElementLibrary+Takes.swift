internal import Files

extension ElementLibrary {
  /// Returns the take that a word names: its file, or 8 or more digits of the file's SHA-256.
  ///
  /// A path that exists is always read as a path.
  ///
  /// - Parameter bundle: The bundle that it was rendered from, for a file that came back from
  ///   several.
  /// - Throws: `ElementLibraryError` if there is no such take, or more than one.
  public func take(named word: FilePath, of bundle: Digest? = nil) async throws -> Take {
    if FileSystem.statusFollowingLinks(word) != nil {
      return try take(
        beginning: try await ReturnedFile(word, in: self).digest.hex, of: bundle)
    }
    let prefix = "sha256-"
    let digits = word.text.hasPrefix(prefix) ? String(word.text.dropFirst(prefix.count)) : word.text
    guard digits.utf8.count >= 8, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw ElementLibraryError.invalidRequest(
        "\(word) is neither a file nor 8 digits of a take's SHA-256",
        fix: "castbook take list shows them")
    }
    return try take(beginning: digits, of: bundle)
  }
}
