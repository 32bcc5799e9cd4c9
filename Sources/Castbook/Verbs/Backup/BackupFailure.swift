internal import Library

/// The reason why a backup was not made or not restored.
public struct BackupFailure: Error, Sendable {
  /// The stable id of the failure, for scripts.
  public let rule: String
  /// What happened, without a full stop.
  public let message: String
  /// The next step.
  public let fix: String
  /// The files that are missing or damaged, if they are the reason.
  public let files: [MissingFile]
  /// Whether the library itself is incomplete, so that it needs a restoration rather than a backup.
  public let isLibraryIncomplete: Bool

  private init(
    _ rule: String, _ message: String, fix: String, files: [MissingFile] = [],
    isOfLibrary: Bool = false
  ) {
    self.isLibraryIncomplete = isOfLibrary
    self.rule = rule
    self.message = message
    self.fix = fix
    self.files = files
  }

  /// Creates a failure for a library that is incomplete.
  init(_ loss: LibraryError) {
    let error = ElementLibraryError(loss)
    self.init(error.rule, error.description, fix: error.fix ?? "", isOfLibrary: true)
  }

  /// Describes an error of the `Library` module.
  ///
  /// - Parameter isRestoring: Whether a backup was being restored, which decides the fix.
  init(_ error: BackupError, isRestoring: Bool) {
    switch error {
    case .overlapsLibrary, .occupied, .otherLibrary, .notAFolder, .alreadyExists:
      self.init(location: error, isRestoring: isRestoring)
    case .busy(let path):
      self.init(
        "backup.busy", "\(path): another program is writing to it",
        fix: "wait for it to end, then run the command again")
    case .verificationFailed(let path):
      self.init(
        "backup.unfaithful", "\(path): the data read back differs from what was written",
        fix: "don't trust this disk: use another one and run the command again")
    case .tooManyFiles(let count, let limit):
      self.init(
        "backup.too-many-files",
        "the library has \(Quantity.grouped(count)) files; a zip holds "
          + "\(Quantity.grouped(limit)) at most", fix: "back up to a folder: castbook backup DIR")
    case .notABackup(let path, let reason):
      self.init(
        "backup.none", "\(path): not a usable backup: \(reason)",
        fix: "name the folder or zip of a finished castbook backup")
    case .incomplete(let path, let faults):
      let files = faults.map(MissingFile.init)
      let shown = files.prefix(5).map { "\($0)" }.joined(separator: "; ")
      let more = files.count > 5 ? "; and \(Quantity.grouped(files.count - 5)) more" : ""
      self.init(
        "backup.damaged",
        "\(path): \(Quantity.count(files.count, "file")) can't be restored: \(shown)\(more)",
        fix: "use another backup, or restore the rest: --partial", files: files)
    case .keepsChanging(let path):
      self.init(
        "backup.restless", "\(path): it kept changing while it was read",
        fix: "run the command again when no other program uses it")
    case .notEnoughSpace(let path, let needed, let free):
      self.init(
        "backup.no-room",
        "\(path): needs \(Quantity.bytes(needed)), has \(Quantity.bytes(free)) free",
        fix: "free some space, or use a folder on another disk")
    case .unwritable(let path, let reason):
      self.init(
        "backup.unwritable", "\(path): \(reason)",
        fix: "use an existing place that you can write to and that has room, then run the command "
          + "again: files that a folder has already are not copied again")
    }
  }

  /// Describes an error about the chosen path of a backup.
  private init(location error: BackupError, isRestoring: Bool) {
    switch error {
    case .occupied(let path):
      self.init(
        "backup.occupied", "\(path): the folder is not empty and is not a backup of this library",
        fix: "use a separate folder: \(path.appending("castbook-backup".utf8).quoted)")
    case .otherLibrary(let path, let its, let ours):
      self.init(
        "backup.other-library",
        "\(path): this is a backup of another library (\(its.text); this one is \(ours.text))",
        fix: isRestoring
          ? "restore it to a new folder: castbook restore-backup \(path.quoted) DIR"
          : "use another folder, or choose the other library: --library DIR")
    case .notAFolder(let path):
      self.init(
        "backup.exists", "\(path) is a file",
        fix: "name a folder, or a file that ends in .zip")
    case .alreadyExists(let path):
      self.init(
        "backup.exists", "\(path) already exists", fix: "use another name, or --replace")
    case .overlapsLibrary(let path):
      self.init(
        "backup.inside", "\(path): the library and its backup can't be inside each other",
        fix: "use a folder elsewhere, ideally on another disk")
    default: self.init("backup.failed", "\(error)", fix: "run the command again")
    }
  }

  /// Translates an error of the `Library` module, and returns any other error as it is.
  static func translating(_ error: any Error, isRestoring: Bool = false) -> any Error {
    if let error = error as? BackupError {
      return BackupFailure(error, isRestoring: isRestoring)
    }
    if isRestoring, case .alreadyExists(let path) = error as? LibraryError {
      return BackupFailure(
        "library.exists", "\(path) already contains a library",
        fix: "use a new or empty folder, or add what is missing: --into")
    }
    return ElementLibraryError.translating(error)
  }
}

extension BackupFailure: CustomStringConvertible {
  public var description: String { message }
}
