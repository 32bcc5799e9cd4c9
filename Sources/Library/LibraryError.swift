package import Files
package import Model

/// Why a library could not be opened, read or changed.
package enum LibraryError: CastbookError, Hashable {
  /// The folder does not contain a library.
  case noLibrary(FilePath)
  /// The folder for a new library contains something else.
  case folderNotEmpty(FilePath)
  /// The folder for a new library is already a library.
  case alreadyExists(FilePath)
  /// The library has a format that is newer than this version supports.
  case newerFormat(FilePath, Int)
  /// `castbook.json` can't be read as a manifest; the text says why.
  case damagedManifest(FilePath, String)
  /// A path that must be a folder of the library is a link or a file.
  case unusableFolder(FilePath)
  /// A folder that must contain records or files is missing.
  case missingFolder(FilePath)
  /// The folder contains another library than it did when this one was opened.
  case replaced(FilePath)
  /// The index knows records that are no longer in the log.
  case missingRecords(FilePath, count: Int)
  /// The revisions from which others were made are missing. They may not have arrived yet.
  case missingParents(Handle, count: Int)
  /// The log has no record at all although there are files.
  case filesWithoutRecords(FilePath, count: Int)
  /// The user has no permission to enter the library's folder.
  case permissionDenied(FilePath)
  /// The file system has no locks, so the library can't be changed safely.
  case locksUnsupported(FilePath)
  /// The disk is full. Commands that free space work if the library has its index and its reserve.
  case diskFull(FilePath, canFreeSpace: Bool)
  /// Another process kept the library locked for the whole waiting time.
  case busy(FilePath, seconds: Int)
  /// The library can't be written, for example for lack of permission.
  case readOnly(FilePath)
  /// A failure of the file system without a case of its own.
  case disk(FileError)
  /// The index is damaged, or SQLite failed.
  case index(IndexError)
  /// The bytes of a record don't match its digest.
  case damagedRecord(Digest, FilePath)
  /// A segment of the log is damaged, or a line in it; the text says how.
  case damagedLog(Digest, String)
  /// Some records of the log can't be read.
  case unreadableRecords(FilePath)
  /// A stored file is missing.
  case missingBlob(Digest)
  /// A file was deleted by another process while it was being added.
  case vanishedBlob(Digest)
  /// A change can't be written as records; the text says why.
  case unwritableRecord(String)
}

extension LibraryError {
  package var message: String {
    switch self {
    case .noLibrary(let path): "\(path): no library here"
    case .folderNotEmpty(let path): "\(path): the folder is not empty and is not a library"
    case .alreadyExists(let path): "\(path) is already a library"
    case .newerFormat(let path, let format):
      "\(path): the library has format \(format), from a newer Castbook"
    case .damagedManifest(let path, let problem): "\(path): \(problem)"
    case .unusableFolder(let path):
      "\(path) is a link or a file; a library needs its own folder here"
    case .missingFolder(let path): "\(path): the folder is missing, and part of the library with it"
    case .replaced(let path): "\(path): another library is here now"
    case .missingRecords(let path, let count):
      "\(path): \(count == 1 ? "1 record is" : "\(count) records are") missing"
    case .missingParents(let handle, let count):
      "an earlier revision of \(handle) is missing"
        + (count == 1 ? "" : " (and \(count - 1) more)")
    case .filesWithoutRecords(let path, let count): "\(path): \(count) files, but no records"
    case .permissionDenied(let path): "\(path): the folder can't be entered: Permission denied"
    case .locksUnsupported(let path):
      "\(path): its file system has no locks, so the library is read-only"
    case .diskFull(let path, let canFreeSpace):
      "\(path): no space is left on the disk"
        + (canFreeSpace ? "" : ", not even for the index") + ", so the library is read-only"
    case .busy(let path, let seconds):
      "\(path): another program has been changing the library for more than \(seconds) s"
    case .readOnly(let path): "\(path): the library is read-only"
    case .disk(let error): "\(error)"
    case .index(let error): error.message
    case .damagedRecord(let digest, let path):
      "\(path): the record \(digest.hex.prefix(12))… is damaged"
    case .damagedLog(let digest, let problem):
      "the records in \(digest.hex.prefix(12))….jsonl are damaged: \(problem)"
    case .unreadableRecords(let path): "\(path): some records are damaged"
    case .missingBlob(let digest): "the file \(digest.hex.prefix(12))… is missing from the library"
    case .vanishedBlob(let digest):
      "another program deleted the file \(digest.hex.prefix(12))… while it was being added"
    case .unwritableRecord(let what): what
    }
  }

