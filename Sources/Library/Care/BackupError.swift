package import Model

/// A reason why a backup can't be made or restored.
package enum BackupError: CastbookError, Hashable {
  /// The backup would be inside the library, or the library inside the backup.
  case overlapsLibrary(FilePath)
  /// The folder contains something that isn't a backup.
  case occupied(FilePath)
  /// The target folder contains a backup of another library.
  case otherLibrary(FilePath, its: ULID, ours: ULID)
  /// The backup is of another library than the one to restore into.
  case backupOfOtherLibrary(FilePath, its: ULID, ours: ULID)
  /// The folder to restore to already contains a library.
  case restoresOverLibrary(FilePath)
  /// Parts of the library are missing, so a backup would only look complete.
  case incompleteLibrary(LibraryError)
  /// The target is a file, but a folder is needed.
  case notAFolder(FilePath)
  /// A file of this name already exists.
  case alreadyExists(FilePath)
  /// Another process is using the backup.
  case busy(FilePath)
  /// The bytes that were read back differ from those that were written.
  case verificationFailed(FilePath)
  /// The library has more files than a zip backup may contain.
  case tooManyFiles(Int, limit: Int)
  /// The file or folder isn't a backup, for the given reason.
  case notABackup(FilePath, String)
  /// Files of the backup are missing or damaged.
  case incomplete(FilePath, [MissingFile])
  /// The library or backup kept changing while it was read.
  case keepsChanging(FilePath)
  /// The disk has fewer free bytes than the backup needs.
  case notEnoughSpace(FilePath, needed: Int, free: Int)
  /// Writing to the target failed, for example because the disk is full.
  case unwritable(FilePath, reason: String)
}

extension BackupError {
  package var blame: Blame { if case .incompleteLibrary = self { .findings } else { .failure } }

  package var rule: String {
    switch self {
    case .overlapsLibrary: "backup.inside"
    case .occupied: "backup.occupied"
    case .otherLibrary, .backupOfOtherLibrary: "backup.other-library"
    case .notAFolder, .alreadyExists: "backup.exists"
    case .restoresOverLibrary(let path): LibraryError.alreadyExists(path).rule
    case .incompleteLibrary(let error): error.rule
    case .busy: "backup.busy"
    case .verificationFailed: "backup.unfaithful"
    case .tooManyFiles: "backup.too-many-files"
    case .notABackup: "backup.none"
    case .incomplete: "backup.damaged"
    case .keepsChanging: "backup.restless"
    case .notEnoughSpace: "backup.no-room"
    case .unwritable: "backup.unwritable"
    }
  }

  package var message: String {
    switch self {
    case .overlapsLibrary(let path):
      "\(path): the library and its backup can't be inside each other"
    case .occupied(let path): "\(path): the folder is not empty and is not a backup of this library"
    case .otherLibrary(let path, let its, let ours),
      .backupOfOtherLibrary(let path, let its, let ours):
      "\(path): this is a backup of another library (\(its.text); this one is \(ours.text))"
    case .notAFolder(let path): "\(path) is a file"
    case .alreadyExists(let path): "\(path) already exists"
    case .restoresOverLibrary(let path): "\(path) already contains a library"
    case .incompleteLibrary(let error): error.message
    case .busy(let path): "\(path): another program is writing to it"
    case .verificationFailed(let path): "\(path): the data read back differs from what was written"
    case .tooManyFiles(let count, let limit):
      "the library has \(Quantity.grouped(count)) files; a zip holds "
        + "\(Quantity.grouped(limit)) at most"
    case .notABackup(let path, let reason): "\(path): not a usable backup: \(reason)"
    case .incomplete(let path, let faults):
      "\(path): \(Quantity.count(faults.count, "file")) can't be restored: "
        + faults.prefix(5).map { "\($0)" }.joined(separator: "; ")
        + (faults.count > 5 ? "; and \(Quantity.grouped(faults.count - 5)) more" : "")
    case .keepsChanging(let path): "\(path): it kept changing while it was read"
    case .notEnoughSpace(let path, let needed, let free):
      "\(path): needs \(Quantity.bytes(needed)), has \(Quantity.bytes(free)) free"
    case .unwritable(let path, let reason): "\(path): \(reason)"
    }
  }

  package var fix: String? {
    switch self {
    case .overlapsLibrary: "use a folder elsewhere, ideally on another disk"
    case .occupied(let path):
      "use a separate folder: \(path.appending("castbook-backup".utf8).quoted)"
    case .otherLibrary: "use another folder, or choose the other library: --library DIR"
    case .backupOfOtherLibrary(let path, _, _):
      "restore it to a new folder: castbook restore-backup \(path.quoted) DIR"
    case .notAFolder: "name a folder, or a file that ends in .zip"
    case .alreadyExists: "use another name, or --replace"
    case .restoresOverLibrary: "use a new or empty folder, or add what is missing: --into"
    case .incompleteLibrary(let error): error.fix
    case .busy: "wait for it to end, then run the command again"
    case .verificationFailed: "don't trust this disk: use another one and run the command again"
    case .tooManyFiles: "back up to a folder: castbook backup DIR"
    case .notABackup: "name the folder or zip of a finished castbook backup"
    case .incomplete: "use another backup, or restore the rest: --partial"
    case .keepsChanging: "run the command again when no other program uses it"
    case .notEnoughSpace: "free some space, or use a folder on another disk"
    case .unwritable:
      "use an existing place that you can write to and that has room, then run the command "
        + "again: files that a folder has already are not copied again"
    }
  }
}
