internal import Castbook
internal import CommandLineKit
internal import Model

/// The `--keep` option of `prepare` and `export`: metadata to keep in prepared copies.
///
/// By default copies contain no private metadata; this option names the exceptions, which are the
/// values of `KeptMetadata`.
enum KeepOptions {
  /// The values of the option, as they are typed.
  private static let names = KeptMetadata.allCases.map(\.rawValue)

  /// The option as both commands declare it.
  static let option: Option = .value(
    "keep", "KIND[,…]",
    "Keep authorship (creator, copyright, credit) or credentials (C2PA) in copies.",
    repeats: true, completion: .choices(names))

  /// Returns the kinds of metadata to keep, or throws when one is unknown.
  static func keptMetadata(_ arguments: Arguments) throws -> Set<KeptMetadata> {
    try Set(
      arguments.list("keep").map { word in
        guard let kind = KeptMetadata(rawValue: word.text.lowercased()) else {
          throw UsageError(
            message: "--keep \(sanitized(word.text)): not a kind of metadata that --keep knows",
            fix: "write \(names.joined(separator: " or ")), or both, separated by a comma")
        }
        return kind
      })
  }
}
