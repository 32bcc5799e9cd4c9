package import Model

/// A key that the user has entered into Castbook, which keeps it for one account: in the system's
/// keyring, or in a file that only this user may read.
///
/// The folder of kept keys has a folder for each account, and in it a file for each key:
/// `main/FAL_KEY.key` contains the key, `main/FAL_KEY.keyring` is empty and says that the keyring
/// has it.
package struct KeptKey: Hashable, Sendable {
  /// The name that calls use for the key, such as `FAL_KEY`.
  package let name: String
  package let account: String
  package let place: Place

  /// Where a key is kept.
  package enum Place: String, CaseIterable, JSONConvertible, Hashable, Sendable {
    case keyring
    case file
  }

  /// Creates the description of a key; `nil` if a name is invalid.
  package init?(_ name: String, of account: String, in place: Place) {
    guard KeyFile.isName(name), Self.isAccount(account) else { return nil }
    (self.name, self.account, self.place) = (name, account, place)
  }

  /// Returns the key that a file in the folder of kept keys stands for; `nil` for any other file.
  package init?(file: [UInt8], in account: [UInt8]) {
    let parts = String(decoding: file, as: UTF8.self).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let place = Place.allCases.first(where: { $0.suffix == parts[1] })
    else { return nil }
    self.init(String(parts[0]), of: String(decoding: account, as: UTF8.self), in: place)
  }

  /// Returns the path of the key's file in the folder of kept keys.
  package func path(in folder: FilePath) -> FilePath {
    folder.appending(Array("\(account)/\(name).\(place.suffix)".utf8))
  }

  /// Whether a text is a valid name for an account with kept keys: 1 to 40 lowercase letters,
  /// digits, dots, dashes and underscores, with a letter or a digit first.
  package static func isAccount(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    return (1...40).contains(text.utf8.count) && text.utf8.first.map(isLetter) == true
      && text.utf8.allSatisfy { isLetter($0) || [0x2D, 0x2E, 0x5F].contains($0) }
  }

  /// The minimum length of a key, in characters: shorter ones are mistakes.
  package static let minimumLength = 8
  /// The maximum length of a key, in characters.
  package static let maximumLength = 8192
}

extension KeptKey.Place {
  /// The suffix of the key's file.
  fileprivate var suffix: String {
    switch self {
    case .keyring: "keyring"
    case .file: "key"
    }
  }
}

extension KeptKey.Place: StoredValue {}

/// A request to `castbook-transport` to keep a key, or to forget it.
package struct KeyRequest: Hashable, Sendable {
  package let name: String
  package let account: String
  /// The folder of kept keys.
  package let folder: FilePath
  package let action: Action

  /// What happens to the key.
  package enum Action: Hashable, Sendable {
    /// The key is kept in a place; `nil` for the keyring if there is one, or else a file.
    case keep(Source, in: KeptKey.Place?)
    case forget
  }

  /// Where the key comes from.
  package enum Source: Hashable, Sendable {
    /// The user types it on the terminal, where it isn't shown.
    case terminal
    case bytes([UInt8])
  }

  /// Creates a request; `nil` if a name is invalid.
  package init?(_ action: Action, _ name: String, of account: String, folder: FilePath) {
    guard KeyFile.isName(name), KeptKey.isAccount(account) else { return nil }
    (self.action, self.name, self.account, self.folder) = (action, name, account, folder)
  }

  /// The key's bytes, which follow the message's head.
  var payload: [UInt8] {
    if case .keep(.bytes(let bytes), _) = action { bytes } else { [] }
  }

  /// Returns the request with the key's bytes.
  func with(_ payload: [UInt8]) -> KeyRequest {
    guard case .keep(.bytes, let place) = action else { return self }
    return KeyRequest(.keep(.bytes(payload), in: place), name, of: account, folder: folder) ?? self
  }
}

extension KeyRequest: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let name = try fields.required("name", \.name)
    let account = try fields.required("account", \.account)
    let folder = try fields.required("folder") { SentPath($0.folder) }.path
    let isKept = try fields.required("keeps") { if case .keep = $0.action { true } else { false } }
    let isAsked = try fields.required("asks") {
      if case .keep(.terminal, _) = $0.action { true } else { false }
    }
    let place = try fields.optional("place") {
      if case .keep(_, let place) = $0.action { place } else { nil }
    }
    let action: Action =
      isKept ? .keep(isAsked ? .terminal : .bytes([]), in: place) : .forget
    guard let request = KeyRequest(action, name, of: account, folder: folder) else {
      throw RecordError("key request: a name is invalid")
    }
    self = request
  }
}
