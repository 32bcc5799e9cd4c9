internal import Library

/// Notices about rights, projects, looks and provider ids that conflict with using, packing or
/// removing an element.
struct ConflictNotices {
  let contents: Contents
  let today: Day

  /// The maximum number of items that a notice names; the others are counted.
  private static let maximumNamed = 3

  /// Joins names, and counts those above the maximum. `names` may have only the first of `count`.
  private func listed(_ names: [String], of count: Int? = nil) -> String {
    Quantity.list(names, atMost: Self.maximumNamed, of: count)
  }

  /// Returns the looks of an element that are in use, each once, except those in `others`.
  private func looks(of element: ULID, without others: Set<ULID>) throws -> [Handle] {
    var seen = others
    return try contents.looks(of: element)
      .filter { !$0.isRetired && seen.insert($0.element).inserted }.map(\.handle)
  }

  // MARK: Use

  /// Returns notices for a project that pins a revision.
  ///
  /// - Parameter isNew: Whether the pin is being made now. Only then are projects named that pin
  ///   another revision.
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
    for registered in try contents.registrations.of(pin.element) {
      let status = try contents.status(of: registered, today: today, revision: pin.revision)
      notices += [status.finding?.sentence].compactMap(\.self)
    }
    guard isNew else { return notices }
    let others = try contents.uses.of(pin.element).filter {
      $0.project != project && $0.revision != pin.revision
    }
    let named = try others.prefix(Self.maximumNamed).map { use in
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

  /// Returns a notice about rights that have ended, end soon or are unknown.
  private func rights(_ latest: [ElementSummary], _ handle: Handle) throws -> [String] {
    let finding = try RightsWords(today: today).finding(of: latest, contents)
    return [finding?.prefixed(with: handle).sentence].compactMap(\.self)
  }

  // MARK: Pack

  /// Returns notices for the sender of packed elements. For elements that are packed only because
  /// others need them, only rights are checked.
  ///
  /// - Parameter withRegistrations: Whether the pack contains the elements' provider ids.
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
      let ids = withRegistrations ? 0 : try contents.registrations.of(element).count
      if ids > 0 {
        notices.append(
          "\(handle): \(Quantity.count(ids, "provider id")) not packed: "
            + "--with-registrations includes \(ids == 1 ? "it" : "them"), for the same accounts")
      }
      return notices
    }
  }

  // MARK: Remove

  /// Returns notices about projects, looks and providers that still depend on an element being
  /// removed.
  ///
  /// - Parameter others: The elements that are removed together with it.
  func removing(_ element: ULID, _ handle: Handle, with others: Set<ULID>) throws -> [String] {
    var notices: [String] = []
    let projects = try contents.uses.of(element)
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
    for registered in try contents.registrations.of(element) {
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
