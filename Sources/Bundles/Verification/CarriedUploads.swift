internal import Model

/// The addresses and ids that a bundle's `uploads.json` gives. Its sender chose them.
struct CarriedUploads {
  private(set) var known: [String: KnownID] = [:]
  private(set) var findings: [Finding] = []

  /// As `register` accepts them.
  private static let maximumLength = 500

  init(_ uploads: JSONValue?) {
    for (list, key) in [("files", "url"), ("remotes", "id")] {
      for (index, line) in (uploads?[list]?.array ?? []).enumerated() {
        guard let name = line["placeholder"]?.string, let text = line[key]?.string else { continue }
        let account = line["account"]?.string
        known[name] = KnownID(text, account: account ?? "")
        let pointer = "uploads.json /\(list)/\(index)/\(key)"
        let isFit = key == "url" ? Self.isAddress(text) : Self.isID(text)
        if !isFit || account.map(Self.isLine) == false {
          findings.append(
            Finding(
              .bundleInconsistent, .error,
              message:
                "\(pointer): \(JSONDifferences.shown(.string(text))) is not a valid address or id",
              fix: "export it again, and check where this bundle came from"))
        }
      }
    }
  }

  /// Forgets what no call needs.
  mutating func keep(only names: Set<String>) { known = known.filter { names.contains($0.key) } }

  /// An address that a provider can fetch, or a provider's own name of a file, without anything that is not seen.
  private static func isAddress(_ text: String) -> Bool {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x20 && scalar.value < 0x7F && !"\"'`\\<>".unicodeScalars.contains(scalar)
    }
    let scheme = text.firstRange(of: ":").map { text[..<$0.lowerBound].lowercased() }
    return isPlain && isLine(text) && !text.hasPrefix("/")
      && scheme.map { ["https", "http", "runway"].contains($0) } ?? true
  }

  /// The id of an element or a voice, which is no address and no path.
  private static func isID(_ text: String) -> Bool {
    isLine(text) && !text.contains("://") && !text.contains("\\") && !text.hasPrefix("/")
  }

  /// One line as `register` takes it: visible, not too long, not a placeholder itself.
  private static func isLine(_ text: String) -> Bool {
    let isVisible = text.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isDefaultIgnorableCodePoint
        && ![.control, .format, .lineSeparator, .paragraphSeparator]
          .contains(scalar.properties.generalCategory)
    }
    return isVisible && (1...maximumLength).contains(text.utf8.count)
      && text.first?.isWhitespace == false && text.last?.isWhitespace == false
      && !text.hasPrefix(RequestFile.scheme)
  }
}
