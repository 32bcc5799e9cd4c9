internal import Castbook
internal import CommandLineKit
internal import Model

/// The `--keep` option of `prepare` and `export`: metadata to keep in prepared copies.
///
/// By default copies contain no private metadata; this option names the exceptions, which are the
/// values of `KeptMetadata`.
enum KeepOptions {
  /// The option as both commands declare it. It throws for an unknown kind.
  static let option = ListOption<KeptMetadata>(
    "keep", "KIND[,…]",
    "Keep authorship (creator, copyright, credit) or credentials (C2PA) in copies.",
    completion: .choices(KeptMetadata.allCases.map(\.rawValue))
  ) { word in
    guard let kind = KeptMetadata(rawValue: word.text.lowercased()) else {
      let names = KeptMetadata.allCases.map(\.rawValue).joined(separator: " or ")
      throw UsageError(
        message: "--keep \(sanitized(word.text)): not a kind of metadata that --keep knows",
        fix: "write \(names), or both, separated by a comma")
    }
    return kind
  }
}
