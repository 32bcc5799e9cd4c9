/// The JSON of forks (`docs/json.md`).
enum ForkJSON {
  /// Returns a fork.
  ///
  /// - Parameters:
  ///   - fork: The fork.
  ///   - conflicts: The conflicts to list; `nil` for those of the fork.
  static func fork(_ fork: ElementFork, conflicts: [ForkConflict]? = nil) -> JSONValue {
    [
      "sides": fork.sides.objects { side in
        self.side(side.letter, side.revision)
          .adding(["seen": side.differences.seen, "unseen": side.differences.unseen])
      },
      "base": fork.base.map { base in
        .object(["revision": base.revision.sequence, "sha256": base.digest, "at": base.revision.at])
      },
      "conflicts": (conflicts ?? fork.conflicts).map(conflict),
    ]
  }

  /// Returns a side: its letter and its revision.
  static func side(_ letter: String, _ named: NamedRevision) -> JSONValue {
    let revision = named.revision
    return [
      "side": letter, "revision": revision.sequence, "sha256": named.digest, "at": revision.at,
      "by": revision.by.nonEmpty, "handle": revision.handle, "name": revision.name,
    ]
  }

  /// Returns a conflict with the values of all sides.
  private static func conflict(_ conflict: ForkConflict) -> JSONValue {
    func value(_ value: ForkConflict.Value) -> JSONValue {
      ["sides": value.sides, "words": value.words]
    }
    return [
      "what": conflict.subject, "kept": value(conflict.kept), "left": conflict.dropped.map(value),
    ]
  }
}
