internal import Castbook

extension Router {
  /// Answers a request about one element or one of its revisions.
  func element(_ parts: [String], _ target: WebTarget) async throws -> JSONValue {
    let element = try identity(parts[0])
    let digest = target["revision"].flatMap { Digest(hex: $0) }
    let number = try digest == nil ? number(target, "revision", in: 1...999_999) : nil
    let reference =
      try digest.map { try library.reference(to: element, digest: $0) }
      ?? library.reference(to: element, revision: number)
    guard parts.count <= 2 else { throw Refusal.notFound }
    switch parts.dropFirst().first {
    case nil: return try details(reference)
    case "log": return ElementJSON.log(try Log(reference).run(in: library))
    case "set":
      guard let set = try await SetView(of: reference, in: library) else { throw Refusal.notFound }
      return GalleryJSON.set(set)
    case "check":
      return try await checked(FileList([.element(try library.files(of: reference))]), target)
    case "pick":
      let count = try self.number(target, "best", in: 1...20)
      let targets = try self.targets(target["for"])
      let files = FileList([.element(try library.files(of: reference))])
      let found = try await Score(in: library, targets: targets).pick(best: count, of: files)
      try found.set.requireFiles()
      guard let set = found.set.judged, let pick = found.pick else { throw Refusal.notFound }
      return GalleryJSON.pick(pick, of: set)
    case "erasure": return try erasure(element, withTakes: target["takes"] == "1")
    case "neighbours":
      let (previous, next) = try library.neighbours(of: element, in: filter(target))
      return [
        "castbook": "neighbours/1", "previous": try brief([previous].compactMap(\.self)).first,
        "next": try brief([next].compactMap(\.self)).first,
      ]
    case "usage":
      return UsageJSON.usage(try WhereUsed(.identity(element, revision: number)).run(in: library))
    case "registrations":
      let registrations = try ListRegistrations(
        of: .element(reference), today: ProcessEnvironment.today
      ).run(in: library)
      return RegistrationJSON.list("registrations/2", registrations)
    default: throw Refusal.notFound
    }
  }

  /// Checks the files of an element as `castbook check` does: each is read and decoded.
  private func checked(_ files: FileList, _ target: WebTarget) async throws -> JSONValue {
    var check = Check(
      in: library, targets: try targets(target["for"]), today: ProcessEnvironment.today)
    check.includesPassedRules = false
    var checked: [CheckedFile] = []
    let summary = try await check.run(files) { checked.append($0) }
    return CheckJSON.document(checked, summary, of: check.targets)
  }

  /// Returns everything about one revision, with the elements it is related to.
  private func details(_ reference: HandleReference) throws -> JSONValue {
    let details = try Show(reference).run(in: library)
    return GalleryJSON.details(
      details,
      around: [
        "voice": try brief([details.voice].compactMap(\.self)),
        "base": try brief([details.base].compactMap(\.self)), "looks": try brief(details.looks),
        "speakers": try brief(details.speakers),
      ], preparable: details.preparableFiles(for: try targets(nil)))
  }

  // MARK: Changes

