internal import Model
internal import Transfers

/// Commands of the user that print keys: one key, or those of a store, as Amazon's tools run them.
enum KeyCommand {
  /// Runs a command with the shell and returns what it prints. It ends at the latest with castbook.
  static func output(of command: String) throws(ShellCommand.Failure) -> [UInt8] {
    try ShellCommand.output(of: command, for: ServerInput.descriptor)
  }

  /// Runs a command with the shell and reads the keys that it prints.
  static func run(_ command: String) throws(ShellCommand.Failure) -> StoreCredentials {
    guard let keys = keys(in: try output(of: command)) else {
      throw ShellCommand.Failure(words: "printed no keys")
    }
    return keys
  }

  /// Reads what the command prints: an object with `Version` 1 and the keys. Returns `nil` for anything else.
  static func keys(in bytes: [UInt8]) -> StoreCredentials? {
    guard
      let json = try? JSONParser.parse(
        bytes, bounds: JSONParser.Bounds(byteCount: 1 << 16, depth: 8)),
      json["Version"]?.integer == 1, let access = json["AccessKeyId"]?.string, !access.isEmpty,
      let secret = json["SecretAccessKey"]?.string, !secret.isEmpty
    else { return nil }
    let token = json["SessionToken"]?.string
    return StoreCredentials(
      accessKey: access, secretKey: secret, sessionToken: token?.isEmpty == true ? nil : token)
  }
}
