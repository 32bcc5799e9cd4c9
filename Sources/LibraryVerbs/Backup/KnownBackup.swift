internal import Files
internal import Library

/// A backup of a library that was made on this machine.
public struct KnownBackup: Sendable {
  /// The path of the backup.
  public let path: FilePath
  /// Whether the backup is a folder or a zip.
  public let form: BackupOutcome.Form
  /// The time at which it was last updated.
  public let at: Instant
  /// Whether something exists at the path now; the disk of a backup may not be connected.
  public let exists: Bool

  init(_ entry: BackupList.Entry) {
    path = entry.path
    form = entry.isZip ? .zip : .folder
    at = entry.at
    exists = FileSystem.status(entry.path) != nil
  }
}

extension ElementLibrary {
  /// The backups that were made on this machine, the newest first, as far as the library knows of
  /// them.
  public var knownBackups: [KnownBackup] { BackupList(of: folder).entries.map(KnownBackup.init) }
}

extension Backup {
  /// Returns the place of a backup made in a folder: the folder itself if it is a library or a
  /// backup, or else a folder of its own in it.
  public static func place(in folder: FilePath) -> FilePath {
    LibraryStore.hasManifest(at: folder) ? folder : folder.appending("castbook-backup".utf8)
  }
}
