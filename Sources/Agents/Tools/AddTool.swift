internal import Castbook
internal import Model

/// The tool `add`: adds an element to the library, or files and details to one.
struct AddTool {
  private static let kind = ToolParameter<ElementKind>.choice(
    "kind", "The kind. Only an element that exists can do without.")
  private static let handle = ToolParameter<Handle>.parsed(
    "handle", "Its name in prompts: a–z, 0–9 and _, at most 20 characters, such as @mira.",
    as: "a handle such as @mira"
  ) { try? Handle($0) }
  private static let path = ToolParameter<String>.text(
    "path", "A path of a file, or of a folder of files.", maximumLength: 4096)
  private static let files = ToolParameter<NamedFile>.object(
    "file", "A file, with its role if you looked at it.",
    [path.required, ElementParameters.role, ElementParameters.note]
  ) { arguments in
    NamedFile(
      path: try arguments.required(path), role: try arguments[ElementParameters.role],
      note: try arguments[ElementParameters.note] ?? "")
  }.list("files", "The files, the most important first. They are copied.", atMost: 200)
  private static let skipsBad = ToolParameter<Bool>.flag(
    "skip_bad", "Whether to leave out files that can't be kept, and add the others.")
  private static let mayBeEmpty = ToolParameter<Bool>.flag(
    "empty", "Whether to create it without files, to fill it later.")
  private static let isPreview = ToolParameter<Bool>.flag(
    "preview", "Whether to report what would be added, and keep nothing.")
  private static let detail = Detail.parameter(adding: "the published document add/2")

