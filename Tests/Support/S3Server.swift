package import Foundation
import Model
import Testing

/// An S3 store on the loopback address: `rclone serve s3`, with its own code for signatures.
package final class S3Server {
  package static let accessKey = "castbook"
  package static let secretKey = "a/secret+of=tests"

  /// The folder with the server's files and, for an encrypted one, its certificate `cert.pem`.
  package let folder: TemporaryFolder
  /// The server, such as `http://127.0.0.1:43210`.
  package private(set) var origin = ""
  private let encryption: [String]
  private var process = Process()

  /// The folder of the bucket `team`.
  package var bucket: URL { folder.url.appending(path: "store/team") }

  /// The variables with the keys.
  package static let environment = [
    "AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey,
  ]

  /// The path of a program that `Scripts/install --tests` installs.
  package static func program(_ name: String) throws -> String {
    let program = Fixtures.repository.appending(path: ".build/stores/bin/\(name)").path()
    try #require(
      FileManager.default.isExecutableFile(atPath: program),
      "\(name) is not there: run Scripts/install --tests")
    return program
  }

  /// Starts a store; with `isEncrypted`, its own authority issues its certificate for `localhost`.
  package init(isEncrypted: Bool = false) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "store/team"), withIntermediateDirectories: true)
    if isEncrypted {
      try TestCertificate.make(for: ["localhost"], in: folder.url)
      encryption = ["--cert", folder.path("cert.pem").text, "--key", folder.path("key.pem").text]
    } else {
      encryption = []
    }
    try start()
  }

  /// Starts the server, on any port or on that of before.
  package func start() throws {
    let log = folder.url.appending(path: "log")
    try Data().write(to: log)
    let port = URL(string: origin)?.port ?? 0
    process = Process()
    process.executableURL = URL(filePath: try Self.program("rclone"))
    process.arguments =
      [
        "serve", "s3", "--addr", "127.0.0.1:\(port)", "--config", "/dev/null", "--auth-key",
        "\(Self.accessKey),\(Self.secretKey)", folder.url.appending(path: "store").path(),
      ] + encryption
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var found: String?
    for _ in 0..<600 where found == nil {
      let words = try String(contentsOf: log, encoding: .utf8)
      found = words.firstMatch(of: /\[(https?:[^\]]+)\]/).map { String($0.1) }
      if found == nil { Thread.sleep(forTimeInterval: 0.05) }
    }
    let address = try #require(found, "rclone does not serve")
    origin = address.hasSuffix("/") ? String(address.dropLast()) : address
  }

  deinit { kill() }

  /// Kills it outright: a child inherits its thread's blocked signals, SIGTERM among them.
  package func kill() {
    guard process.isRunning else { return }
    _ = Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
