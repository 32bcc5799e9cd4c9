internal import Castbook
internal import CommandLineKit
internal import Model

/// What of a picture's metadata the user wants to keep: the same words for `prepare` and `export`.
enum KeepOptions {
  private static let names = KeptMetadata.allCases.map(\.rawValue)

  static let option: Option = .value(
    "keep", "KIND[,…]",
    "Keep authorship (creator, copyright, credit) or credentials (C2PA) in copies.",
    repeats: true, completion: .choices(names))

  static func keeps(_ arguments: Arguments) throws -> Set<KeptMetadata> {
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
