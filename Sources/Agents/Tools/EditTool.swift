internal import Castbook
internal import Model

/// The tool `edit`: changes an element, restores an earlier revision, and pins it in the project.
///
/// Every change makes a revision, so each can be undone.
struct EditTool {
  static let element = ToolParameter<HandleReference>.element(
    "element", "The element, such as @mira.")

  // MARK: What it has

  static let number = ToolParameter<Int>.number("number", "The file's number.", in: 1...100_000)
  static let files = ToolParameter<EditedFile>.object(
    "file", "A file by its number.",
    [number.required, ElementParameters.role, note]
  ) { arguments in
    EditedFile(
      number: try arguments.required(number), role: try arguments[ElementParameters.role],
      note: try arguments[note])
  }.list("files", "New roles and notes of files, by number in the revision you saw.", atMost: 200)
  private static let note = ToolParameter<String>(
    "note", "A note on the file; empty removes it.", schema: ["type": "string", "maxLength": 2000]
  ) { value, pointer in
    guard let text = value.string else { throw ArgumentError.kind(of: value, pointer, "a text") }
    return text
  }
  static let confirmsRoles = ToolParameter<Bool>.flag(
    "confirm_roles", "Whether roles that were assumed from a sheet are right.")
  static let order = number.list(
    "order", "Numbers of the files that come first, in this order.", atMost: 200)
  static let pick = number.list(
    "pick", "The same for the pictures that pick chose.", atMost: 200)
  static let drop = number.list(
    "drop", "Numbers of files to take out. Earlier revisions keep them.", atMost: 200)
  static let untag = ToolParameter<String>.text("tag", "A tag.", maximumLength: 200)
    .list("untag", "Tags to remove.", atMost: 50)
  static let unalias = ToolParameter<String>.text("alias", "A name.", maximumLength: 200)
    .list("unalias", "Other names to remove.", atMost: 50)
  static let unset = ToolParameter<ElementEdit.Key>.choice("property", "A property.")
    .list("unset", "What to remove as a whole.", atMost: ElementEdit.Key.allCases.count)
  static let rename = ToolParameter<Handle>.parsed(
    "rename", "A new handle; the old one stays as an alias.", as: "a handle such as @mira"
  ) { try? Handle($0) }
  static let voice = ToolParameter<HandleReference>.element(
    "voice", "The voice that it speaks with, such as @mira_voice.")

  /// A file whose role or note changes.
  struct EditedFile: Sendable {
    let number: Int
    let role: Role?
    let note: String?
  }

  // MARK: Findings

  private static let rule = ToolParameter<String>.text(
    "rule", "The rule of the finding, such as image.cluttered.", maximumLength: 100)
  private static let reason = ToolParameter<String>.text(
    "reason", "Why it doesn't matter, as the user said.", maximumLength: 500)
  static let dismiss = finding(
    "dismiss", "A finding from a picture's scores that no longer counts.", needsReason: true)
  static let undismiss = finding(
    "undismiss", "A dismissed finding that counts again.", needsReason: false)

  /// A finding on one file.
  struct DismissedFinding: Sendable {
    let number: Int
    let rule: String
    let reason: String?
  }

  private static func finding(
    _ name: String, _ description: String, needsReason: Bool
  ) -> ToolParameter<DismissedFinding> {
    .object(
      name, description, [number.required, rule.required, needsReason ? reason.required : reason]
    ) { arguments in
      DismissedFinding(
        number: try arguments.required(number), rule: try arguments.required(rule),
        reason: try arguments[reason])
    }
  }

  // MARK: All of it

