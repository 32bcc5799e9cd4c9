internal import Files
internal import LibraryVerbs
internal import Transfers

extension KeyFile {
  /// The path of the user's `keys.json`, whether or not it exists; `nil` without a home folder.
  static var pathOfUser: FilePath? {
    UserConfiguration.folder("keys.json", ProcessEnvironment.environment)
  }

  /// The keys that Castbook keeps for the user. No key is read.
  private static var keptKeysOfUser: [KeptKey] {
    guard let folder = KeptAccount.folderOfUser else { return [] }
    return (Folder.names(in: folder, atMost: maximumAccountCount) ?? []).flatMap { account in
      (Folder.names(in: folder.appending(account), atMost: maximumAccountCount) ?? [])
        .compactMap { KeptKey(file: $0, in: account) }
    }
  }

  /// The maximum number of accounts with kept keys, and of keys of an account.
  private static let maximumAccountCount = 1000

  /// Returns when Castbook began to keep a key; `nil` if that is unknown.
  static func timeOfKeeping(_ key: KeptKey) -> Instant? {
    KeptAccount.folderOfUser.flatMap { FileSystem.status(key.path(in: $0)) }.map {
      Instant(milliseconds: $0.modified / 1_000_000)
    }
  }

  /// Reads the user's `keys.json`, and the names of the keys that Castbook keeps.
  ///
  /// - Throws: `SendError.badKeys` for a file that can't be used.
  static func ofUser() throws -> KeyFile {
    guard let path = pathOfUser else { return KeyFile() }
    do {
      let bytes = try SettingsFile.read(path, limit: maximumByteCount)
      var file = try bytes.map { bytes throws(TransferFailure) in try KeyFile(bytes) } ?? KeyFile()
      file.keptKeys = keptKeysOfUser
      return file
    } catch let error as FileError {
      throw SendError.badKeys("\(path): \(error.reason)")
    } catch let failure as TransferFailure {
      throw SendError(failure)
    }
  }
}
