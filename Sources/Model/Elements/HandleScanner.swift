/// Finds the reference with which text continues after an at-sign, such as `mira:3 walks`.
///
/// ```swift
/// let scanner = HandleScanner(Array("mira:3 walks")[...])
/// let found = scanner.reference { $0 == "mira" }  // @mira:3, 6 characters
/// ```
package struct HandleScanner {
  /// The text after the at-sign.
  private let text: ArraySlice<Character>
  /// The characters at the beginning of the text that could form a name in any script.
  package let candidate: [Character]

  package init(_ text: ArraySlice<Character>) {
    self.text = text
    candidate = Array(
      text.prefix(NameProblem.maximumLength).prefix { !$0.isWhitespace && !"@:/".contains($0) })
  }

  /// The letters, digits and underscores at the beginning of the text that could form a handle.
  package var word: String { String(candidate.prefix { $0.isHandleCharacter }) }

  /// Returns the reference with the longest known name, and the number of its characters; `nil` if
  /// no name is known.
  ///
  /// In scripts with spaces a name must be a whole word. A colon without a revision after it is not
  /// part of the reference.
  ///
  /// - Parameter isName: Returns whether an element has a name.
  package func reference(
    isName: (String) throws -> Bool
  ) rethrows -> (reference: HandleReference, length: Int)? {
    for length in stride(from: candidate.count, through: 1, by: -1) {
      let isInsideWord =
        length < candidate.count && candidate[length - 1].isHandleCharacter
        && candidate[length].isHandleCharacter
      if isInsideWord { continue }
      let name = String(candidate[..<length])
      guard NameProblem(in: name) == nil, try isName(name) else { continue }
      let rest = text.dropFirst(length)
      guard rest.first == ":", let found = HandleReference.Revision.opening(rest.dropFirst()) else {
        return (HandleReference(name: name, revision: .latest), length)
      }
      return (HandleReference(name: name, revision: found.revision), length + 1 + found.length)
    }
    return nil
  }
}

extension HandleReference.Revision {
  /// Returns the revision with which a text begins, and the number of its characters: a number of
  /// up to six digits, or `sha256-` and 8 to 64 digits. It is `nil` if the text begins otherwise,
  /// or if the digits are a part of a longer word.
  static func opening(
    _ text: some Collection<Character>
  ) -> (revision: HandleReference.Revision, length: Int)? {
    let next: Character?
    if text.starts(with: Digest.prefixMark) {
      let digits = text.dropFirst(Digest.prefixMark.count).prefix { $0.isASCII && $0.isHexDigit }
      let length = Digest.prefixMark.count + digits.count
      next = text.dropFirst(length).first
      guard let prefix = Digest.prefix(in: String(digits)), next?.isHandleCharacter != true else {
        return nil
      }
      return (.digest(prefix: prefix), length)
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    next = text.dropFirst(digits.count).first
    let isWhole = next.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true
    guard isWhole, digits.count <= 6, digits.first != "0", let number = Int(String(digits)) else {
      return nil
    }
    return (.sequence(number), digits.count)
  }
}

extension Digest {
  /// The text before the digits of a SHA-256.
  static let prefixMark = "sha256-"

  /// Reads the first 8 to 64 digits of a SHA-256, with or without `sha256-` before them. Returns
  /// them in lower case, or `nil` for any other text.
  package static func prefix(in text: String) -> String? {
    let digits = text.hasPrefix(prefixMark) ? text.dropFirst(prefixMark.count) : text[...]
    let isHex = digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    return isHex && (8...64).contains(digits.count) ? digits.lowercased() : nil
  }
}
