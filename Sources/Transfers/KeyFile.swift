internal import Model

/// The user's `~/.config/castbook/keys.json`: where keys come from, and which additional hosts they
/// may be sent to. It contains no keys.
///
/// ```json
/// {"castbook": "keys/1",
///  "keys": [{"name": "FAL_KEY", "command": "pass show fal/main"}],
///  "hosts": {"FAL_KEY": ["fal-proxy.example.com"]}}
/// ```
package struct KeyFile: Hashable, Sendable {
  /// The source of one key of one account.
  package struct Source: Hashable, Sendable {
    /// The name that calls use for the key.
    package let name: String
    package let account: String
    package let location: Location
  }

  /// Where the key is.
  package enum Location: Hashable, Sendable {
    case variable(String)
    case command(String)
  }

  package private(set) var sources: [Source] = []
  /// The hosts of all keys, including those that the file adds.
  package private(set) var hosts = KeyHosts.builtIn
  /// The keys that Castbook keeps for the user. They count where the file names no source and no
  /// variable is set.
  package var keptKeys: [KeptKey] = []

  /// The account that needs no key file.
  package static let mainAccount = "main"
  /// The longest file that is read, in bytes.
  package static let maximumByteCount = 1 << 20

  private static let members: Set = ["castbook", "keys", "hosts"]
  private static let sourceMembers: Set = ["name", "account", "variable", "command"]

  /// Creates the settings of a user who has no key file.
  package init() {}

  /// Parses the file.
  ///
  /// - Throws: `TransferFailure` with the problem. It never quotes a value from the file, which
  ///   might be a key.
  package init(_ bytes: [UInt8]) throws(TransferFailure) {
    let json: JSONValue
    do {
      json = try JSONParser.parse(
        bytes, bounds: JSONParser.Bounds(byteCount: Self.maximumByteCount, depth: 8))
    } catch {
      throw TransferFailure(.badKeyFile, "it is not JSON")
    }
    guard case .object(let members) = json, json["castbook"]?.string == "keys/1",
      let list = json["keys"]?.array
    else { throw TransferFailure(.badKeyFile, #"it needs "castbook": "keys/1" and a list "keys""#) }
    guard members.allSatisfy({ Self.members.contains($0.key) }) else {
      throw TransferFailure(.badKeyFile, "it has an unknown member")
    }
    if let allowed = json["hosts"] {
      guard let hosts = KeyHosts.builtIn.adding(allowed) else {
        throw TransferFailure(
          .badKeyFile, #""hosts" needs lists of host names, such as {"FAL_KEY": ["example.com"]}"#)
      }
      self.hosts = hosts
    }
    for (index, item) in list.enumerated() {
      let source = try Self.source(item, number: index + 1)
      guard !sources.contains(where: { $0.name == source.name && $0.account == source.account })
      else {
        throw Self.problem(index + 1, "is the second one for this name and account")
      }
      sources.append(source)
    }
  }

  private static func source(
    _ item: JSONValue, number: Int
  ) throws(TransferFailure) -> Source {
    guard case .object(let members) = item,
      members.allSatisfy({ sourceMembers.contains($0.key) })
    else { throw problem(number, "has something else than name, account, variable or command") }
    guard let name = item["name"]?.string, isName(name) else {
      throw problem(number, "needs a name such as FAL_KEY")
    }
    let location: Location
    switch (item["variable"]?.string, item["command"]?.string) {
    case (let variable?, nil) where isName(variable): location = .variable(variable)
    case (nil, let command?) where !command.isEmpty: location = .command(command)
    default: throw problem(number, "needs either a variable or a command")
    }
    return Source(name: name, account: item["account"]?.string ?? mainAccount, location: location)
  }

  private static func problem(_ number: Int, _ words: String) -> TransferFailure {
    TransferFailure(.badKeyFile, "entry \(number) of \"keys\" \(words)")
  }

  /// Whether a key has a source: an entry in the file, for the main account a variable, or a key
  /// that Castbook keeps.
  /// Commands are not run, so one may still fail.
  ///
  /// - Parameters:
  ///   - allowsSignedToken: Whether a pair of keys that can sign a token will do.
  ///   - isSet: Returns whether a variable is set.
  package func hasSource(
    of name: String, for account: String, allowingSignedToken allowsSignedToken: Bool,
    isSet: (String) -> Bool
  ) -> Bool {
    func has(_ name: String) -> Bool {
      switch sources.first(where: { $0.name == name && $0.account == account })?.location {
      case .variable(let other): isSet(other)
      case .command: true
      case nil:
        account == Self.mainAccount && isSet(name)
          || keptKeys.contains { $0.name == name && $0.account == account }
      }
    }
    guard !has(name), allowsSignedToken, let pair = Self.tokenKeyNames(for: name) else {
      return has(name)
    }
    return has(pair.access) && has(pair.secret)
  }

  /// The names of the two keys that sign a token: `KLING_ACCESS_KEY` and `KLING_SECRET_KEY` for
  /// `KLING_API_KEY`. `nil` for a name without such a pair.
  package static func tokenKeyNames(for name: String) -> (access: String, secret: String)? {
    guard name.hasSuffix("_API_KEY") else { return nil }
    let stem = name.dropLast(8)
    return ("\(stem)_ACCESS_KEY", "\(stem)_SECRET_KEY")
  }

  /// Whether a text is a valid name for a key's variable.
  package static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
      }
  }

  /// The name of the variable at the end of a header, as in `Authorization: Key $FAL_KEY`; `nil` if
  /// there is none.
  package static func variable(in header: String) -> String? {
    guard let dollar = header.lastIndex(of: "$") else { return nil }
    let name = String(header[header.index(after: dollar)...])
    return isName(name) ? name : nil
  }
}
