/// The JSON of the commands that maintain a library (`docs/json.md`).
public enum CareJSON {
  /// Returns `doctor/2`: the findings of a complete examination, and Castbook's dependencies if
  /// these were examined.
  public static func report(
    _ report: LibraryReport, of library: ElementLibrary, on system: SystemReport? = nil
  ) -> JSONValue {
    [
      "castbook": "doctor/2", "library": library.folder.text,
      "status": report.status, "findings": report.items.map(item),
      "summary": .object([
        "elementCount": report.elementCount, "recordCount": report.recordCount,
        "fileCount": report.fileCount, "bytes": report.byteCount,
        "errors": report.count(.error), "warnings": report.count(.warning),
        "notes": report.count(.note), "repaired": report.repairedCount,
      ]), "system": system,
    ]
  }

  /// Returns a finding with the elements that it affects.
  private static func item(_ item: LibraryReport.Item) -> JSONValue {
    [
      "rule": item.finding.rule, "severity": item.finding.severity, "path": item.path,
      "elements": item.elements.nonEmpty?.objects { ["handle": $0.handle, "path": $0.file] },
      "message": item.finding.message, "fix": item.finding.fix, "repaired": item.isRepaired.orNil,
    ]
  }

  /// Returns `doctor/2` after a run that only rebuilt the index.
  public static func rebuilt(_ recordCount: Int, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/2", "library": library.folder.text, "status": "pass",
      "findings": .array([]), "rebuilt": true, "summary": .object(["recordCount": recordCount]),
    ]
  }

  /// Returns `doctor/2` after a run that only measured pictures again.
  public static func rescored(_ rescored: RescoreOutcome, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/2", "library": library.folder.text, "status": "pass",
      "findings": .array([]), "rescored": rescored.count, "notRescored": rescored.failedCount,
      "summary": .object(["pictureCount": rescored.count + rescored.failedCount]),
    ]
  }

  /// Returns `gc/2`: the files that were deleted, or would be.
  public static func collected(_ garbage: CollectedGarbage) -> JSONValue {
    [
      "castbook": "gc/2", "dryRun": garbage.isDryRun.orNil,
      "graceDays": garbage.graceDays, "unnamed": garbage.unreferenced,
      "leftovers": garbage.leftovers, "waiting": garbage.tooRecent,
      "erased": garbage.erased, "kept": garbage.kept, "paths": garbage.paths.map(\.text),
      "segments": .object([
        "merged": garbage.segmentCount, "into": garbage.mergedCount,
      ]), "bytes": garbage.byteCount,
    ]
  }

  /// Returns `erase/2` or `forget/2`: what an erasure removes, and where traces of it remain.
  ///
  /// - Parameters:
  ///   - plan: The erasure; with `before` it is a `forget`, which keeps the later revisions.
  ///   - isDry: Whether nothing was erased.
  public static func erased(_ plan: ElementErasurePlan, isDry: Bool) -> JSONValue {
    [
      "castbook": plan.before == nil ? "erase/2" : "forget/2", "dryRun": isDry.orNil,
      "handle": plan.handle, "element": plan.element, "before": plan.before?.digest,
      "revisionCount": plan.revisionCount, "fileCount": plan.fileCount,
      "bytes": plan.byteCount, "sharedFileCount": plan.sharedCount, "pins": plan.uses.map(pin),
      "exports": plan.exports.map(export), "takeCount": plan.takes.count,
      "clips": plan.clips.map(clip), "clipsErased": plan.deletesClips,
      "remarkCount": plan.remarkCount, "registrations": plan.registrations.map(registration),
      "looks": plan.looks, "speakers": plan.speakers, "backups": plan.backups.map(backup),
      "machines": plan.otherMachines.map { $0.map(MachineJSON.machine) },
      "othersAsk": plan.othersAsk.orNil,
    ]
  }

  /// Returns a take whose file the erasure may remove.
  private static func clip(_ take: Take) -> JSONValue {
    ["sha256": take.blob, "bundle": take.export, "result": take.result, "at": take.at]
  }

  /// Returns a backup that still contains what is erased.
  private static func backup(_ backup: KnownBackup) -> JSONValue {
    BackupJSON.known(backup).adding(["fix": backup.pruning])
  }

  /// Returns the use of a revision by a project.
  private static func pin(_ use: ProjectUse) -> JSONValue {
    ["project": use.project, "path": use.path, "sha256": use.revision, "at": use.at]
  }

  /// Returns an export that sent the element.
  private static func export(_ export: ExportRecord) -> JSONValue {
    ["bundle": export.bundle, "target": export.target, "shot": export.shot.path, "at": export.at]
  }

  /// Returns a registration that remains with a provider.
  private static func registration(_ registration: Registration) -> JSONValue {
    [
      "target": registration.target, "account": registration.account, "kind": registration.kind,
      "id": registration.remoteId,
      "at": registration.at, "expires": registration.expires?.day,
    ]
  }
}
