internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that `add` and `edit` have in common: an element's details and rights.
///
/// An option that was not given leaves the element's value as it is, so the same options serve a
/// new element and a change.
enum ElementOptions {
  private static let name = ValueOption<String>(
    "name", "TEXT", "The name to show, in any script.")
  private static let description = ValueOption<String>(
    "description", "TEXT", "What it looks or sounds like; prompts use the first sentence.")
  private static let notes = ValueOption<String>("notes", "TEXT", "Your notes.")
  private static let person = ValueOption<PersonKind>(
    "person", "KIND", "Who is in the pictures: some providers reject real faces.",
    oneOf: PersonKind.allCases)
  private static let tags = ListOption<String>("tag", "TAG[,…]", "Tags to find it by.")
  private static let aliases = ListOption<String>(
    "alias", "NAME[,…]", "Other names for it, in any script.")
  static let lookOf = ValueOption<HandleReference>(
    "look-of", "@HANDLE", "The element that this is a wardrobe, age or state of."
  ) { try $0.element }

  private static let basis = ValueOption<Rights.Basis>(
    "basis", "WORD", "Why you may use it.", oneOf: Rights.Basis.allCases)
  private static let holder = ValueOption<String>("holder", "TEXT", "Who holds the rights.")
  private static let expires = ValueOption<Day>(
    "expires", "The last day of the rights, such as 2027-01-31.",
    fix: "Write it as year-month-day, such as 2027-01-31.")
  private static let document = ValueOption<FilePath>(
    "document", "FILE", "The file that proves it, also kept in the library.")
  private static let allowed = ListOption<Rights.Purpose>(
    "allow", "USE[,…]",
    "What it may be used for: internal, editorial, commercial, advertising, training.",
    completion: .choices(Rights.Purpose.allCases.map(\.rawValue))
  ) { try $0.word("use") }

  /// The options for an element's details.
  static let texts = OptionGroup(
    "Details", [name, description, notes, person, tags, aliases, lookOf])

  /// The options for an element's rights.
  static let rights = OptionGroup("Rights", [basis, holder, expires, document, allowed])

  /// The options that describe one element and can't apply to several.
  static let single: [any TypedOption] = [
    name, description, notes, tags, aliases, lookOf, document,
  ]

  /// Returns the details that were given. A detail without its option is `nil` or empty.
  static func texts(_ arguments: Arguments) throws -> ElementTexts {
    var texts = ElementTexts()
    texts.name = try arguments[name]
    texts.description = try arguments[description]
    texts.notes = try arguments[notes]
    texts.person = try arguments[person]
    texts.tags = try arguments[tags]
    texts.aliases = try arguments[aliases]
    return texts
  }

  /// Returns the rights that were given, or throws when a date or a use is not understood.
  static func rights(_ arguments: Arguments) throws -> RightsChange {
    var rights = RightsChange()
    rights.basis = try arguments[basis]
    rights.holder = try arguments[holder]
    rights.expires = try arguments[expires]
    rights.document = try arguments[document]
    if arguments.has(allowed) { rights.allowed = try arguments[allowed] }
    return rights
  }
}
