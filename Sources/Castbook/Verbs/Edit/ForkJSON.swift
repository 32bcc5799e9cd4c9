/// The JSON of forks (`docs/json.md`).
enum ForkJSON {
  /// Returns the members that describe a fork.
  ///
  /// - Parameters:
  ///   - fork: The fork.
  ///   - conflicts: The conflicts to list; `nil` for those of the fork.
  static func members(
    _ fork: ElementFork, conflicts: [ForkConflict]? = nil
  ) -> [JSONValue.Member] {
    let value: JSONValue = [
      "sides": .array(
        fork.sides.map { side in
          .object(
            members(side.letter, side.revision)
              + [
                JSONValue.Member("seen", texts(side.differences.seen)),
                JSONValue.Member("unseen", texts(side.differences.unseen)),
              ])
        }),
      "base": fork.base.map { base in
        .object([
          "revision": .integer(base.revision.sequence), "sha256": .string(base.digest.hex),
          "at": .string(base.revision.at.description),
        ])
      },
      "conflicts": .array((conflicts ?? fork.conflicts).map(conflict)),
    ]
    return value.members ?? []
  }

  /// Returns the members that describe a side: its letter and its revision.
  static func members(_ letter: String, _ named: NamedRevision) -> [JSONValue.Member] {
    let revision = named.revision
    let value: JSONValue = [
      "side": .string(letter), "revision": .integer(revision.sequence),
      "sha256": .string(named.digest.hex), "at": .string(revision.at.description),
      "by": revision.by.isEmpty ? nil : .string(revision.by),
      "handle": .string(revision.handle.name), "name": .string(revision.name),
    ]
    return value.members ?? []
  }

  /// Returns a conflict with the values of all sides.
  private static func conflict(_ conflict: ForkConflict) -> JSONValue {
    func value(_ value: ForkConflict.Value) -> JSONValue {
      ["sides": texts(value.sides), "words": .string(value.words)]
    }
    return [
      "what": .string(conflict.subject), "kept": value(conflict.kept),
      "left": .array(conflict.dropped.map(value)),
    ]
  }

  /// Returns texts as an array.
  private static func texts(_ texts: [String]) -> JSONValue {
    .array(texts.map { .string($0) })
  }
}