  package var blame: Blame { .failure }

  package var rule: String {
    switch self {
    case .noLibrary: "library.none"
    case .alreadyExists, .folderNotEmpty: "library.exists"
    case .newerFormat: "library.newer"
    case .busy, .vanishedBlob: "library.busy"
    case .readOnly, .locksUnsupported: "library.read-only"
    case .missingFolder, .missingRecords, .missingParents, .filesWithoutRecords, .replaced:
      "library.incomplete"
    case .permissionDenied: "library.closed"
    case .diskFull: "library.full"
    case .damagedManifest, .damagedRecord, .damagedLog, .unreadableRecords, .missingBlob,
      .unusableFolder:
      "library.damaged"
    case .index(let error): error.rule
    case .disk, .unwritableRecord: "library.failed"
    }
  }

  package var fix: String? {
    switch self {
    case .noLibrary(let path): "create one: castbook init \(path.quoted)"
    case .alreadyExists: "use this library, or name another folder"
    case .folderNotEmpty: "use a new or empty folder"
    case .newerFormat: "install the latest Castbook"
    case .busy: "wait for it to end, then run the command again"
    case .vanishedBlob: "run the command again"
    case .readOnly: "make its folder writable, or work on a copy"
    case .locksUnsupported: "copy the library to a local disk to change it"
    case .missingFolder(let path):
      "move \(path.quoted) back (mount its disk, finish syncing), or \(Self.restoreHint)"
    case .replaced:
      "put back the library that was here, or run the command again for the one that is here now"
    case .missingRecords: "put the missing record files back into log/, or \(Self.restoreHint)"
    case .filesWithoutRecords: "put the records back into log/, or \(Self.restoreHint)"
    case .missingParents(let handle, _):
      "let the sync finish; if records are lost for good, give up the earlier revisions: "
        + "castbook forget \(handle)"
    case .permissionDenied(let path): "ask its owner for access, or: chmod u+rwx \(path.quoted)"
    case .diskFull(_, let canFreeSpace):
      canFreeSpace
        ? "free some space; castbook gc, erase and remove still work"
        : "free some space by deleting other files on this disk; everything in the library is kept"
    case .unusableFolder: "put the folder itself there; only the library as a whole may be a link"
    case .damagedManifest, .damagedRecord, .damagedLog, .unreadableRecords, .missingBlob:
      "castbook doctor shows the damage and how to repair it"
    case .index(let error): error.fix
    case .disk: "check free space and write access, then run the command again"
    case .unwritableRecord(let what):
      what.contains("clock")
        ? "set the clock, then run the command again"
        : "check free space and write access, then run the command again"
    }
  }

  /// How to restore what a library has lost.
  private static let restoreHint =
    "restore it from a backup: castbook restore-backup BACKUP --into; "
    + "castbook doctor lists what is missing"
}

extension LibraryError {
  /// Returns an error of the disk, the index or the records as a `LibraryError`, and any other
  /// error unchanged.
  static func wrapping(_ error: any Error) -> any Error {
    switch error {
    case let error as FileError:
      switch error.kind {
      case .folderNotFound: Self.missingFolder(error.path)
      case .notAFolder: Self.unusableFolder(error.path)
      case .noLocks: Self.locksUnsupported(error.path.folder)
      case .failure, .noSpace, .exists, .fileNotFound: Self.disk(error)
      }
    case let error as IndexError: Self.index(error)
    case let error as RecordError: Self.unwritableRecord(error.problem)
    default: error
    }
  }

  /// Creates the `LibraryError` for any error.
  init(_ error: any Error) {
    self = Self.wrapping(error) as? LibraryError ?? .unwritableRecord("\(error)")
  }
}
