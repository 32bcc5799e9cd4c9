internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that `add` and `edit` have in common: an element's details and rights.
///
/// An option that was not given leaves the element's value as it is, so the same options serve a
/// new element and a change.
enum ElementOptions {
  /// The options for an element's details.
  static let texts = OptionGroup(
    "Details",
    [
      .value("name", "TEXT", "The name to show, in any script."),
      .value(
        "description", "TEXT", "What it looks or sounds like; prompts use the first sentence."),
      .value("notes", "TEXT", "Your notes."),
      .value(
        "person", "KIND", "Who is in the pictures: some providers reject real faces.",
        oneOf: PersonKind.allCases.map(\.rawValue)),
      .value("tag", "TAG[,…]", "Tags to find it by.", repeats: true),
      .value("alias", "NAME[,…]", "Other names for it, in any script.", repeats: true),
      .value("look-of", "@HANDLE", "The element that this is a wardrobe, age or state of."),
    ])

  /// The options for an element's rights.
  static let rights = OptionGroup(
    "Rights",
    [
      .value(
        "basis", "WORD", "Why you may use it.",
        oneOf: Rights.Basis.allCases.map(\.rawValue)),
      .value("holder", "TEXT", "Who holds the rights."),
      .value("expires", "DAY", "The last day of the rights, such as 2027-01-31."),
      .value(
        "document", "FILE", "The file that proves it, also kept in the library.", completion: .files
      ),
      .value(
        "allow", "USE[,…]",
        "What it may be used for: internal, editorial, commercial, advertising.",
        repeats: true, completion: .choices(Rights.Purpose.allCases.map(\.rawValue))),
    ])

  /// Returns the details that were given. A detail without its option is `nil` or empty.
  static func texts(_ arguments: Arguments) throws -> ElementTexts {
    var texts = ElementTexts()
    texts.name = arguments.value("name")?.text
    texts.description = arguments.value("description")?.text
    texts.notes = arguments.value("notes")?.text
    texts.person = arguments.value("person").flatMap { PersonKind(rawValue: $0.text) }
    texts.tags = arguments.list("tag").map(\.text)
    texts.aliases = arguments.list("alias").map(\.text)
    return texts
  }

  /// Returns the rights that were given, or throws when a date or a use is not understood.
  static func rights(_ arguments: Arguments) throws -> RightsChange {
    var rights = RightsChange()
    rights.basis = arguments.value("basis").flatMap { Rights.Basis(rawValue: $0.text) }
    rights.holder = arguments.value("holder")?.text
    rights.expires = try arguments.value("expires").map { word in
      guard let day = Day(word.text) else {
        throw UsageError(
          message: "--expires \(sanitized(word.text)) is not a date",
          fix: "Write it as year-month-day, such as 2027-01-31.")
      }
      return day
    }
    rights.document = try arguments.value("document")?.path("--document")
    if arguments.has("allow") {
      rights.allowed = try arguments.list("allow").map { try $0.word("use") }
    }
    return rights
  }
}
