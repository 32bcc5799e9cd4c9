internal import Bundles
internal import Files
internal import Library
internal import Sending
internal import Transfers

/// The user's settings, which all libraries on this machine share: a name, the keys of providers,
/// and what may be spent.
///
/// ```swift
/// let settings = try UserSettings.read(catalogue)
/// for key in settings.keys { print(key.name, key.account) }
/// ```
public struct UserSettings: Sendable {
  /// The name beside what the user changes; `nil` if there is none.
  public let name: String?
  /// Whether the name comes from `CASTBOOK_BY` instead of the settings.
  public let isNameFromEnvironment: Bool
  /// The keys that have a source, by name and account.
  public let keys: [KnownKey]
  /// The keys that have no source, of providers to which Castbook can send.
  public let missingKeys: [ProviderKey]
  /// What may be spent within 24 hours, by currency.
  public let dailyLimits: [Cost]
  /// What counts against the daily limits: what was begun within the last 24 hours in the library,
  /// and in others while there was a limit.
  public let spent: [Cost]

  /// Reads the settings. No key is read, and no command for one is run.
  ///
  /// - Parameter library: The library whose jobs count as spent; `nil` if there is none.
  /// - Throws: `SendError` for a file of settings that can't be used.
  public static func read(
    _ catalogue: TargetCatalogue, in library: ElementLibrary? = nil
  ) throws -> UserSettings {
    let name = AuthorName.ofUser
    let limits = try SpendingLimits.ofUser()
    let now = Instant(milliseconds: SystemEnvironment.ofThisMachine.now())
    let file = try KeyFile.ofUser()
    let providers = ProviderKey.all(in: catalogue)
    let keys = KnownKey.all(file, providers)
    let known = Set(keys.map(\.name))
    return UserSettings(
      name: name?.text, isNameFromEnvironment: name?.isFromEnvironment ?? false, keys: keys,
      missingKeys: providers.filter { provider in
        let pair = KeyFile.tokenKeyNames(for: provider.name)
        let hasPair = pair.map { known.isSuperset(of: [$0.access, $0.secret]) } ?? false
        return provider.canSend && !known.contains(provider.name) && !hasPair
      },
      dailyLimits: limits.daily.sorted { $0.key < $1.key }.compactMap {
        Cost(amount: $1.text, currency: $0)
      },
      spent: try limits.daily.isEmpty
        ? []
        : (library?.contents { try limits.spent(until: now, $0) }
          ?? limits.spent(until: now, nil)).sums)
  }
}

/// A key that has a source.
public struct KnownKey: Hashable, Sendable {
  /// The name that calls use for the key, such as `FAL_KEY`.
  public let name: String
  public let account: String
  /// The provider that it is for; `nil` if no target uses it.
  public let provider: String?
  public let source: Source
  /// When Castbook began to keep it; `nil` if it comes from elsewhere.
  public let since: Instant?

  /// Where a key comes from.
  public enum Source: Hashable, Sendable {
    /// A variable of the environment.
    case variable(String)
    /// A command in `keys.json`.
    case command
    /// The system's keyring, where Castbook keeps it.
    case keyring
    /// A file that only this user may read, in which Castbook keeps it.
    case file
  }

  /// Returns the keys that have a source, by name and account.
  static func all(_ file: KeyFile, _ providers: [ProviderKey]) -> [KnownKey] {
    var keys: [KnownKey] = []
    func add(_ name: String, _ account: String, _ source: Source, since: Instant? = nil) {
      guard !keys.contains(where: { $0.name == name && $0.account == account }) else { return }
      let provider = providers.first { $0.name == name }?.provider
      keys.append(
        KnownKey(name: name, account: account, provider: provider, source: source, since: since))
    }
    func isSet(_ name: String) -> Bool { ProcessEnvironment.environment(name) != nil }
    // The order is that in which a key is looked up. What the file names is looked up there alone.
    for source in file.sources {
      switch source.location {
      case .variable(let name): if isSet(name) { add(source.name, source.account, .variable(name)) }
      case .command: add(source.name, source.account, .command)
      }
    }
    func isElsewhere(_ name: String, _ account: String) -> Bool {
      file.sources.contains { $0.name == name && $0.account == account }
    }
    let pairs = providers.compactMap { KeyFile.tokenKeyNames(for: $0.name) }
    for name in providers.map(\.name) + pairs.flatMap({ [$0.access, $0.secret] })
    where isSet(name) && !isElsewhere(name, KeyFile.mainAccount) {
      add(name, KeyFile.mainAccount, .variable(name))
    }
    for key in file.keptKeys where !isElsewhere(key.name, key.account) {
      add(
        key.name, key.account, key.place == .keyring ? .keyring : .file,
        since: KeyFile.timeOfKeeping(key))
    }
    return keys.sorted { ($0.name, $0.account) < ($1.name, $1.account) }
  }
}

/// The key of a provider.
public struct ProviderKey: Hashable, Sendable {
  /// The name of its variable.
  public let name: String
  /// The provider's name.
  public let provider: String
  /// Whether Castbook knows how to send to a target of the provider.
  public let canSend: Bool

  /// Returns the keys that targets of a catalogue name, in the order of their providers.
  static func all(in catalogue: TargetCatalogue) -> [ProviderKey] {
    var keys: [String: ProviderKey] = [:]
    for id in catalogue.ids {
      guard let profile = try? catalogue.profile(id), let call = profile.call?.value else {
        continue
      }
      let canSend =
        profile.endpoints.first.map { endpoint in
          (try? ProviderEndpoint(profile, path: endpoint.path, catalogue.sending(of: profile)))
            != nil
        } ?? false
      for name in call.headers.compactMap(KeyFile.variable) {
        let known = keys[name]
        // Of "fal" and "Google via fal", the shorter name is the provider's own.
        let names = [known?.provider, profile.provider].compactMap(\.self)
        let provider = names.min { ($0.count, $0) < ($1.count, $1) } ?? profile.provider
        keys[name] = ProviderKey(
          name: name, provider: provider, canSend: canSend || known?.canSend == true)
      }
    }
    return keys.values.sorted {
      ($0.provider.lowercased(), $0.name) < ($1.provider.lowercased(), $1.name)
    }
  }
}
