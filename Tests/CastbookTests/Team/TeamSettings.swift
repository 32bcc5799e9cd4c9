import Castbook
import Files
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("A user's settings for a team")
struct TeamSettings {
  private let folder: TemporaryFolder
  private let library: ULID

  init() throws {
    folder = try TemporaryFolder()
    library = try #require(ULID(bytes: [UInt8](repeating: 1, count: 16)))
  }

  /// The environment of a user whose folders are below the test's own.
  private func environment(_ name: String) -> [UInt8]? {
    ["XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state"][name].map { folder.path($0).bytes }
  }

  @Test("keep every property, and paths that are not UTF-8")
  func remote() throws {
    let (key, authority) = try (
      #require(FilePath(bytes: Array("/team".utf8) + [0xE9])),
      #require(FilePath(bytes: Array("/ca".utf8) + [0xFF]))
    )
    var settings: [RemoteSettings] = []
    for (verifies, source, authorities) in [
      (true, RemoteSettings.KeySource.file(folder.path("team.key")), folder.path("ca.pem")),
      (true, .file(key), authority),
      (false, .command("pass show team"), folder.path("ca.pem")),
    ] {
      var sample = RemoteSettings(
        location: "s3://bucket/prefix", endpoint: "https://s3.example.com", region: "eu-1",
        profile: "studio", account: "store", authorities: authorities, files: .pinned,
        verifiesSHA256: verifies, supportsConditionalPut: !verifies, keySource: source)
      sample.keeper = SigningKey(bytes: [UInt8](repeating: 7, count: 32))
      settings.append(sample)
    }
    let other = RemoteSettings(
      location: "s3://other", endpoint: nil, region: "us-east-1", profile: nil, authorities: nil,
      files: .all, verifiesSHA256: true, supportsConditionalPut: true)
    let shapes = [
      StoredShape(RemoteSettings.self, full: settings, other: other) { settings in
        try settings.write(for: library, environment)
        return try RemoteSettings.read(of: library, environment)
      },
      StoredShape(
        RemoteSettings.KeySource.self, full: settings.compactMap(\.keySource),
        other: .command("cat key")),
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }

  @Test("keep the secret of the machine, and keys of the team that can be read")
  func keys() throws {
    let secret = try MachineSecret.read(environment)
    #expect(try MachineSecret.read(environment) == secret)
    let path = folder.path("team.key")
    try TeamKeyFile.create(path)
    _ = try TeamKeyFile.read(.file(path))
    try TeamKeyFile.addKey(to: path)
    _ = try TeamKeyFile.read(.file(path))
  }
}
