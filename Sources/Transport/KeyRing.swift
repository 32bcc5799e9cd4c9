internal import Files
internal import Model
internal import Transfers

/// The keys of one account of the user. They come from the environment or from commands, and never leave this program
/// except to the provider that they are for.
///
/// The key file names the sources: which variable or which command has the key that calls know as `$FAL_KEY`. For an
/// account that it doesn't name there is only the main one, whose keys are in the variables themselves.
final class KeyRing {
  private let account: String
  private let sources: [KeyFile.Source]
  /// Returns the value of a variable; `nil` if it isn't set.
  private let variable: (String) -> String?
  private let run: (String) throws(ShellCommand.Failure) -> [UInt8]
  /// The keys that were found, so that a command runs once.
  private var found: [String: String] = [:]
  /// The tokens that were signed, each with the name of the key that it was made for.
  private var tokens: [String: String] = [:]

  /// The account that needs no key file.
  static let mainAccount = "main"

  init(
    account: String, _ file: KeyFile, variable: @escaping (String) -> String?,
    run: @escaping (String) throws(ShellCommand.Failure) -> [UInt8]
  ) {
    self.account = account
    sources = file.sources
    (self.variable, self.run) = (variable, run)
  }

  /// Returns a line of a head with the key for the variable at its end, if it has one.
  ///
  /// - Parameter now: The moment for which a token is signed; `nil` if the provider takes no token.
  func filled(_ line: String, signingAt now: Instant?) throws(CallFailure) -> String {
    guard let dollar = line.lastIndex(of: "$") else { return line }
    let name = String(line[line.index(after: dollar)...])
    guard KeyFile.isName(name) else { return line }
    return String(line[..<dollar]) + (try key(name, signingAt: now))
  }

  private func key(_ name: String, signingAt now: Instant?) throws(CallFailure) -> String {
    if let key = try value(name) { return key }
    if let now, let stem = Self.stem(of: name), let access = try value("\(stem)_ACCESS_KEY"),
      let secret = try value("\(stem)_SECRET_KEY")
    {
      let token = SignedToken.text(access: access, secret: secret, at: now)
      tokens[token] = name
      return token
    }
    throw CallFailure(
      .noKey,
      account == Self.mainAccount ? "\(name) is not set" : "no source of \(name) for \(account)")
  }

  /// The shortest key that can be found in a text without taking other words for it.
  private static let shortestKey = 8

  /// Returns an answer with the name of a key wherever it contains the key: some providers repeat a wrong one.
  func removed(from body: [UInt8]) -> [UInt8] {
    let secrets =
      found.map { (name: $0.key, text: $0.value) }
      + tokens.map { (name: $0.value, text: $0.key) }
    return secrets.sorted { $0.text.utf8.count > $1.text.utf8.count }.reduce(body) { body, secret in
      let bytes = Array(secret.text.utf8)
      guard bytes.count >= Self.shortestKey, body.contains(bytes: bytes) else { return body }
      return body.replacing(bytes, with: Array("$\(secret.name)".utf8))
    }
  }

  /// What names of several keys of a provider have in common: `KLING` of `KLING_API_KEY`.
  private static func stem(of name: String) -> String? {
    name.hasSuffix("_API_KEY") ? String(name.dropLast(8)) : nil
  }

  /// Returns a key by the name of its variable; `nil` if there is no source of it.
  private func value(_ name: String) throws(CallFailure) -> String? {
    if let key = found[name] { return key }
    let source = sources.first { $0.name == name && $0.account == account }
    let text: String?
    switch source?.place {
    case .variable(let other):
      text = variable(other)
      if text == nil { throw CallFailure(.noKey, "\(other) is not set") }
    case .command(let command):
      do throws(ShellCommand.Failure) {
        text = String(decoding: try run(command), as: UTF8.self)
      } catch {
        throw CallFailure(.noKey, "the command for \(name) \(error.words)")
      }
    case nil: text = account == Self.mainAccount ? variable(name) : nil
    }
    guard let text else { return nil }
    let key = text.last == "\n" ? text.dropLast() : text[...]
    guard (1...8192).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw CallFailure(.noKey, "\(name) is not one line of plain characters") }
    found[name] = String(key)
    return String(key)
  }
}

/// Where keys come from: `~/.config/castbook/keys.json`.
struct KeyFile {
  struct Source {
    /// The name by which calls know the key.
    let name: String
    let account: String
    let place: Place
  }

  enum Place {
    case variable(String)
    case command(String)
  }

  private(set) var sources: [Source] = []

  /// The names of the file's keys.
  private static let members: Set = ["castbook", "keys"]
  private static let sourceMembers: Set = ["name", "account", "variable", "command"]

  init() {}

  /// Reads the file.
  ///
  /// - Throws: `CallFailure` with what is wrong. It never contains a value of the file, which might be a key.
  init(_ bytes: [UInt8]) throws(CallFailure) {
    let json: JSONValue
    do {
      json = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(byteCount: 1 << 20, depth: 8))
    } catch {
      throw CallFailure(.badKeyFile, "it is not JSON")
    }
    guard case .object(let members) = json, json["castbook"]?.string == "keys/1",
      let list = json["keys"]?.array
    else { throw CallFailure(.badKeyFile, #"it needs "castbook": "keys/1" and a list "keys""#) }
    guard members.allSatisfy({ Self.members.contains($0.key) }) else {
      throw CallFailure(.badKeyFile, "it has a member that is not known")
    }
    for (index, item) in list.enumerated() {
      func wrong(_ words: String) -> CallFailure {
        CallFailure(.badKeyFile, "entry \(index + 1) of \"keys\" \(words)")
      }
      guard case .object(let members) = item,
        members.allSatisfy({ Self.sourceMembers.contains($0.key) })
      else { throw wrong("has something else than name, account, variable or command") }
      guard let name = item["name"]?.string, Self.isName(name) else {
        throw wrong("needs a name such as FAL_KEY")
      }
      let place: Place
      switch (item["variable"]?.string, item["command"]?.string) {
      case (let variable?, nil) where Self.isName(variable): place = .variable(variable)
      case (nil, let command?) where !command.isEmpty: place = .command(command)
      default: throw wrong("needs either a variable or a command")
      }
      let account = item["account"]?.string ?? KeyRing.mainAccount
      guard !sources.contains(where: { $0.name == name && $0.account == account }) else {
        throw wrong("is the second one for this name and account")
      }
      sources.append(Source(name: name, account: account, place: place))
    }
  }

  /// Whether a text can be the name of a variable with a key.
  static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
      }
  }
}

/// A token that proves the possession of a pair of keys for half an hour: a JWT with HS256, as Kling wants it.
enum SignedToken {
  static func text(access: String, secret: String, at now: Instant) -> String {
    let seconds = now.milliseconds / 1000
    let claims: JSONValue = ["iss": access, "exp": seconds + 1800, "nbf": seconds - 5]
    let header: JSONValue = ["alg": "HS256", "typ": "JWT"]
    let signed = [header, claims].map { base64URL($0.canonicalBytes ?? []) }.joined(separator: ".")
    let code = HMAC.code(of: Array(signed.utf8), key: Array(secret.utf8)).bytes
    return "\(signed).\(base64URL(code))"
  }

  private static func base64URL(_ bytes: [UInt8]) -> String {
    String(
      bytes.base64.compactMap { character in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }
}
