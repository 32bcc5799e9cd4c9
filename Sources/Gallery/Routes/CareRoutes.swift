internal import Castbook
internal import Files

/// The requests about the care of the library: its backups, and whether it is intact.
enum CareRoutes {
  /// Returns `care/1`: the backups that were made on this machine, and what is being done.
  static func about(_ context: RequestContext) -> JSONValue {
    [
      "castbook": "care/1", "backups": context.library.knownBackups.map(BackupJSON.known),
      "work": context.gallery.careWork.json,
    ]
  }

  /// Begins to check the whole library, and returns `care/1`.
  static func examine(_ form: Form) throws -> JSONValue { try examine(form, repairs: false) }

  /// Begins to check the whole library and to repair it, and returns `care/1`.
  static func repair(_ form: Form) throws -> JSONValue { try examine(form, repairs: true) }

  private static func examine(_ form: Form, repairs: Bool) throws -> JSONValue {
    let (library, listeners) = (form.library, form.gallery.listeners)
    try form.gallery.careWork.begin(repairs ? "repair" : "examine") { progress in
      let report = try await Doctor(repairs: repairs).run(in: library) { done, all, _ in
        progress(SoleWork.Progress(step: "reading", count: done, total: all))
      }
      if repairs { listeners.announceChange() }
      return CareJSON.report(report, of: library)
    }
    return about(form.context)
  }

  /// Begins to copy the library to a backup, and returns `care/1`.
  ///
  /// The fields are `backup`, the path of one that is updated, or `folder`, in which a new one is
  /// made.
  static func backUp(_ form: Form) throws -> JSONValue {
    let library = form.library
    let target: FilePath
    if let known = try form.fields.text("backup") {
      // Only backups that the user has made before are written without choosing a folder.
      guard let backup = library.knownBackups.first(where: { $0.path.text == known }),
        backup.form == .folder, backup.exists
      else { throw Refusal.notFound }
      target = backup.path
    } else {
      target = Backup.place(in: try FolderRoutes.chosen(in: form.fields))
    }
    try form.gallery.careWork.begin("backup") { progress in
      let outcome = try Backup(to: target).run(of: LibraryLocation(library.folder)) { step in
        progress(SoleWork.Progress(step: step.step.rawValue, count: step.files))
      }
      return BackupJSON.made(outcome)
    }
    return about(form.context)
  }

  /// Ends what is being done, and returns `care/1`.
  static func stop(_ context: RequestContext) -> JSONValue {
    context.gallery.careWork.cancel()
    return about(context)
  }
}
