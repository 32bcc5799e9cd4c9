import Foundation
import Testing

/// SeaweedFS on the loopback address: a distributed store that speaks S3.
package final class SeaweedServer {
  package let folder: TemporaryFolder
  package let origin: String
  private let ports: [Int]
  private var process = Process()

  /// Starts the store and makes the bucket `team`. The keys are those of `S3Server`.
  ///
  /// - Parameter port: The first of four ports. SeaweedFS also listens on the ports 10,000 higher,
  ///   which should be below those that the system assigns to other connections: from 32,768.
  package init(port: Int) throws {
    folder = try TemporaryFolder()
    origin = "http://127.0.0.1:\(port)"
    ports = [port, port + 1, port + 2, port + 3]
    let identities = """
      {"identities": [{"name": "keeper", "actions": ["Admin"], "credentials":
      [{"accessKey": "\(S3Server.accessKey)", "secretKey": "\(S3Server.secretKey)"}]}]}
      """
    try Data(identities.utf8).write(to: folder.url.appending(path: "s3.json"))
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "data"), withIntermediateDirectories: false)
    try start()
    let made = try retrying { try rclone("mkdir") }
    try #require(made, "SeaweedFS does not serve")
  }

  /// Starts the server again where it was.
  package func start() throws {
    process = Process()
    process.executableURL = URL(filePath: try S3Server.program("weed"))
    process.arguments = [
      "server", "-dir=\(folder.url.appending(path: "data").path())", "-ip=127.0.0.1",
      "-ip.bind=127.0.0.1",
      "-s3", "-s3.port=\(ports[0])", "-s3.config=\(folder.url.appending(path: "s3.json").path())",
      "-s3.port.iceberg=0", "-master.port=\(ports[1])", "-volume.port=\(ports[2])",
      "-filer.port=\(ports[3])", "-master.telemetry=false",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// Waits until the server answers, which takes half a minute after it was killed.
  package func wait() throws {
    let answers = try retrying { try rclone("lsd") }
    try #require(answers, "SeaweedFS does not serve again")
  }

  private func retrying(_ body: () throws -> Bool) throws -> Bool {
    for _ in 0..<90 {
      if try body() { return true }
      Thread.sleep(forTimeInterval: 1)
    }
    return false
  }

  private func rclone(_ command: String) throws -> Bool {
    let remote =
      ":s3,provider=Other,access_key_id=\(S3Server.accessKey),secret_access_key=\(S3Server.secretKey),"
      + "region=us-east-1,endpoint='\(origin)':team"
    let result = try Program.run(
      S3Server.program("rclone"),
      [command, remote, "--config=/dev/null", "--retries=1", "--low-level-retries=1"])
    return result.status == 0
  }

  package func kill() {
    guard process.isRunning else { return }
    _ = Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  deinit { kill() }
}
