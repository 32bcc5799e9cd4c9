internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that the commands about registrations have in common.
///
/// A registration belongs to an element or, for uploads, to a single file; the command line names
/// one of the two.
enum RegistrationOptions {
  /// The `--account` option of `register`.
  static let account = Option.value(
    "account", "NAME", "The account at the provider (\(RegistrationDraft.defaultAccount)).")
  /// The `--blob` option, which names a file instead of an element.
  static let blob = Option.value(
    "blob", "SHA256", "A single file, by 8 or more digits of its SHA-256.")

  /// Returns the element or the file that the command line names, or `nil` for neither. Throws for
  /// both.
  static func subject(_ arguments: Arguments) throws -> RegistrationDraft.Subject? {
    let element = try arguments.positionals.first.map { try $0.element }
    let blob = arguments.value("blob")?.text
    switch (element, blob) {
    case (let element?, nil): return .element(element)
    case (nil, let blob?): return .blob(blob)
    case (nil, nil): return nil
    default:
      throw UsageError(
        message: "both an element and a file given", fix: "Leave out the handle or --blob.")
    }
  }

  /// Returns the kind of registration that `--kind` names, or `nil` without that option.
  static func kind(_ arguments: Arguments) throws -> Registration.Kind? {
    try arguments.value("kind").map { try $0.word("kind of registration") }
  }

  /// The `--kind` option.
  static let kind = Option.value(
    "kind", "KIND", "What it is registered as (the element's kind).",
    oneOf: Registration.Kind.allCases.map(\.rawValue))
}
