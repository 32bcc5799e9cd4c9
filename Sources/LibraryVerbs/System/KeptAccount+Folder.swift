internal import Files
package import Transfers

extension KeptAccount {
  /// The folder of the keys that Castbook keeps for the user, whether or not it exists; `nil`
  /// without a home folder.
  package static var folderOfUser: FilePath? {
    UserConfiguration.folder("keys", ProcessEnvironment.environment)
  }
}
