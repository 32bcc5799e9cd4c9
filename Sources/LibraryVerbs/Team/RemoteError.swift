/// Why a library's team store could not be set up or used.
public enum RemoteError: CastbookError, Hashable {
  /// The library has no team store.
  case none
  /// The library has a team store already.
  case exists(String)
  /// The text is not the address of a store.
  case badAddress(String)
  /// The text is not the address of a server.
  case badEndpoint(String)
  /// The file with a library's settings can't be read.
  case damagedSettings(FilePath)
  /// The store contains another library, and this one isn't empty.
  case otherLibrary(String)
  /// There is no library, either here or in the store.
  case noLibrary(LibraryLocation)
  /// The keys may only read, and there is no library in the store yet.
  case mayNotBegin(String)
  /// The store doesn't return or list what was just written to it.
  case inconsistent(String)
  /// Providers can't reach the store's server.
  case privateStore(String)
  /// The key of a sealed store can't be read, for this reason.
  case noKey(String)
  /// Other users can read the file with the team's key.
  case openKey(FilePath)
  /// The store isn't sealed.
  case notSealed
  /// The key comes from a command, so there is no file to add a key to.
  case notInFile
  /// Other users can read the file with this machine's secret.
  case openMachineKey(FilePath)
  /// The file with this machine's secret can't be used, for this reason.
  case badMachineKey(FilePath, String)
  /// No known signer has a key with this fingerprint.
  case unknownSigner(String)
  /// Only the keeper can end keys.
  case notKeeper
  /// The keeper can't end its own key.
  case endsItself
  /// The word matches no machine of the team, or several.
  case unknownMachine(String, count: Int)
  /// Another command is exchanging records with the store.
  case busy

  public var blame: Blame {
    switch self {
    case .badAddress, .badEndpoint, .unknownMachine, .unknownSigner, .endsItself: .usage
    default: .failure
    }
  }

  public var rule: String {
    switch self {
    case .none: "remote.none"
    case .exists: "remote.exists"
    case .badAddress, .badEndpoint, .unknownMachine, .unknownSigner, .endsItself: "usage"
    case .damagedSettings: "remote.damaged"
    case .otherLibrary: "remote.other-library"
    case .noLibrary: "library.none"
    case .mayNotBegin: "remote.refused"
    case .inconsistent: "remote.bad-answer"
    case .privateStore: "remote.private"
    case .noKey, .openKey, .notSealed, .notInFile: "remote.sealed"
    case .openMachineKey, .badMachineKey: "remote.machine-key"
    case .notKeeper: "remote.not-keeper"
    case .busy: "library.busy"
    }
  }

  public var message: String {
    switch self {
    case .none: "this library has no team store"
    case .exists(let location): "this library is shared through \(location) already"
    case .badAddress(let text): "\"\(sanitized(text))\" is not the address of a store"
    case .badEndpoint(let text): "\"\(sanitized(text))\" is not the address of a server"
    case .damagedSettings(let path): "\(path) is damaged"
    case .otherLibrary(let location): "\(location) contains another library than this one"
    case .noLibrary(let location):
      "\(location.missingMessage), and the store contains none either"
    case .mayNotBegin(let location): "\(location) contains no library, and these keys may only read"
    case .inconsistent(let location):
      "what was written to \(location) was not there when it was read"
    case .privateStore(let server): "providers can't reach \(sanitized(server)) from outside"
    case .noKey(let reason): reason
    case .openKey(let path): "other users can read \(path), which contains the team's key"
    case .notSealed: "this library's store is not sealed"
    case .notInFile: "a command prints the team's key, so Castbook can't change it"
    case .unknownMachine(let word, let count):
      count == 0
        ? "no machine of the team is called \"\(sanitized(word))\""
        : "\(count) machines of the team are called \"\(sanitized(word))\""
    case .openMachineKey(let path):
      "other users can read \(path), with which this machine signs"
    case .badMachineKey(let path, let reason):
      "\(path), with which this machine signs, can't be used: \(sanitized(reason))"
    case .unknownSigner(let text):
      "no machine of the team has signed with the key \"\(sanitized(text))\""
    case .notKeeper: "this machine is not the keeper"
    case .endsItself: "this is the key of this machine, which is the keeper"
    case .busy: "another command is exchanging records with the team store"
    }
  }

  public var fix: String? {
    switch self {
    case .none: "castbook remote add s3://BUCKET/PREFIX --endpoint URL sets one up"
    case .exists: "to change it: castbook remote remove, then castbook remote add"
    case .badAddress:
      "write s3://BUCKET or s3://BUCKET/PREFIX, in small letters, digits, dots and dashes"
    case .badEndpoint: "write https://HOST or http://HOST:PORT, without a path"
    case .damagedSettings: "delete it, then castbook remote add"
    case .otherLibrary:
      "choose another prefix, or make a copy of that library: castbook remote add … --library NEW-FOLDER"
    case .noLibrary: "create one: castbook init, then run this again"
    case .mayNotBegin: "check the address, or ask for keys that may write"
    case .inconsistent: "use a store that is consistent; Castbook would lose records on this one"
    case .privateStore: "upload the files of the bundle, or use a store with a public address"
    case .noKey: "ask the team for its key; castbook remote remove and remote add name another file"
    case .openKey(let path): "keep others out: chmod 600 \(path.quoted)"
    case .notSealed: "begin a sealed one: castbook remote add … --sealed --key-file FILE"
    case .notInFile: "add a line to what the command prints; castbook help team describes it"
    case .unknownMachine:
      "write the letters at the beginning of its line in castbook remote machines"
    case .openMachineKey(let path): "keep others out: chmod 600 \(path.quoted)"
    case .badMachineKey(let path, _):
      "mend or delete \(path.quoted); without it, this machine gets another key, and the keeper can end the earlier one"
    case .unknownSigner: "castbook pull, then compare with castbook remote signers"
    case .notKeeper:
      "run it on the keeper's machine, or make this one the keeper: castbook remote signers --keeper this"
    case .endsItself: "make another machine the keeper, and end this key there"
    case .busy: "wait for it to end, then run the command again"
    }
  }
}
