package import Files
package import Model

/// Why a library could not be opened, read or changed.
package enum LibraryError: Error, Hashable, Sendable {
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
  /// The disk is full.
  case diskFull(FilePath)
  /// Another process kept the library locked for the whole waiting time.
  case busy(FilePath, seconds: Int)
  /// The library can't be written, for example for lack of permission.
  case readOnly(FilePath)
  /// A failure of the file system without a case of its own.
  case disk(FileError)
  /// The index contains something invalid, which the text describes.
  case damagedIndex(String)
  /// SQLite failed for another reason, which the text describes.
  case indexFailure(String)
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

extension LibraryError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noLibrary(let path): "\(path): no library here"
    case .folderNotEmpty(let path): "\(path): the folder is not empty and is not a library"
    case .alreadyExists(let path): "\(path) is already a library"
    case .newerFormat(let path, let format):
      "\(path): the library has format \(format); this version supports formats up to "
        + "\(LibraryManifest.format)"
    case .damagedManifest(let path, let problem): "\(path): \(problem)"
    case .unusableFolder(let path):
      "\(path) is a link or a file; a library needs its own folder here"
    case .missingFolder(let path):
      "\(path): the folder is missing, and part of the library with it"
    case .missingRecords(let path, let count):
      "\(path): \(count == 1 ? "1 record is" : "\(count) records are") missing"
    case .missingParents(let handle, let count):
      "an earlier revision of \(handle) is missing"
        + (count == 1 ? "" : " (and \(count - 1) more)")
    case .filesWithoutRecords(let path, let count):
      "\(path): \(count) files, but no records"
    case .permissionDenied(let path): "\(path): the folder can't be entered: Permission denied"
    case .locksUnsupported(let path):
      "\(path): its file system has no locks, so the library is read-only"
    case .diskFull(let path): "\(path): no space is left on the disk, so the library is read-only"
    case .busy(let path, let seconds):
      "\(path): another program has been changing the library for more than \(seconds) s"
    case .readOnly(let path): "\(path): the library is read-only"
    case .disk(let error): "\(error)"
    case .indexFailure(let words), .damagedIndex(let words): words
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
}
