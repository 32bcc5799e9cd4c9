internal import Castbook

extension Hub {
  /// What is asked of one element.
  func element(_ parts: [String], _ target: WebTarget) async throws -> JSONValue {
    let element = try identity(parts[0])
    let digest = target["revision"].flatMap { Digest(hex: $0) }
    let number = try digest == nil ? number(target, "revision", in: 1...999_999) : nil
    let reference =
      try digest.map { try library.reference(to: element, digest: $0) }
      ?? library.reference(to: element, revision: number)
    guard parts.count <= 2 else { throw Refusal.notThere }
    switch parts.dropFirst().first {
    case nil: return try details(reference)
    case "log": return ElementJSON.log(try library.log(of: reference))
    case "set":
      guard let set = try await library.set(of: reference) else { throw Refusal.notThere }
      return GalleryJSON.set(set)
    case "check":
      let targets = try targets(target["for"])
      return GalleryJSON.checked(try library.checked(reference, for: targets), for: targets)
    case "pick":
      let count = try self.number(target, "best", in: 1...20)
      let targets = try self.targets(target["for"])
      guard let found = try await library.pick(best: count, of: reference, for: targets) else {
        throw Refusal.notThere
      }
      return GalleryJSON.pick(found.pick, of: found.set)
    case "usage": return UsageJSON.usage(try library.whereUsed(element, revision: number))
    case "registrations":
      let held = try library.registrations(of: .element(reference), today: ProcessEnvironment.today)
      return RegistrationJSON.list("registrations/2", held)
    default: throw Refusal.notThere
    }
  }

  private func details(_ reference: HandleReference) throws -> JSONValue {
    let details = try library.show(reference)
    return GalleryJSON.details(
      details,
      around: [
        "voice": try brief([details.voice].compactMap(\.self)),
        "base": try brief([details.base].compactMap(\.self)), "looks": try brief(details.looks),
        "speakers": try brief(details.speakers),
      ])
  }

  // MARK: Changes

  /// Changes an element, as it was seen.
  func change(_ parts: [String], _ wish: WebObject) async throws -> JSONValue {
    if let obstacle { throw obstacle }
    guard parts.count == 2 else { throw Refusal.notThere }
    let element = try identity(parts[0])
    let parent = try digest(wish.required("parent"))
    let reference = try library.reference(to: element)
    defer { listeners.look() }
    switch parts[1] {
    case "edit":
      let outcome = try await library.edit(reference, edit(wish), ifParent: parent)
      return ElementJSON.edited(outcome)
    case "restore":
      let wanted =
        if let digest = wish.value["revision"]?.string {
          try library.reference(to: element, digest: self.digest(digest))
        } else {
          try wish.number("revision").map { try library.reference(to: element, revision: $0) }
        }
      return ElementJSON.edited(try library.restore(wanted ?? reference, ifParent: parent))
    case "remove":
      guard let outcome = try library.remove([reference], ifParent: parent).first else {
        throw Refusal.notThere
      }
      return ElementJSON.edited(outcome)
    case "dismiss": return try dismiss(reference, parent, wish)
    default: throw Refusal.notThere
    }
  }

  private func dismiss(
    _ reference: HandleReference, _ parent: Digest, _ wish: WebObject
  ) throws -> JSONValue {
    guard let number = try wish.number("number") else { throw Refusal.wrong("number is missing") }
    let rule = RuleID(rawValue: try wish.required("rule"))
    let seen = try HandleReference("@\(reference.name):sha256-\(parent.hex)")
    defer { glances.forget() }
    let outcome =
      try wish.flag("again")
      ? library.undismiss([rule], of: [number], in: seen)
      : library.dismiss([rule], of: [number], in: seen, reason: wish.required("reason"))
    return DismissJSON.outcome(outcome)
  }

  private func edit(_ wish: WebObject) throws -> ElementEdit {
    var edit = ElementEdit()
    edit.texts.name = try wish.text("name")
    edit.texts.description = try wish.text("description")
    edit.texts.notes = try wish.text("notes")
    edit.texts.person = try wish.word("person")
    edit.texts.tags = try wish.texts("tag")
    edit.texts.aliases = try wish.texts("alias")
    edit.untag = try wish.texts("untag")
    edit.unalias = try wish.texts("unalias")
    edit.roles = try wish.byNumber("roles").mapValues(WebObject.role)
    edit.notes = try wish.byNumber("fileNotes")
    edit.order = try wish.numbers("order")
    edit.drop = try wish.numbers("drop")
    edit.rename = try wish.text("rename").map { try Handle($0) }
    edit.voice = try wish.text("voice").map(Self.reference)
    edit.lookOf = try wish.text("lookOf").map(Self.reference)
    edit.unset = try wish.texts("unset").map { try WebObject.word($0, "unset") }
    if try wish.flag("merge") { edit.forkEnd = .merge }
    edit.forkEnd = try wish.text("keep").map { .keep($0) } ?? edit.forkEnd
    if let rights = try wish.object("rights") { edit.rights = try Self.rights(rights) }
    guard !edit.isEmpty else { throw Refusal.wrong("no changes given") }
    return edit
  }

  static func reference(_ text: String) throws -> HandleReference {
    try HandleReference(text.hasPrefix("@") ? text : "@\(text)")
  }

  private static func rights(_ wish: WebObject) throws -> RightsChange {
    var rights = RightsChange()
    rights.basis = try wish.word("basis")
    rights.holder = try wish.text("holder")
    if let text = try wish.text("expires") {
      guard let day = Day(text) else {
        throw Refusal.wrong(
          "\(sanitized(text)) is not a valid date", fix: "write it as 2027-01-31")
      }
      rights.expires = day
    }
    if wish.value["allowed"] != nil {
      rights.allowed = try wish.texts("allowed").map { try WebObject.word($0, "allowed") }
    }
    return rights
  }
}
