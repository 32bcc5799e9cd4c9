internal import Files
internal import Library
internal import LibraryVerbs
internal import Transfers

/// The verb `settings key`: keeps a key that the user enters, in the system's keyring or in a file
/// that only this user may read.
///
/// Only `castbook-transport` reads the key. If it is typed on the terminal, this process never has
/// it.
///
/// ```swift
/// let place = try KeepKey("FAL_KEY").run(.terminal)
/// print(place)
/// ```
public struct KeepKey: Sendable {
  /// The name that calls use for the key, such as `FAL_KEY`.
  public var name: String
  /// The account whose key it is.
  public var account: String
  /// Where it is kept; `nil` for the keyring if there is one, or else a file.
  public var place: Place?

  /// Where a key is kept.
  public enum Place: String, CaseIterable, Hashable, JSONConvertible, Sendable {
    case keyring
    case file
  }

  /// Where a key comes from.
  public enum Source: Hashable, Sendable {
    /// The user types it on the terminal, where it isn't shown.
    case terminal
    case bytes([UInt8])
  }

  /// Creates the verb for the key of an account.
  public init(_ name: String, of account: String = RegistrationDraft.defaultAccount) {
    (self.name, self.account) = (name, account)
  }

  /// Keeps the key, in the place of the one that was kept before. Returns where it is kept.
  ///
  /// - Throws: `SettingsError` if there is no such key, or it can't be kept.
  public func run(_ source: Source) throws -> Place {
    try requireName()
    let action: KeyRequest.Action =
      switch source {
      case .terminal: .keep(.terminal, in: keptPlace)
      case .bytes(let bytes): .keep(.bytes(bytes), in: keptPlace)
      }
    guard let place = try perform(action) else {
      throw SettingsError.keyNotKept(name, "castbook-transport gave no answer")
    }
    return place
  }

  /// Forgets the key. Returns where it was kept; `nil` if it wasn't.
  ///
  /// - Throws: `SettingsError` if it can't be removed.
  public func forget() throws -> Place? { try perform(.forget) }

  private var keptPlace: KeptKey.Place? { place.flatMap { KeptKey.Place(rawValue: $0.rawValue) } }

  private func perform(_ action: KeyRequest.Action) throws -> Place? {
    guard let folder = KeptAccount.folderOfUser else { throw ElementLibraryError.noHomeDirectory }
    guard KeyFile.isName(name) else { throw SettingsError.unknownKey(name) }
    guard let request = KeyRequest(action, name, of: account, folder: folder) else {
      throw SettingsError.badAccount(account)
    }
    CoreDumps.disable()
    do {
      return try TransportProcess.perform(request, TransportProgram.location) { Task.isCancelled }
        .flatMap { Place(rawValue: $0.rawValue) }
    } catch let failure as TransferFailure {
      throw failure.reason == .invalidRequest
        ? SettingsError.badKey(name, failure.detail) : .keyNotKept(name, failure.detail)
    }
  }

  /// Refuses a name that no provider uses: a mistyped one would never be found.
  private func requireName() throws(SettingsError) {
    let hosts = KeyHosts.builtIn
    let store = KeptAccount.storeKeyNames
    let pairs = hosts.names.compactMap(KeyFile.tokenKeyNames).flatMap { [$0.access, $0.secret] }
    let own = (try? KeyFile.ofUser())?.hosts.names ?? []
    guard (hosts.names + pairs + own + [store.access, store.secret]).contains(name) else {
      throw .unknownKey(name)
    }
  }
}

/// Why a setting wasn't changed.
public enum SettingsError: CastbookError, Hashable {
  /// No provider has a key of this name.
  case unknownKey(String)
  /// The account's name can't be used.
  case badAccount(String)
  /// The text can't be a key, for this reason.
  case badKey(String, String)
  /// The key can't be kept, for this reason.
  case keyNotKept(String, String)
  /// The text is no amount of money.
  case badLimit(String)
  /// The text is no name.
  case badName

  public var blame: Blame {
    switch self {
    case .unknownKey, .badAccount, .badKey, .badLimit, .badName: .usage
    case .keyNotKept: .failure
    }
  }

  public var rule: String {
    switch self {
    case .unknownKey, .badAccount, .badKey, .badLimit, .badName: "usage"
    case .keyNotKept: "settings.not-kept"
    }
  }

  public var message: String {
    switch self {
    case .unknownKey(let name): "no provider has a key called \"\(sanitized(name))\""
    case .badAccount(let name): "\"\(sanitized(name))\" can't be the name of an account"
    case .badKey(let name, let words), .keyNotKept(let name, let words):
      "\(name) was not kept: \(words)"
    case .badLimit(let text): "\"\(sanitized(text))\" can't be used as a daily limit"
    case .badName: "a name is one line of at most \(AuthorName.maximumLength) characters"
    }
  }

  public var fix: String? {
    switch self {
    case .unknownKey: "castbook settings shows the names, such as FAL_KEY"
    case .badAccount: "use 1 to 40 lowercase letters, digits, dots, dashes and underscores"
    case .badKey: "copy it from the provider's page again"
    case .keyNotKept: nil
    case .badLimit: "write each currency once, with an amount: \"20 USD\" \"3000 CREDITS\""
    case .badName: "leave out line breaks and invisible characters"
    }
  }
}
