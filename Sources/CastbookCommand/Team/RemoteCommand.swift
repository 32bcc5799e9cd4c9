internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook remote`: the store through which a team shares the library.
enum RemoteCommand {
  static let command = Command(
    "remote", "Share the library with a team through a store that speaks S3.",
    details: [
      "A team's library is in a bucket of any S3-compatible store (SeaweedFS, MinIO, Ceph, AWS S3, R2, B2). "
        + "Every member has a complete catalogue and works offline; push, pull and sync exchange what is "
        + "new. Without a subcommand, this shows where the library is shared (docs/team.md).",
      "Keys come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or from a profile in "
        + "~/.aws, where credential_process names a command. Castbook never keeps or prints them.",
    ],
    examples: [
      Example("castbook remote", "where this library is shared"),
      Example(
        "castbook remote add s3://studio/cast --endpoint https://s3.example.com", "share it there"),
    ],
    options: [Options.output],
    children: [add, remove], section: "Team", run: Command.printing(show))

  // MARK: Add

  private static let endpoint = ValueOption<String>(
    "endpoint", "URL", "The store's server, such as https://s3.example.com; Amazon's by default.")
  private static let region = ValueOption<String>(
    "region", "REGION", "Its region ($AWS_REGION, or us-east-1).")
  private static let profile = ValueOption<String>(
    "profile", "NAME", "The profile in ~/.aws with the keys.")
  private static let authorities = ValueOption<FilePath>(
    "ca", "FILE", "The certificate of the authority that signed the store's.", completion: .files
  ) { word in
    guard let path = FilePath(bytes: word.bytes) else {
      throw UsageError(message: "--ca needs a file", fix: "name a file")
    }
    return path
  }
  /// Which files a pull fetches, also for `pull` and `sync`.
  static let files = ValueOption<RemoteSettings.FetchedFiles>(
    "blobs", "WHICH", "Files that a pull fetches: none, pinned or all.",
    completion: .choices(RemoteSettings.FetchedFiles.allCases.map(\.rawValue))
  ) { word in
    guard let files = RemoteSettings.FetchedFiles(rawValue: word.text) else {
      throw UsageError(
        message: "--blobs: unknown value \"\(sanitized(word.text))\"",
        fix: "write none, pinned or all")
    }
    return files
  }

  private static let add = Command(
    "add", "Share this library through a store, or copy the library that is there.",
    details: [
      "Castbook first tests the store: it writes, reads and lists a small object, and sends a wrong checksum "
        + "and an old signature, which a good store refuses. The report says what the store guarantees.",
      "If the store has a library already, a new or empty library here becomes a copy of it. If it has none, "
        + "this library is the first: `castbook push` sends it.",
    ],
    examples: [
      Example("castbook remote add s3://studio/cast", "on AWS, with the keys of the environment"),
      Example(
        "castbook remote add s3://cast --endpoint http://127.0.0.1:8333 --profile studio",
        "a server of your own"),
    ],
    positionals: [
      Positional("s3://BUCKET/PREFIX", .one, "The bucket, and a folder in it if you like.")
    ],
    options: [
      OptionGroup("Where", [endpoint, region, authorities]), OptionGroup("Whose keys", [profile]),
      OptionGroup("What to fetch", [files]), Options.output,
    ], run: Command.printing(addRemote))

  private static func addRemote(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    var adding = AddRemote(arguments.positionals[0].text)
    adding.endpoint = try arguments[endpoint]
    adding.region = try arguments[region]
    adding.profile = try arguments[profile]
    adding.authorities = try arguments[authorities]
    adding.files = try arguments[files] ?? .none
    screen.progress.update("testing the store")
    let added = try await adding.run(at: Libraries.location(arguments))
    return Report(json: TeamJSON.added(added)) { RemoteText.added(added, $0) }
  }

  // MARK: Show and remove

  private static func show(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let library = try await Libraries.open(arguments)
    let status = try RemoteStatus(of: library)
    return Report(json: TeamJSON.status(status)) { RemoteText.status(status, $0) }
  }

  private static let remove = Command(
    "remove", "Stop sharing this library from this machine; keep it and the store.",
    details: [
      "The library stays complete here, and the store stays as it is. Other machines keep using it."
    ],
    examples: [Example("castbook remote remove", "then remote add connects another store")],
    options: [Options.output], run: Command.printing(removeRemote))

  private static func removeRemote(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let library = try await Libraries.open(arguments)
    let location = try RemoveRemote().run(in: library)
    return Report(json: TeamJSON.removed(location)) { _ in
      ["this library is not shared through \(sanitized(location)) any more; both stay as they are"]
    }
  }
}
