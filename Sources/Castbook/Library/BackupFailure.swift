internal import Library

/// Why a backup was not made, or not restored.
public struct BackupFailure: Error, Sendable {
  /// Its stable name, for scripts.
  public let rule: String
  /// What happened, without a full stop.
  public let message: String
  /// The next step.
  public let fix: String
  /// Files that are missing or damaged, when that is why.
  public let files: [MissingFile]
  /// Whether the library lacks a part of itself, so that backing it up is not what is needed.
  public let isOfLibrary: Bool

  private init(
    _ rule: String, _ message: String, fix: String, files: [MissingFile] = [],
    isOfLibrary: Bool = false
  ) {
    self.isOfLibrary = isOfLibrary
    self.rule = rule
    self.message = message
    self.fix = fix
    self.files = files
  }

  /// Why the library is not whole.
  init(_ loss: LibraryError) {
    let error = ElementLibraryError(loss)
    self.init(error.rule, error.description, fix: error.fix ?? "", isOfLibrary: true)
  }

  init(_ error: BackupError, isRestoring: Bool) {
    switch error {
    case .inside, .occupied, .otherLibrary, .file, .exists:
      self.init(place: error, isRestoring: isRestoring)
    case .busy(let path):
      self.init(
        "backup.busy", "\(path): another program is writing it",
        fix: "wait for it to end, then run the command again")
    case .unfaithful(let path):
      self.init(
        "backup.unfaithful", "\(path): what is read back from the disk is not what was written",
        fix: "trust this disk no more: name another one, and run the command again")
    case .tooManyFiles(let count, let limit):
      self.init(
        "backup.too-many-files",
        "the library has \(Quantity.grouped(count)) files, and a zip takes "
          + "\(Quantity.grouped(limit))", fix: "back up to a folder: castbook backup DIR")
    case .noBackup(let path, let reason):
      self.init(
        "backup.none", "\(path): it is no backup that can be used: \(reason)",
        fix: "name a folder or a zip that castbook backup made to its end")
    case .incomplete(let path, let faults):
      let files = faults.map(MissingFile.init)
      let shown = files.prefix(5).map { "\($0)" }.joined(separator: "; ")
      let more = files.count > 5 ? "; and \(Quantity.grouped(files.count - 5)) more" : ""
      self.init(
        "backup.damaged",
        "\(path): \(Quantity.count(files.count, "file")) of it can't be restored: \(shown)\(more)",
        fix: "use another backup, or restore the rest: --partial", files: files)
    case .restless(let path):
      self.init(
        "backup.restless", "\(path): it changed again and again while it was read",
        fix: "run the command again when less is going on")
    case .noRoom(let path, let needed, let free):
      self.init(
        "backup.no-room",
        "\(path): \(Quantity.bytes(needed)) are needed, and \(Quantity.bytes(free)) are free",
        fix: "make room, or name a folder on another disk")
    case .unwritable(let path, let reason):
      self.init(
        "backup.unwritable", "\(path): \(reason)",
        fix: "name a place that is there, that you may write to and that has room; then run the "
          + "command again: what a folder has already is not copied again")
    }
  }

  private init(place error: BackupError, isRestoring: Bool) {
    switch error {
    case .occupied(let path):
      self.init(
        "backup.occupied", "\(path): the folder is not empty, and no backup of this library",
        fix: "name a folder of its own: \(path.appending("castbook-backup".utf8).quoted)")
    case .otherLibrary(let path, let its, let ours):
      self.init(
        "backup.other-library",
        "\(path): it is a backup of another library (\(its.text), where this one is \(ours.text))",
        fix: isRestoring
          ? "restore it to a folder of its own: castbook restore-backup \(path.quoted) DIR"
          : "name another folder, or the other library by --library DIR")
    case .file(let path):
      self.init(
        "backup.exists", "\(path): it is a file",
        fix: "name a folder, or a file that ends in .zip")
    case .exists(let path):
      self.init(
        "backup.exists", "\(path): it exists already", fix: "use another name, or --replace")
    case .inside(let path):
      self.init(
        "backup.inside", "\(path): the library and its backup would lie in one another",
        fix: "name a folder elsewhere, best on another disk")
    default: self.init("backup.failed", "\(error)", fix: "run the command again")
    }
  }

  /// Failures of the library below in the words of this API; others as they are.
  static func telling(_ error: any Error, isRestoring: Bool = false) -> any Error {
    if let error = error as? BackupError {
      return BackupFailure(error, isRestoring: isRestoring)
    }
    if isRestoring, case .alreadyThere(let path) = error as? LibraryError {
      return BackupFailure(
        "library.exists", "\(path): there is a library already",
        fix: "name a folder that is new or empty, or add what it lacks: --into")
    }
    return ElementLibraryError.telling(error)
  }
}

extension BackupFailure: CustomStringConvertible {
  public var description: String { message }
}
