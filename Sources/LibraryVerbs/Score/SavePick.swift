/// The verb `pick --save`: moves the picked pictures of an element to the front, in their order.
/// The others follow in theirs, and none is removed.
public struct SavePick: Sendable {
  /// The picked pictures.
  public var pick: Pick
  /// The set that they were picked from.
  public var set: JudgedSet
  /// The element.
  public var element: HandleReference

  /// Creates the verb for a pick of an element's pictures.
  public init(_ pick: Pick, of set: JudgedSet, in element: HandleReference) {
    (self.pick, self.set, self.element) = (pick, set, element)
  }

  /// Saves the order.
  ///
  /// - Throws: An error if the pick contains files outside the element, or if the element has
  ///   changed since it was scored.
  public func run(in library: ElementLibrary) async throws -> EditOutcome {
    let order = pick.chosen.compactMap { set.members[$0.member].number }
    guard order.count == pick.chosen.count, !order.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "only the pictures of an element can be reordered", fix: "castbook pick @HANDLE --save")
    }
    let found = try library.contents { try $0.latest(element) }
    let digests = found.revision.revision.references.map(\.blob)
    let isUnchanged = zip(order, pick.chosen).allSatisfy { number, choice in
      digests.indices.contains(number - 1)
        && digests[number - 1] == set.members[choice.member].digest
    }
    guard isUnchanged else {
      throw ElementLibraryError.invalidRequest(
        "\(found.handle) changed while its pictures were being scored", fix: "run the command again"
      )
    }
    var edit = ElementEdit()
    edit.order = order
    return try await Edit(element, edit, ifParent: found.revision.digest).run(in: library)
  }
}