  /// A file or folder as the agent named it.
  private struct NamedFile: Sendable {
    let path: String
    let role: Role?
    let note: String
  }

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "add", title: "Add an element",
      description:
        "Adds a character, product, place or voice to the library, or files and details to one "
        + "that exists. Files are copied, never changed; the same file is added once. Use check "
        + "first, and edit to change what is there. State a person's rights only as the user did.",
      parameters: [
        Self.handle.required, Self.kind, Self.files, ElementParameters.name,
        ElementParameters.description, ElementParameters.notes, ElementParameters.person,
        ElementParameters.tags, ElementParameters.aliases, ElementParameters.lookOf,
        ElementParameters.rights, Self.skipsBad, Self.mayBeEmpty, Self.isPreview,
        ElementParameters.expected, Self.detail,
      ], shape: "agent-add/1",
      dataSchema: Schema.object(
        required: ["elements"],
        [
          "preview": Schema.flag,
          "elements": Schema.list(
            of: Schema.object(
              required: ["handle", "revision", "sha256", "new", "changed", "added"],
              [
                "handle": Schema.text, "revision": Schema.integer, "sha256": Schema.text,
                "new": Schema.flag, "changed": Schema.flag, "added": Schema.integer,
                "unsorted": Schema.list(of: Schema.integer),
              ])),
          "left_out": Schema.integer, "add": Schema.published("add/2"),
        ]), effects: .changing
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let isPreview = try arguments[Self.isPreview] ?? false
    // A preview needs no library: an empty one shows the same.
    if isPreview, try await workspace.libraryIfAny() == nil {
      return try await ElementLibrary.withTemporaryLibrary {
        try await answer(arguments, context, in: $0)
      }
    }
    if try await workspace.libraryIfAny() == nil {
      // A call that is refused creates no library.
      _ = try draft(arguments.required(Self.handle), nil, arguments, in: nil)
    }
    let library =
      isPreview ? try await workspace.library() : try await workspace.libraryToFill()
    return try await answer(arguments, context, in: library)
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext, in library: ElementLibrary
  ) async throws -> ToolAnswer {
    let handle = try arguments.required(Self.handle)
    let existing = try existing(handle, in: library)
    let draft = try draft(handle, existing, arguments, in: library)
    var add = Add(draft, skipsBad: try arguments[Self.skipsBad] ?? false)
    add.isAllowed = { [roots = workspace.roots] in roots.holds($0) }
    let count = draft.files.count
    let progress = { (done: Int, _: FilePath) in
      context.report(done, of: max(done, count), "read")
    }
    add.isPreview = try arguments[Self.isPreview] ?? false
    if let existing, draft.parent == nil, !add.isPreview {
      try await refuse(unlessUnchanged: add, of: existing)
    }
    let outcome: AddOutcome
    do {
      outcome = try await add.run(in: library, progress: progress)
    } catch ElementLibraryError.conflict(let handle, _, _) {
      throw try ChangedElementError(handle, since: draft.parent, in: library)
    }
    return try self.answer(outcome, arguments)
  }

  /// Returns the element that has the handle; `nil` if it is free.
  private func existing(_ handle: Handle, in library: ElementLibrary) throws -> FoundElement? {
    do {
      return try library.find(HandleReference(handle))
    } catch ElementLibraryError.unknownElement(_, _) {
      return nil
    }
  }

  private func draft(
    _ handle: Handle, _ existing: FoundElement?, _ arguments: ToolArguments,
    in library: ElementLibrary?
  ) throws -> ElementDraft {
    guard let kind = try arguments[Self.kind] ?? existing?.revision.revision.kind else {
      throw ArgumentError(
        JSONPointer().member("kind"), "\(handle) is new, and its kind is missing",
        fix: "give kind: \(ElementKind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var draft = ElementDraft(kind, existing?.latest.first?.handle ?? handle)
    draft.texts = try arguments.texts()
    draft.rights = try arguments.rights(in: workspace)
    draft.lookOf = try arguments[ElementParameters.lookOf]
    draft.files = try (arguments[Self.files] ?? []).map { file in
      ElementDraft.File(try workspace.path(file.path), role: file.role, note: file.note)
    }
    draft.mayBeEmpty = try arguments[Self.mayBeEmpty] ?? false
    if let expected = try arguments[ElementParameters.expected] {
      guard let library, existing != nil else {
        throw ElementLibraryError.unknownElement(handle.name, near: [])
      }
      // The revision that the agent saw, whether it is the latest or not.
      let seen = HandleReference(handle).at(.digest(prefix: expected))
      draft.parent = try library.find(seen).revision.digest
    }
    return draft
  }

  /// Refuses to change an element that the agent may not know of: it may have meant another one.
  private func refuse(unlessUnchanged add: Add, of existing: FoundElement) async throws {
    var trial = add
    trial.isPreview = true
    let outcome = try await trial.run(in: workspace.library())
    guard outcome.elements.contains(where: \.isChanged) else { return }
    let revision = existing.revision.revision
    throw ArgumentError(
      JSONPointer().member("expected"),
      "\(revision.handle) exists: a \(revision.kind.rawValue) with "
        + Quantity.count(revision.references.count, "file"),
      fix:
        "look at it with show; to add to it, give its sha256 as expected, or choose another handle"
    )
  }

  // MARK: The answer

  private func answer(
    _ outcome: AddOutcome, _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    let lines = AddedLines(outcome: outcome, roots: workspace.roots)
    var answer = ToolAnswer(lines.all.joined(separator: "\n"))
    answer.next = lines.next(canEdit: workspace.allowances.contains(.edit))
    answer.data = [
      "preview": outcome.isPreview.orNil,
      "elements": outcome.elements.objects { element in
        [
          "handle": element.handle, "revision": element.revision.revision.sequence,
          "sha256": element.revision.digest, "new": element.isNew, "changed": element.isChanged,
          "added": element.files.count, "unsorted": element.unsorted.nonEmpty,
        ]
      },
      "left_out": outcome.leftOut.isEmpty ? nil : outcome.leftOut.count,
      "add": try arguments[Self.detail] == .full ? ElementJSON.added(outcome) : nil,
    ]
    return answer
  }
}
