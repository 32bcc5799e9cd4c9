internal import Files
package import Model

/// Why a library was not opened, read or changed.
package enum LibraryError: Error, Hashable, Sendable {
  /// There is no library in this folder.
  case none(FilePath)
  /// The folder holds something else already.
  case occupied(FilePath)
  case alreadyThere(FilePath)
  /// Its format is newer than the one that is known here.
  case newerFormat(FilePath, Int)
  /// `castbook.json` says nothing that one can go by.
  case damagedMark(FilePath, String)
  /// What should be a folder of its own is a link or no folder.
  case strangeFolder(FilePath)
  /// A folder that holds records or files is gone.
  case missingFolder(FilePath)
  /// The index knows records that the log no longer has.
  case missingRecords(FilePath, count: Int)
  /// Revisions name others, from which they were made, that are not here: records may still be on their way.
  case missingParents(Handle, count: Int)
  /// The log has no record at all, and there are files.
  case filesWithoutRecords(FilePath, count: Int)
  /// The user may not enter its folder.
  case closed(FilePath)
  /// Its file system keeps no locks, so that nothing can be changed safely.
  case withoutLocks(FilePath)
  /// Its disk is full.
  case full(FilePath)
  /// Another program was changing it for longer than anyone waits.
  case busy(FilePath, seconds: Int)
  /// It may be read only.
  case readOnly(FilePath)
  case disk(FileError)
  /// The index holds what it can't, in its own words.
  case damagedIndex(String)
  /// The index did not work, in its own words.
  case index(String)
  /// A record is not what its name says.
  case damagedRecord(Digest, FilePath)
  /// A segment of the log is damaged, or a line in it is.
  case damagedLog(Digest, String)
  /// Some of the log can't be read.
  case unsoundLog(FilePath)
  /// A file that was kept is not there any more.
  case missingBlob(Digest)
  /// A file that was just taken in is not there any more: another program deleted it.
  case vanishedBlob(Digest)
  /// What was to be written can't stand in a record.
  case unwritable(String)
}

extension LibraryError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .none(let path): "\(path): no library here"
    case .occupied(let path): "\(path): the folder is not empty and is not a library"
    case .alreadyThere(let path): "\(path) is already a library"
    case .newerFormat(let path, let format):
      "\(path): the library has format \(format); this version supports formats up to "
        + "\(LibraryMark.format)"
    case .damagedMark(let path, let problem): "\(path): \(problem)"
    case .strangeFolder(let path):
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
    case .closed(let path): "\(path): the folder can't be entered: Permission denied"
    case .withoutLocks(let path):
      "\(path): its file system has no locks, so the library is read-only"
    case .full(let path): "\(path): no space is left on the disk, so the library is read-only"
    case .busy(let path, let seconds):
      "\(path): another program has been changing the library for more than \(seconds) s"
    case .readOnly(let path): "\(path): the library is read-only"
    case .disk(let error): "\(error)"
    case .index(let words), .damagedIndex(let words): words
    case .damagedRecord(let digest, let path):
      "\(path): the record \(digest.hex.prefix(12))… is damaged"
    case .damagedLog(let digest, let problem):
      "the records in \(digest.hex.prefix(12))….jsonl are damaged: \(problem)"
    case .unsoundLog(let path): "\(path): some records are damaged"
    case .missingBlob(let digest): "the file \(digest.hex.prefix(12))… is missing from the library"
    case .vanishedBlob(let digest):
      "another program deleted the file \(digest.hex.prefix(12))… while it was being added"
    case .unwritable(let what): what
    }
  }
}
