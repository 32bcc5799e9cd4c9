internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that the commands about registrations have in common.
///
/// A registration belongs to an element or, for uploads, to a single file; the command line names
/// one of the two.
enum RegistrationOptions {
  static let provider = ValueOption<String>(
    "at", "PROVIDER", "The provider, or one of its targets.")
  static let account = ValueOption<String>(
    "account", "NAME", "The account at the provider (\(RegistrationDraft.defaultAccount)).")
  static let kind = ValueOption<Registration.Kind>(
    "kind", "KIND", "What it is registered as (the element's kind).",
    oneOf: Registration.Kind.allCases)
  /// The digest of a file, which may be registered instead of an element.
  static let blob = ValueOption<String>(
    "blob", "SHA256", "A single file, by 8 or more digits of its SHA-256.")

  /// Returns the element or the file that the command line names, or `nil` for neither. Throws for
  /// both.
  static func subject(_ arguments: Arguments) throws -> RegistrationDraft.Subject? {
    let element = try arguments.positionals.first.map { try $0.element }
    let blob = try arguments[blob]
    switch (element, blob) {
    case (let element?, nil): return .element(element)
    case (nil, let blob?): return .blob(blob)
    case (nil, nil): return nil
    default:
      throw UsageError(
        message: "both an element and a file given", fix: "Leave out the handle or --blob.")
    }
  }
}
