internal import Files
internal import Model
internal import Transfers

/// The keys of one of the user's accounts. They come from the environment or from commands, and
/// leave this program only for the provider that they belong to.
///
/// The key file names the sources: the variable or the command for the key that calls refer to as
/// `$FAL_KEY`. Without an entry, the main account has it from the variable itself, and any account
/// from the keys that Castbook keeps.
final class KeyRing {
  private let account: String
  private let file: KeyFile
  /// Returns the value of a variable; `nil` if it isn't set.
  private let variable: (String) -> String?
  private let run: (String) throws(ShellCommand.Failure) -> [UInt8]
  /// The keys that Castbook keeps for the account; `nil` if there are none.
  private let kept: KeptAccount?
  /// The keys found so far; a command runs only once.
  private var cache: [String: String] = [:]
  /// The signed tokens, each with the name of the key that it was made for.
  private var tokens: [String: String] = [:]

  init(
    account: String, _ file: KeyFile, variable: @escaping (String) -> String?,
    run: @escaping (String) throws(ShellCommand.Failure) -> [UInt8], kept: KeptAccount? = nil
  ) {
    self.account = account
    self.file = file
    (self.variable, self.run, self.kept) = (variable, run, kept)
  }

  /// Returns a header with the variable at its end, if it has one, replaced by the key.
  ///
  /// - Parameters:
  ///   - host: The host that the header is sent to.
  ///   - now: The time at which a token is signed; `nil` if the provider accepts no token.
  /// - Throws: `TransferFailure` if there is no key, or it may not be sent to the host.
  func header(
    _ line: String, for host: String, signingAt now: Instant?
  ) throws(TransferFailure) -> String {
    guard let name = KeyFile.variable(in: line) else { return line }
    if let refusal = file.hosts.refusal(of: line, at: host) {
      throw TransferFailure(.keyRefused, refusal.message)
    }
    return String(line.dropLast(name.count + 1)) + (try key(name, signingAt: now))
  }

  private func key(_ name: String, signingAt now: Instant?) throws(TransferFailure) -> String {
    if let key = try value(name) { return key }
    if let now, let pair = KeyFile.tokenKeyNames(for: name), let access = try value(pair.access),
      let secret = try value(pair.secret)
    {
      let token = SignedToken.text(access: access, secret: secret, at: now)
      tokens[token] = name
      return token
    }
    throw TransferFailure(
      .noKey,
      account == KeyFile.mainAccount ? "\(name) is not set" : "no source of \(name) for \(account)")
  }

  /// A redactor for the keys that were used.
  var redactor: KeyRedactor {
    KeyRedactor(
      cache.map { KeyRedactor.Secret(name: $0.key, text: $0.value) }
        + tokens.map { KeyRedactor.Secret(name: $0.value, text: $0.key) })
  }

  /// Returns a key by the name of its variable; `nil` if it has no source.
  private func value(_ name: String) throws(TransferFailure) -> String? {
    if let key = cache[name] { return key }
    let source = file.sources.first { $0.name == name && $0.account == account }
    let text: String?
    switch source?.location {
    case .variable(let other):
      text = variable(other)
      if text == nil { throw TransferFailure(.noKey, "\(other) is not set") }
    case .command(let command):
      do throws(ShellCommand.Failure) {
        text = String(decoding: try run(command), as: UTF8.self)
      } catch {
        throw TransferFailure(.noKey, "the command for \(name) \(error.message)")
      }
    case nil:
      let set = account == KeyFile.mainAccount ? variable(name) : nil
      text = if set?.isEmpty == false { set } else { try kept?.key(name, run: run) ?? set }
    }
    guard let text else { return nil }
    let key = text.line
    guard (1...8192).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw TransferFailure(.noKey, "\(name) is not one line of plain characters") }
    cache[name] = key
    return key
  }
}

/// A token that proves possession of a pair of keys for half an hour: a JWT with HS256, as Kling
/// requires.
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
