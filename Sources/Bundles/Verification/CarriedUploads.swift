internal import Model

/// The addresses and ids in a bundle's `uploads.json`, which its sender chose.
struct CarriedUploads {
  /// The addresses and ids by placeholder.
  private(set) var known: [String: KnownID] = [:]
  /// The errors for values that aren't valid addresses or ids.
  private(set) var findings: [Finding] = []

  /// The maximum bytes of the name of an account.
  private static let maximumLength = 500

  /// Reads the contents of `uploads.json`; `nil` means that there is no such file.
  init(_ uploads: JSONValue?) {
    for (list, key) in [("files", "url"), ("remotes", "id")] {
      for (index, line) in (uploads?[list]?.array ?? []).enumerated() {
        guard let name = line["placeholder"]?.string, let text = line[key]?.string else { continue }
        let account = line["account"]?.string
        known[name] = KnownID(text, account: account ?? "")
        let pointer = "uploads.json /\(list)/\(index)/\(key)"
        let isFit = ProviderText(text, key == "url" ? .address : .id) != nil
        if !isFit || text.hasPrefix(RequestFile.scheme) || account.map(Self.isLine) == false {
          findings.append(
            Finding(
              .bundleInconsistent, .error,
              message:
                "\(pointer): \(JSONDifferences.displayText(.string(text))) is not a valid address or id",
              fix: "export it again, and check where this bundle came from"))
        }
      }
    }
  }

  /// Removes the values that no call needs.
  mutating func keep(only names: Set<String>) { known = known.filter { names.contains($0.key) } }

  /// Returns whether the name of an account is one that `register` would accept: one visible line,
  /// not too long, and not a placeholder.
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