  /// Changes an element.
  ///
  /// The request names the revision that the page showed when the change was begun. Changes made
  /// since are kept; if they affect the same values, nothing is changed.
  func change(_ parts: [String], _ fields: WebObject) async throws -> JSONValue {
    guard parts.count == 2 else { throw Refusal.notFound }
    let element = try identity(parts[0])
    let parent = try digest(fields.required("parent"))
    /// The revision that the page shows; file numbers in the request refer to it. Changes that
    /// don't use it work even if it is gone.
    func seen() throws -> HandleReference { try library.reference(to: element, digest: parent) }
    // These only show what could be kept.
    if parts[1] == "make" { return try await make(seen(), fields) }
    if parts[1] == "sheet" { return try await sheet(seen(), fields) }
    if let obstacle { throw obstacle }
    let reference = try library.reference(to: element)
    defer { listeners.announceChange() }
    switch parts[1] {
    case "edit":
      var edit = try Edit(reference, edit(fields), ifParent: parent)
      edit.mergesLaterChanges = true
      return ElementJSON.edited(try await edit.run(in: library))
    case "restore":
      let target =
        if let digest = fields.value["revision"]?.string {
          try library.reference(to: element, digest: self.digest(digest))
        } else {
          try fields.number("revision").map { try library.reference(to: element, revision: $0) }
        }
      var restore = Restore(target ?? reference, ifParent: parent)
      restore.mergesLaterChanges = target != nil
      return ElementJSON.edited(try restore.run(in: library))
    case "remove":
      guard let outcome = try Remove([reference], ifParent: parent).run(in: library).first else {
        throw Refusal.notFound
      }
      return ElementJSON.edited(outcome)
    case "dismiss": return try dismiss(reference, parent, fields)
    case "prepare": return try await keepCopies(seen(), fields)
    case "discard-copies": return try discardCopies(seen(), fields)
    case "register": return try register(reference, fields)
    case "unregister": return try unregister(reference, fields)
    case "erase": return try erase(element, fields)
    case "cut": return try await saveCut(reference, seen(), fields)
    default: throw Refusal.notFound
    }
  }

  /// Dismisses a finding of a file, or restores one that was dismissed.
  private func dismiss(
    _ reference: HandleReference, _ parent: Digest, _ fields: WebObject
  ) throws -> JSONValue {
    guard let number = try fields.number("number") else {
      throw Refusal.badRequest("number is missing")
    }
    let rule = RuleID(rawValue: try fields.required("rule"))
    let seen = reference.at(.digest(prefix: parent.hex))
    defer { overviews.removeAll() }
    let outcome =
      try fields.flag("again")
      ? Undismiss([rule], of: [number], in: seen).run(in: library)
      : Dismiss([rule], of: [number], in: seen, reason: fields.required("reason")).run(in: library)
    return DismissJSON.outcome(outcome)
  }

  /// Collects the changes of an edit. Throws `Refusal` when there are none.
  private func edit(_ fields: WebObject) throws -> ElementEdit {
    var edit = ElementEdit()
    edit.texts.name = try fields.text("name")
    edit.texts.description = try fields.text("description")
    edit.texts.notes = try fields.text("notes")
    edit.texts.person = try fields.word("person")
    edit.texts.tags = try fields.texts("tag")
    edit.texts.aliases = try fields.texts("alias")
    edit.untag = try fields.texts("untag")
    edit.unalias = try fields.texts("unalias")
    edit.roles = try fields.byNumber("roles").mapValues(WebObject.role)
    edit.confirmsRoles = try fields.flag("confirmRoles")
    edit.notes = try fields.byNumber("fileNotes")
    edit.order = try fields.numbers("order")
    edit.drop = try fields.numbers("drop")
    edit.rename = try fields.text("rename").map { try Handle($0) }
    edit.voice = try fields.text("voice").map { try HandleReference(withOptionalAtSign: $0) }
    edit.lookOf = try fields.text("lookOf").map { try HandleReference(withOptionalAtSign: $0) }
    edit.unset = try fields.texts("unset").map { try WebObject.word($0, "unset") }
    if try fields.flag("merge") { edit.forkEnd = .merge }
    edit.forkEnd = try fields.text("keep").map { .keep($0) } ?? edit.forkEnd
    if let rights = try fields.object("rights") { edit.rights = try Self.rights(rights) }
    guard !edit.isEmpty else { throw Refusal.badRequest("no changes given") }
    return edit
  }

  /// Collects the changes of the rights.
  private static func rights(_ fields: WebObject) throws -> RightsChange {
    var rights = RightsChange()
    rights.basis = try fields.word("basis")
    rights.holder = try fields.text("holder")
    rights.expires = try fields.day("expires")
    if fields.value["allowed"] != nil {
      rights.allowed = try fields.texts("allowed").map { try WebObject.word($0, "allowed") }
    }
    return rights
  }
}
