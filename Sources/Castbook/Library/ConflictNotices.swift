internal import Library

/// What speaks against using, packing or removing an element: rights, projects, looks, and what providers hold.
struct ConflictNotices {
  let contents: Contents
  let today: Day

  /// More than these are counted, not named.
  private static let mostNamed = 3

  /// - Parameter count: how many there are, where `names` has only the first few.
  private func listed(_ names: [String], of count: Int? = nil) -> String {
    let others = (count ?? names.count) - Self.mostNamed
    return names.prefix(Self.mostNamed).joined(separator: ", ")
      + (others > 0 ? " and \(others) more" : "")
  }

  /// Looks that are in use, each once, without some.
  private func looks(of element: ULID, without others: Set<ULID>) throws -> [Handle] {
    var seen = others
    return try contents.looks(of: element)
      .filter { !$0.isRetired && seen.insert($0.element).inserted }.map(\.handle)
  }

  // MARK: Use

  /// What a project that pins a revision should know.
  func using(_ pin: LockFile.Pin, in project: ULID, isNew: Bool) throws -> [String] {
    let latest = try contents.entries(of: pin.element)
    guard let handle = latest.first?.handle else { return [] }
    var notices = try rights(latest, handle)
    if latest.allSatisfy(\.isRetired) {
      notices.append("\(handle) is retired: castbook restore \(handle)")
    }
    if latest.count > 1 {
      notices.append("\(handle) is forked: castbook show \(handle)")
    }
    for registered in try contents.registrations(of: pin.element) {
      let held = try contents.held(registered, today, besides: pin.revision)
      notices += [held.finding?.sentence].compactMap(\.self)
    }
    guard isNew else { return notices }
    let others = try contents.uses(of: pin.element).filter {
      $0.project != project && $0.revision != pin.revision
    }
    let named = try others.prefix(Self.mostNamed).map { use in
      let sequence = try contents.revision(use.revision)?.revision.sequence
      return sequence.map { "\(use.path) (revision \($0))" } ?? use.path
    }
    if !others.isEmpty {
      notices.append(
        "\(handle) is pinned at another revision in \(others.count == 1 ? "another project" : "other projects"): "
          + listed(named, of: others.count))
    }
    return notices
  }

  private func rights(_ latest: [ElementSummary], _ handle: Handle) throws -> [String] {
    let finding = try RightsWords(today: today).finding(of: latest, contents)
    return [finding?.of(handle).sentence].compactMap(\.self)
  }

  // MARK: Pack

  /// What the sender of packed elements should know. What only goes along for another has its rights checked.
  func packing(
    _ elements: [(element: ULID, isNeed: Bool)], withRegistrations: Bool
  ) throws -> [String] {
    let packed = Set(elements.map(\.element))
    return try elements.flatMap { element, isNeed -> [String] in
      let latest = try contents.entries(of: element)
      guard let handle = latest.first?.handle else { return [] }
      var notices = try rights(latest, handle)
      guard !isNeed else { return notices }
      let looks = try looks(of: element, without: packed)
      if !looks.isEmpty {
        notices.append("\(handle) is packed without its looks: \(listed(looks.map { "\($0)" }))")
      }
      let ids = withRegistrations ? 0 : try contents.registrations(of: element).count
      if ids > 0 {
        notices.append(
          "\(handle): \(Quantity.count(ids, "provider id")) not packed: "
            + "--with-registrations includes \(ids == 1 ? "it" : "them"), for the same accounts")
      }
      return notices
    }
  }

  // MARK: Remove

  /// What still counts on an element that is removed; `others` are removed with it.
  func removing(_ element: ULID, _ handle: Handle, with others: Set<ULID>) throws -> [String] {
    var notices: [String] = []
    let projects = try contents.uses(of: element)
    if !projects.isEmpty {
      let count = projects.count
      notices.append(
        "\(Quantity.count(count, "project")) still \(count == 1 ? "pins" : "pin") it; the "
          + "\(count == 1 ? "pin keeps" : "pins keep") working: \(listed(projects.map(\.path)))")
    }
    let looks = try looks(of: element, without: others)
    if let look = looks.first {
      let names = listed(looks.map { "\($0)" })
      notices.append(
        "\(Quantity.count(looks.count, "look")) of it \(looks.count == 1 ? "remains" : "remain"): \(names); "
          + "castbook edit \(look) --unset look-of makes it a separate element")
    }
    for registered in try contents.registrations(of: element) {
      let registration = registered.registration
      if let expires = registration.expires, expires.day < today { continue }
      notices.append(
        "\(registration.target) still has it as \(registration.kind.rawValue) "
          + "\(sanitized(registration.remoteId)): delete it there, then castbook unregister \(handle) --at "
          + "\(registration.target)")
    }
    return notices
  }
}
