internal import Model
internal import Transfers

/// A command of the user that prints the keys of a store, as Amazon's tools run it.
enum KeyCommand {
  /// Runs a command with the shell and reads the keys that it prints.
  static func run(_ command: String) throws(ShellCommand.Failure) -> StoreCredentials {
    guard let keys = keys(in: try ShellCommand.output(of: command)) else {
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
