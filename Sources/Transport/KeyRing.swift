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
  private let file: KeyFile
  /// Returns the value of a variable; `nil` if it isn't set.
  private let variable: (String) -> String?
  private let run: (String) throws(ShellCommand.Failure) -> [UInt8]
  /// The keys that were found, so that a command runs once.
  private var found: [String: String] = [:]
  /// The tokens that were signed, each with the name of the key that it was made for.
  private var tokens: [String: String] = [:]

  init(
    account: String, _ file: KeyFile, variable: @escaping (String) -> String?,
    run: @escaping (String) throws(ShellCommand.Failure) -> [UInt8]
  ) {
    self.account = account
    self.file = file
    (self.variable, self.run) = (variable, run)
  }

  /// Returns a header with the key for the variable at its end, if it has one.
  ///
  /// - Parameters:
  ///   - host: The host that the header is sent to.
  ///   - now: The moment for which a token is signed; `nil` if the provider accepts no token.
  /// - Throws: `CallFailure` if there is no key, or the host is not one of the key's.
  func filled(
    _ line: String, for host: String, signingAt now: Instant?
  ) throws(CallFailure) -> String {
    guard let name = KeyFile.variable(in: line) else { return line }
    if let refusal = file.hosts.refusal(of: line, at: host) {
      throw CallFailure(.keyRefused, refusal.message)
    }
    return String(line.dropLast(name.count + 1)) + (try key(name, signingAt: now))
  }

  private func key(_ name: String, signingAt now: Instant?) throws(CallFailure) -> String {
    if let key = try value(name) { return key }
    if let now, let pair = KeyFile.pair(insteadOf: name), let access = try value(pair.access),
      let secret = try value(pair.secret)
    {
      let token = SignedToken.text(access: access, secret: secret, at: now)
      tokens[token] = name
      return token
    }
    throw CallFailure(
      .noKey,
      account == KeyFile.mainAccount ? "\(name) is not set" : "no source of \(name) for \(account)")
  }

  /// Removes the keys that were used from what a server says.
  var redactor: KeyRedactor {
    KeyRedactor(
      found.map { KeyRedactor.Secret(name: $0.key, text: $0.value) }
        + tokens.map { KeyRedactor.Secret(name: $0.value, text: $0.key) })
  }

  /// Returns a key by the name of its variable; `nil` if there is no source of it.
  private func value(_ name: String) throws(CallFailure) -> String? {
    if let key = found[name] { return key }
    let source = file.sources.first { $0.name == name && $0.account == account }
    let text: String?
    switch source?.origin {
    case .variable(let other):
      text = variable(other)
      if text == nil { throw CallFailure(.noKey, "\(other) is not set") }
    case .command(let command):
      do throws(ShellCommand.Failure) {
        text = String(decoding: try run(command), as: UTF8.self)
      } catch {
        throw CallFailure(.noKey, "the command for \(name) \(error.words)")
      }
    case nil: text = account == KeyFile.mainAccount ? variable(name) : nil
    }
    guard let text else { return nil }
    let key = text.last == "\n" ? text.dropLast() : text[...]
    guard (1...8192).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw CallFailure(.noKey, "\(name) is not one line of plain characters") }
    found[name] = String(key)
    return String(key)
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
