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
        + "new. Without a subcommand, this shows where the library is shared (`castbook help team`).",
      "Keys come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or from a profile in "
        + "~/.aws, where credential_process names a command, or from an account with keys of those names that "
        + "`castbook settings key` keeps. Castbook never prints them.",
    ],
    examples: [
      Example("castbook remote", "where this library is shared"),
      Example(
        "castbook remote add s3://studio/cast --endpoint https://s3.example.com", "share it there"),
    ],
    options: [Options.output],
    children: [add, remove, machines, signers, policy, key], section: "Team",
    run: Command.printing(show))

  // MARK: Add

  private static let endpoint = ValueOption<String>(
    "endpoint", "URL", "The store's server, such as https://s3.example.com; Amazon's by default.")
  private static let region = ValueOption<String>(
    "region", "REGION", "Its region ($AWS_REGION, or us-east-1).")
  private static let profile = ValueOption<String>(
    "profile", "NAME", "The profile in ~/.aws with the keys.")
  private static let account = ValueOption<String>(
    "account", "NAME", "The account whose keys `castbook settings key` keeps.")
  private static let authorities = ValueOption<FilePath>(
    "ca", "FILE", "The certificate of the authority that signed the store's.")
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

  private static let isSealed = Flag(
    "sealed", "Encrypt everything with a team key before it leaves this machine.")
  private static let keyFile = ValueOption<FilePath>(
    "key-file", "FILE", "The file with the team key; a new one for a new store.")
  private static let keyCommand = ValueOption<String>(
    "key-command", "COMMAND", "A command that prints the team key.")

  /// Returns where the team's key is; `nil` without `--sealed`.
  private static func keySource(_ arguments: Arguments) throws -> RemoteSettings.KeySource? {
    let file = try arguments[keyFile]
    let command = try arguments[keyCommand]
    guard arguments[isSealed] else {
      guard file == nil, command == nil else {
        throw UsageError(
          message: "a team key is for a sealed store", fix: "add --sealed, or leave the key out")
      }
      return nil
    }
    switch (file, command) {
    case (let file?, nil): return .file(file)
    case (nil, let command?): return .command(command)
    default:
      throw UsageError(
        message: "--sealed needs the team key once",
        fix: "add --key-file FILE or --key-command COMMAND")
    }
  }

  private static let add = Command(
    "add", "Share this library through a store, or copy the library that is there.",
    details: [
      "Castbook first tests the store: it writes, reads and lists a small object, and sends a wrong checksum "
        + "and an old signature, which a good store refuses. The report says what the store guarantees.",
      "If the store has a library already, a new or empty library here becomes a copy of it. If it has none, "
        + "this library is the first: `castbook push` sends it.",
      "A sealed store contains nothing readable: names, records and files are encrypted here with a key that "
        + "only the team has. Providers can't read files from it (`castbook help team`).",
    ],
    examples: [
      Example("castbook remote add s3://studio/cast", "on AWS, with the keys of the environment"),
      Example(
        "castbook remote add s3://cast --endpoint http://127.0.0.1:8333 --profile studio",
        "a server of your own"),
      Example(
        "castbook remote add s3://secret --sealed --key-file ~/castbook.key",
        "encrypted; the key file is made if it is missing"),
    ],
    positionals: [
      Positional("s3://BUCKET/PREFIX", .one, "The bucket, and a folder in it if you like.")
    ],
    options: [
      OptionGroup("Where", [endpoint, region, authorities]),
      OptionGroup("Whose keys", [profile, account]),
      OptionGroup("Encryption", [isSealed, keyFile, keyCommand]),
      OptionGroup("What to fetch", [files]),
    ], run: Command.printing(addRemote))

  private static func addRemote(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    var adding = AddRemote(arguments.positionals[0].text)
    adding.endpoint = try arguments[endpoint]
    adding.region = try arguments[region]
    adding.profile = try arguments[profile]
    adding.account = try arguments[account]
    adding.authorities = try arguments[authorities]
    adding.files = try arguments[files] ?? .none
    adding.keySource = try keySource(arguments)
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
      "The library and the store stay as they are, and other machines keep using the store. Files that are not here "
        + "yet can't be fetched afterwards: run `castbook fetch --all` first."
    ],
    examples: [Example("castbook remote remove", "then remote add connects another store")],
    run: Command.printing(removeRemote))

  private static func removeRemote(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let library = try await Libraries.open(arguments)
    let location = try RemoveRemote().run(in: library)
    return Report(json: TeamJSON.removed(location)) { _ in
      ["this library is not shared through \(sanitized(location)) any more; both stay as they are"]
    }
  }

  // MARK: Machines

  private static let gone = ValueOption<String>(
    "gone", "MACHINE", "Take a machine off the list that will not come back.")

  private static let machines = Command(
    "machines", "List the machines that share this library, and where erasures have not arrived.",
    details: [
      "A machine is on the list from its first pull or push, unless its keys may only read. An erasure is open until "
        + "each machine has pulled it and the keeper has cleaned up the store.",
      "--gone takes the letters at the beginning of a machine's line. If that machine comes back, it is on the list "
        + "again after its next pull.",
    ],
    examples: [
      Example("castbook remote machines", "who has a copy"),
      Example("castbook remote machines --gone k3x7", "a laptop that was wiped"),
    ],
    options: [OptionGroup("Change", [gone])], run: Command.printing(listMachines))

  private static func listMachines(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    var listing = ListMachines()
    listing.gone = try arguments[gone]
    let library = try await Libraries.open(arguments)
    screen.progress.update("asking the store")
    let team = try await listing.run(in: library)
    return Report(json: TeamJSON.machines(team)) { RemoteText.machines(team, $0) }
  }

  // MARK: Signers

  private static let keeper = ValueOption<String>(
    "keeper", "FINGERPRINT",
    "Believe this machine in what it erases; \"this\" for this one, or none.")
  private static let ended = ValueOption<String>(
    "end", "FINGERPRINT", "Let a key count no more on all machines that believe this one.")

  private static let signers = Command(
    "signers", "List the machines that sign what they write, and say which one is the keeper's.",
    details: [
      "Each machine signs what it pushes. An erasure by a teammate is carried out only if the machine that made the "
        + "element, or the keeper's, has signed it; any other waits for your decision. The machine that began to share the library "
        + "is the keeper there. Name it once on each other machine: compare the fingerprint with the person.",
      "A lost or stolen machine: the keeper ends its key with --end and pushes. If the keeper's own machine is lost, name "
        + "another one with --keeper on each machine.",
    ],
    examples: [
      Example("castbook remote signers", "who signs, and with which key"),
      Example(
        "castbook remote signers --keeper 7f3a-09cc-12de-8a41-77b0", "believe this machine"),
      Example("castbook remote signers --end 5b21-77d0-9e1c-04af-3362", "a laptop that was stolen"),
    ],
    options: [OptionGroup("Change", [keeper, ended])], run: Command.printing(listSigners))

  private static func listSigners(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    var listing = ListSigners()
    listing.keeper = try arguments[keeper].map { word in
      switch word {
      case "none": .none
      case "this": .this
      default: .key(word)
      }
    }
    listing.ended = try arguments[ended]
    let signers = try await listing.run(in: Libraries.open(arguments))
    let isEnding = listing.ended != nil
    return Report(json: TeamJSON.signers(signers)) {
      RemoteText.signers(signers, isEnding: isEnding, $0)
    }
  }

  // MARK: Policy and key

  private static let policy = Command(
    "policy", "Print what a store must allow a reader, a member or the keeper.",
    details: [
      "A reader reads. A member also writes, but can't delete. The keeper also "
        + "deletes, for `castbook gc --remote`. The policy is in Amazon's language, which MinIO and Ceph "
        + "understand; `castbook help team` has the same for SeaweedFS and R2."
    ],
    examples: [
      Example("castbook remote policy member", "for the store of this library"),
      Example("castbook remote policy reader s3://studio/cast", "for another place"),
    ],
    positionals: [
      Positional(
        "ROLE", .one, "reader, member or keeper.",
        completion: .choices(RemotePolicy.Role.allCases.map(\.rawValue))),
      Positional("s3://BUCKET/PREFIX", .optional, "The place; that of this library by default."),
    ],
    run: Command.printing(printPolicy))

  private static func printPolicy(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let word = arguments.positionals[0].text
    guard let role = RemotePolicy.Role(rawValue: word) else {
      throw UsageError(
        message: "unknown role \"\(sanitized(word))\"", fix: "write reader, member or keeper")
    }
    let location: String
    if arguments.positionals.count > 1 {
      location = arguments.positionals[1].text
    } else {
      location = try await RemoteStatus(of: Libraries.open(arguments)).settings.location
    }
    let policy = try RemotePolicy(role, for: location)
    return Report(json: TeamJSON.policy(policy)) { _ in [policy.json.indentedText] }
  }

  private static let key = Command(
    "key", "Change the team key of a sealed store.",
    children: [rotate])

  private static let rotate = Command(
    "rotate", "Add a new team key; what is sealed from now on needs it.",
    details: [
      "The new key is added to the key file, which then has to reach every member. What was sealed before stays "
        + "readable with the earlier keys, so a member who left can still read that if the store lets them: end "
        + "their access to the store, too."
    ],
    examples: [Example("castbook remote key rotate", "then give the key file to every member")],
    run: Command.printing(rotateKey))

  private static func rotateKey(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let path = try await RotateTeamKey().run(in: Libraries.open(arguments))
    return Report(json: TeamJSON.rotated(path)) { _ in
      [
        "added a new key to \(sanitized(path.text))",
        "Give this file to every member: what is pushed from now on can't be read without it.",
      ]
    }
  }
}
