/// The JSON of `targets diff` (`docs/json.md`): `targets-diff/1`.
public enum DiffJSON {
  /// The name and version of the format.
  public static let schema = "targets-diff/1"

  /// Returns the comparison as a JSON value.
  public static func value(of diff: TargetDiff) -> JSONValue {
    [
      "castbook": .string(schema), "old": side(diff.old), "new": side(diff.new),
      "same": .boolean(diff.changes.isEmpty),
      "changes": .array(diff.changes.changes.map { change($0, withValues: true) }),
      "evidence": .array(diff.changes.evidence.map { change($0, withValues: false) }),
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
      "id": .string(side.profile.id.rawValue),
      "profile": side.digest.map { .string($0.hex) },
      "asOf": .string(side.profile.asOf.description),
      "asOfIsLatest": side.profile.asOfIsLatest ? true : nil,
      "path": file.map { .string($0.text) },
      "path_hex": file.flatMap { $0.isText ? nil : .string(Hex.text(of: $0.bytes)) },
      "yours": isUsers ? true : nil,
    ]
  }

  /// Returns a statement that differs, and what each profile says.
  private static func change(_ change: ProfileDiff.Change, withValues: Bool) -> JSONValue {
    let statement = change.statement
    var slot: Slot?
    if case .slot(let found) = statement.section { slot = found }
    return [
      "key": .string(statement.key),
      "item": StatementWords.item(of: statement).map { .string($0) },
      "slot": slot.map { .string($0.rawValue) },
      "change": .string(change.old == nil ? "added" : change.new == nil ? "removed" : "changed"),
      "direction": change.direction.map { .string($0.rawValue) },
      "old": change.old.map { half($0, withValue: withValues) },
      "new": change.new.map { half($0, withValue: withValues) },
    ]
  }

  /// Returns what one profile says. If only the evidence differs, the value is left out, except for
  /// dates and sources, which are values themselves.
  private static func half(_ statement: Statement, withValue: Bool) -> JSONValue {
    let isValue = withValue || statement.section == .sources
    return [
      "value": isValue ? statement.value.json : nil,
      "unit": isValue ? statement.unit.map { .string($0) } : nil,
      "confidence": statement.evidence.map { .string($0.confidence.rawValue) },
      "source": statement.evidence.map { .string($0.source) },
      "asOf": statement.evidence.map { .string($0.asOf.description) },
      "note": statement.evidence?.note.map { .string($0) },
    ]
  }

  /// Returns the number of changes of each kind and direction.
  private static func summary(_ diff: ProfileDiff) -> JSONValue {
    func count(_ direction: ProfileDiff.Direction) -> JSONValue {
      .integer(diff.changes.count { $0.direction == direction })
    }
    return [
      "added": .integer(diff.changes.count { $0.old == nil }),
      "removed": .integer(diff.changes.count { $0.new == nil }),
      "changed": .integer(diff.changes.count { $0.old != nil && $0.new != nil }),
      "evidence": .integer(diff.evidence.count),
      "stricter": count(.stricter), "looser": count(.looser), "both": count(.both),
      "dearer": count(.dearer), "cheaper": count(.cheaper),
    ]
  }
}
