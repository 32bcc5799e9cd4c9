internal import Castbook
internal import Model

/// The parameters that `add` and `edit` have in common: an element's details and rights.
enum ElementParameters {
  static let name = ToolParameter<String>.text("name", "The display name.", maximumLength: 200)
  static let description = ToolParameter<String>.text(
    "description", "What it looks or sounds like, in words that a prompt can use.",
    maximumLength: 10_000)
  static let notes = ToolParameter<String>.text(
    "notes", "Notes for the user.", maximumLength: 10_000)
  static let person = ToolParameter<PersonKind>.choice(
    "person", "Which kind of person it shows. Only as the user said.")
  static let tags = ToolParameter<String>.text("tag", "A tag.", maximumLength: 200)
    .list("tags", "Tags to add.", atMost: 50)
  static let aliases = ToolParameter<String>.text("alias", "A name.", maximumLength: 200)
    .list("aliases", "Other names to add, by which it is found.", atMost: 50)
  static let lookOf = ToolParameter<HandleReference>.element(
    "look_of", "The element of which this is another wardrobe, age or state.")
  static let role = ToolParameter<Role>.choice("role", "What the file shows.")
  static let note = ToolParameter<String>.text(
    "note", "A note on the file.", maximumLength: 2000)
  static let expected = ToolParameter<String>.parsed(
    "expected", "The sha256 of the revision that you saw; refused if it changed since.",
    as: "a sha256 as show returns it"
  ) { text in
    let digits = text.hasPrefix("sha256-") ? String(text.dropFirst(7)) : text
    let isHex = digits.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
    return isHex && (8...64).contains(digits.utf8.count) ? digits : nil
  }

  // MARK: Rights

  private static let basis = ToolParameter<Rights.Basis>.choice("basis", "Why it may be used.")
  private static let holder = ToolParameter<String>.text(
    "holder", "Who holds the rights.", maximumLength: 500)
  private static let expires = ToolParameter<Day>.day("expires", "The last day of the rights.")
  private static let allowed = ToolParameter<Rights.Purpose>.choice(
    "purpose", "A purpose."
  ).list("allowed", "What it may be used for.", atMost: Rights.Purpose.allCases.count)
  private static let document = ToolParameter<String>.text(
    "document", "The path of the file that proves it, which is kept in the library.",
    maximumLength: 4096)

  /// The rights that a call states, with the document as the path that was written.
  struct StatedRights: Sendable {
    fileprivate(set) var change = RightsChange()
    fileprivate(set) var document: String?
  }

  static let rights = ToolParameter<StatedRights>.object(
    "rights", "The rights, only as the user stated them; never guess them.",
    [basis, holder, expires, allowed, document]
  ) { arguments in
    var stated = StatedRights()
    stated.change.basis = try arguments[basis]
    stated.change.holder = try arguments[holder]
    stated.change.expires = try arguments[expires]
    stated.change.allowed = try arguments[allowed]
    stated.document = try arguments[document]
    guard !stated.change.isEmpty || stated.document != nil else {
      throw ArgumentError(arguments.pointer, "no rights are given", fix: "leave rights out")
    }
    return stated
  }
}

extension ToolArguments {
  /// Returns the details that the arguments state.
  func texts() throws -> ElementTexts {
    var texts = ElementTexts()
    texts.name = try self[ElementParameters.name]
    texts.description = try self[ElementParameters.description]
    texts.notes = try self[ElementParameters.notes]
    texts.person = try self[ElementParameters.person]
    texts.tags = try self[ElementParameters.tags] ?? []
    texts.aliases = try self[ElementParameters.aliases] ?? []
    return texts
  }

  /// Returns the rights that the arguments state, with a document that must be in a root.
  func rights(in workspace: Workspace) throws -> RightsChange {
    guard let stated = try self[ElementParameters.rights] else { return RightsChange() }
    var change = stated.change
    change.document = try stated.document.map(workspace.path)
    return change
  }
}
