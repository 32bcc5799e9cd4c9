/// The JSON of the commands that maintain a library (`docs/json.md`).
public enum CareJSON {
  /// Returns `doctor/2`: the findings of a complete examination.
  public static func report(_ report: LibraryReport, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/2", "library": .string(library.folder.text),
      "status": .string(report.status.rawValue), "findings": .array(report.items.map(item)),
      "summary": .object([
        "elementCount": .integer(report.elementCount), "recordCount": .integer(report.recordCount),
        "fileCount": .integer(report.fileCount), "bytes": .integer(report.byteCount),
        "errors": .integer(report.count(.error)), "warnings": .integer(report.count(.warning)),
        "notes": .integer(report.count(.note)), "repaired": .integer(report.repairedCount),
      ]),
    ]
  }

  /// Returns a finding with the elements that it affects.
  private static func item(_ item: LibraryReport.Item) -> JSONValue {
    let elements = item.elements.map { element -> JSONValue in
      .object(["handle": .string(element.handle.name), "path": element.file.map { .string($0) }])
    }
    return [
      "rule": .string(item.finding.rule.rawValue),
      "severity": .string(item.finding.severity.rawValue), "path": item.path.map { .string($0) },
      "elements": elements.isEmpty ? nil : .array(elements),
      "message": .string(item.finding.message), "fix": item.finding.fix.map { .string($0) },
      "repaired": item.isRepaired ? true : nil,
    ]
  }

  /// Returns `doctor/2` after a run that only rebuilt the index.
  public static func rebuilt(_ recordCount: Int, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/2", "library": .string(library.folder.text), "status": "pass",
      "findings": .array([]), "rebuilt": true,
      "summary": .object(["recordCount": .integer(recordCount)]),
    ]
  }

  /// Returns `doctor/2` after a run that only measured pictures again.
  public static func rescored(_ rescored: RescoreOutcome, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/2", "library": .string(library.folder.text), "status": "pass",
      "findings": .array([]), "rescored": .integer(rescored.count),
      "notRescored": .integer(rescored.failedCount),
      "summary": .object(["pictureCount": .integer(rescored.count + rescored.failedCount)]),
    ]
  }

  /// Returns `gc/2`: the files that were deleted, or would be.
  public static func collected(_ garbage: CollectedGarbage) -> JSONValue {
    [
      "castbook": "gc/2", "dryRun": garbage.isDryRun ? true : nil,
      "graceDays": .integer(garbage.graceDays), "unnamed": pile(garbage.unreferenced),
      "leftovers": pile(garbage.leftovers), "waiting": pile(garbage.tooRecent),
      "paths": .array(garbage.paths.map { .string($0.text) }),
      "segments": .object([
        "merged": .integer(garbage.segmentCount), "into": .integer(garbage.mergedCount),
      ]), "bytes": .integer(garbage.byteCount),
    ]
  }

  /// Returns a number of files and their total size.
  private static func pile(_ pile: FileTally) -> JSONValue {
    ["fileCount": .integer(pile.files), "bytes": .integer(pile.bytes)]
  }

  /// Returns `erase/2` or `forget/2`: what an erasure removes, and where traces of it remain.
  ///
  /// - Parameters:
  ///   - plan: The erasure; with `before` it is a `forget`, which keeps the later revisions.
  ///   - isDry: Whether nothing was erased.
  public static func erased(_ plan: ElementErasurePlan, isDry: Bool) -> JSONValue {
    [
      "castbook": plan.before == nil ? "erase/2" : "forget/2", "dryRun": isDry ? true : nil,
      "handle": .string(plan.handle.name), "element": .string(plan.element.text),
      "before": plan.before.map { .string($0.digest.hex) },
      "revisionCount": .integer(plan.revisionCount), "fileCount": .integer(plan.fileCount),
      "bytes": .integer(plan.byteCount), "sharedFileCount": .integer(plan.sharedCount),
      "pins": .array(plan.uses.map(pin)),
      "exports": .array(plan.exports.map(export)), "takeCount": .integer(plan.takes.count),
      "clips": .array(plan.clips.map(clip)), "clipsErased": .boolean(plan.deletesClips),
      "remarkCount": .integer(plan.remarkCount),
      "registrations": .array(plan.registrations.map(registration)),
      "looks": .array(plan.looks.map { .string($0.name) }),
      "speakers": .array(plan.speakers.map { .string($0.name) }),
      "backups": .array(plan.backups.map(backup)),
    ]
  }

  /// Returns a take whose file the erasure may remove.
  private static func clip(_ take: Take) -> JSONValue {
    [
      "sha256": take.blob.map { .string($0.hex) }, "bundle": .string(take.export.hex),
      "result": .string(take.result.rawValue), "at": .string(take.at.description),
    ]
  }

  /// Returns a backup that still contains what is erased.
  private static func backup(_ backup: ElementErasurePlan.Backup) -> JSONValue {
    [
      "path": .string(backup.path.text),
      "path_hex": backup.path.isText ? nil : .string(Hex.text(of: backup.path.bytes)),
      "form": .string(backup.form.rawValue), "at": .string(backup.at.description),
      "there": .boolean(backup.exists), "fix": .string(backup.fix),
    ]
  }

  /// Returns the use of a revision by a project.
  private static func pin(_ use: ProjectUse) -> JSONValue {
    [
      "project": .string(use.project.text), "path": .string(use.path),
      "sha256": .string(use.revision.hex), "at": .string(use.at.description),
    ]
  }

  /// Returns an export that sent the element.
  private static func export(_ export: ExportRecord) -> JSONValue {
    [
      "bundle": .string(export.bundle.hex), "target": .string(export.target),
      "shot": .string(export.shot.path), "at": .string(export.at.description),
    ]
  }

  /// Returns a registration that remains with a provider.
  private static func registration(_ held: Registration) -> JSONValue {
    [
      "target": .string(held.target), "account": .string(held.account),
      "kind": .string(held.kind.rawValue), "id": .string(held.remoteId),
      "at": .string(held.at.description),
      "expires": held.expires.map { .string($0.day.description) },
    ]
  }
}
