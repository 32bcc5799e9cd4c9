internal import Model
internal import Transfers

/// Runs the user's commands that print keys: a single key, or a store's keys in the format of
/// Amazon's tools.
enum KeyCommand {
  /// Runs a command in the shell and returns its output. The command is killed if castbook ends.
  static func output(of command: String) throws(ShellCommand.Failure) -> [UInt8] {
    try ShellCommand.output(of: command, for: ServerInput.descriptor)
  }

  /// Runs a command in the shell and parses the keys that it prints.
  static func run(_ command: String) throws(ShellCommand.Failure) -> StoreCredentials {
    guard let keys = keys(in: try output(of: command)) else {
      throw ShellCommand.Failure(message: "printed no keys")
    }
    return keys
  }

  /// Parses the output of a command: an object with `Version` 1 and the keys. Returns `nil` for
  /// anything else.
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
