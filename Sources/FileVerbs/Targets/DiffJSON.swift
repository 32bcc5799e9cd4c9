/// The JSON of `targets diff` (`docs/json.md`): `targets-diff/1`.
public enum DiffJSON {
  /// The name and version of the format.
  public static let schema = "targets-diff/1"

  /// Returns the comparison as a JSON value.
  public static func value(of diff: TargetDiff) -> JSONValue {
    [
      "castbook": schema, "old": side(diff.old), "new": side(diff.new),
      "same": diff.changes.isEmpty,
      "changes": diff.changes.changes.map { change($0, withValues: true) },
      "evidence": diff.changes.evidence.map { change($0, withValues: false) },
      "summary": summary(diff.changes),
    ]
  }

  /// Returns one of the two profiles, with its digest and where it was found.
  private static func side(_ side: TargetDiff.Side) -> JSONValue {
    var file: FilePath?
    var isUsers = false
    switch side.origin {
    case .builtIn: break
    case .users: isUsers = true
    case .file(let path): file = path
    }
    return [
      "id": side.profile.id, "profile": side.digest, "asOf": side.profile.asOf,
      "asOfIsLatest": side.profile.asOfIsLatest.orNil, "path": file, "yours": isUsers.orNil,
    ]
  }

  /// Returns a statement that differs, and what each profile says.
  private static func change(_ change: ProfileDiff.Change, withValues: Bool) -> JSONValue {
    let statement = change.statement
    var slot: Slot?
    if case .slot(let found) = statement.section { slot = found }
    return [
      "key": statement.key, "item": StatementWords.item(of: statement), "slot": slot,
      "change": change.old == nil ? "added" : change.new == nil ? "removed" : "changed",
      "direction": change.direction, "old": change.old.map { half($0, withValue: withValues) },
      "new": change.new.map { half($0, withValue: withValues) },
    ]
  }

  /// Returns what one profile says. If only the evidence differs, the value is left out, except for
  /// dates and sources, which are values themselves.
  private static func half(_ statement: Statement, withValue: Bool) -> JSONValue {
    let isValue = withValue || statement.section == .sources
    return [
      "value": isValue ? statement.value.json : nil,
      "unit": isValue ? statement.unit : nil,
      "confidence": statement.evidence?.confidence, "source": statement.evidence?.source,
      "asOf": statement.evidence?.asOf, "note": statement.evidence?.note,
    ]
  }

  /// Returns the number of changes of each kind and direction.
  private static func summary(_ diff: ProfileDiff) -> JSONValue {
    func count(_ direction: ProfileDiff.Direction) -> Int {
      diff.changes.count { $0.direction == direction }
    }
    return [
      "added": diff.changes.count { $0.old == nil },
      "removed": diff.changes.count { $0.new == nil },
      "changed": diff.changes.count { $0.old != nil && $0.new != nil },
      "evidence": diff.evidence.count,
      "stricter": count(.stricter), "looser": count(.looser), "both": count(.both),
      "dearer": count(.dearer), "cheaper": count(.cheaper),
    ]
  }
}