  static let removes = ToolParameter<Bool>.flag(
    "remove", "Whether to take it out of lists and searches; restore brings it back.")
  private static let revision = ToolParameter<Int>.number(
    "revision", "The number of an earlier revision, which becomes the latest.", in: 1...999_999)
  static let restore = ToolParameter<Int?>.object(
    "restore", "Brings an earlier revision back; without a number, a removed element.", [revision]
  ) { try $0[revision] }
  static let use = ToolParameter<Bool>.flag(
    "use", "true pins this revision for the project, in castbook.lock; false removes the pin.")
  static let detail = Detail.parameter(adding: "the published document edit/1")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "edit", title: "Edit an element",
      description:
        "Changes an element: roles, order, names, tags, rights, voice; dismisses a finding; removes or "
        + "restores it; pins it in the project. Every change makes a revision, so nothing is "
        + "lost: restore undoes it. Refused if the element changed since you saw it. Use add for "
        + "new files.",
      parameters: [
        Self.element.required, ElementParameters.expected.required, Self.files,
        Self.confirmsRoles, Self.order, Self.pick, Self.drop, ElementParameters.name,
        ElementParameters.description, ElementParameters.notes, ElementParameters.person,
        ElementParameters.tags, Self.untag, ElementParameters.aliases, Self.unalias, Self.unset,
        Self.rename, ElementParameters.lookOf, Self.voice, ElementParameters.rights, Self.dismiss,
        Self.undismiss, Self.removes, Self.restore, Self.use, Self.detail,
      ], shape: "agent-edit/1",
      dataSchema: Schema.object(
        required: ["handle", "revision", "sha256", "changed"],
        [
          "handle": Schema.text, "revision": Schema.integer, "sha256": Schema.text,
          "changed": Schema.flag, "pinned": Schema.flag, "edit": Schema.published("edit/1"),
        ]), effects: .changing
    ) { arguments, _ in try await answer(arguments) }
  }

  private func answer(_ arguments: ToolArguments) async throws -> ToolAnswer {
    let kind = try EditKind(arguments)
    let use = try arguments[Self.use]
    let location = try use.map { _ in try projectLocation() }
    let library = try await workspace.library()
    let seen = try SeenElement(
      arguments.required(Self.element), at: arguments.required(ElementParameters.expected),
      in: library)
    let paths = RecordedPaths(
      try WhereUsed(.identity(seen.found.element, revision: nil)).run(in: library).recordedPaths,
      in: workspace.roots)
    var edited: Edited
    switch kind {
    case .values:
      let changes = try changes(arguments)
      guard !changes.isEmpty else {
        throw ArgumentError(
          JSONPointer(), "no change is given", fix: "give what to change, such as files or name")
      }
      let outcome = try await seen.change(in: library) {
        try await Edit(HandleReference(seen.handle), changes, ifParent: seen.digest)
          .run(in: library)
      }
      edited = Edited(outcome, paths)
    case .dismissal: edited = try dismissed(seen, arguments, in: library)
    case .removal:
      let outcomes = try await seen.change(in: library) {
        try Remove([HandleReference(seen.handle)], ifParent: seen.digest).run(in: library)
      }
      edited = outcomes.first.map { Edited($0, paths) } ?? Edited(seen)
      edited.addRemoval()
    case .restoration:
      let number = try arguments.required(Self.restore)
      let wanted = HandleReference(seen.handle)
      let outcome = try await seen.change(in: library) {
        try Restore(
          number.map { wanted.at(.sequence($0)) } ?? wanted, ifParent: seen.digest
        ).run(in: library)
      }
      edited = Edited(outcome, paths)
    case .pinOnly: edited = Edited(seen)
    }
    if let use, let location {
      try pin(&edited, use, at: location, paths, in: library)
    }
    return try edited.answer(isFull: arguments[Self.detail] == .full)
  }

  // MARK: Changes

  private func changes(_ arguments: ToolArguments) throws -> ElementEdit {
    var edit = ElementEdit()
    edit.texts = try arguments.texts()
    edit.rights = try arguments.rights(in: workspace)
    edit.untag = try arguments[Self.untag] ?? []
    edit.unalias = try arguments[Self.unalias] ?? []
    for file in try arguments[Self.files] ?? [] {
      if let role = file.role { edit.roles[file.number] = role }
      if let note = file.note { edit.notes[file.number] = note }
    }
    edit.confirmsRoles = try arguments[Self.confirmsRoles] ?? false
    edit.drop = try arguments[Self.drop] ?? []
    edit.order = try arguments[Self.order] ?? arguments[Self.pick] ?? []
    edit.rename = try arguments[Self.rename]
    edit.lookOf = try arguments[ElementParameters.lookOf]
    edit.voice = try arguments[Self.voice]
    edit.unset = try arguments[Self.unset] ?? []
    return edit
  }

  /// Dismisses a finding on a file of the revision that was seen, or counts it again.
  private func dismissed(
    _ seen: SeenElement, _ arguments: ToolArguments, in library: ElementLibrary
  ) throws -> Edited {
    let revision = HandleReference(seen.handle, at: seen.digest)
    let outcome: DismissOutcome
    if let finding = try arguments[Self.dismiss] {
      outcome = try Dismiss(
        [RuleID(rawValue: finding.rule)], of: [finding.number], in: revision,
        reason: finding.reason ?? ""
      ).run(in: library)
    } else {
      let finding = try arguments.required(Self.undismiss)
      outcome = try Undismiss(
        [RuleID(rawValue: finding.rule)], of: [finding.number], in: revision,
        reason: finding.reason
      ).run(in: library)
    }
    return Edited(seen, outcome)
  }

  // MARK: Pins

  /// Returns where the project is, which must be in a root.
  private func projectLocation() throws -> ProjectLocation {
    guard let project = workspace.project else {
      throw ArgumentError(
        JSONPointer().member("use"), "the server was started without a project",
        fix: "the user can start it with --project DIR")
    }
    let location = try ProjectLocation(named: project)
    guard workspace.roots.holds(location.folder) else {
      throw OutsideError(path: "the project", labels: workspace.roots.roots.map(\.label))
    }
    return location
  }

  /// Pins the revision that the call made, or removes the pin. If that fails after a change, the
  /// answer says so.
  private func pin(
    _ edited: inout Edited, _ use: Bool, at location: ProjectLocation, _ paths: RecordedPaths,
    in library: ElementLibrary
  ) throws {
    do {
      let outcome =
        use
        ? try Use([HandleReference(edited.handle, at: edited.digest)], at: location)
          .run(in: library)
        : try Unuse([HandleReference(edited.handle)], at: location).run(in: library)
      edited.add(outcome, paths)
    } catch let error as any CastbookError where edited.isChanged {
      edited.addFailure(error)
    }
  }
}
