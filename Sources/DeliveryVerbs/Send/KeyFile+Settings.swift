internal import Files
internal import Transfers

extension KeyFile {
  /// The path of the user's `keys.json`, whether or not it exists; `nil` without a home folder.
  static var pathOfUser: FilePath? {
    UserConfiguration.folder("keys.json", ProcessEnvironment.environment)
  }

  /// Reads the user's `keys.json`; without that file there are no additional sources and hosts.
  ///
  /// - Throws: `SendError.badKeys` for a file that can't be used.
  static func ofUser() throws -> KeyFile {
    guard let path = pathOfUser else { return KeyFile() }
    do {
      guard let bytes = try SettingsFile.read(path, limit: maximumByteCount) else {
        return KeyFile()
      }
      return try KeyFile(bytes)
    } catch let error as FileError {
      throw SendError.badKeys("\(path): \(error.reason)")
    } catch let failure as TransferFailure {
      throw SendError(failure)
    }
  }
}
