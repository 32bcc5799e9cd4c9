internal import Files
internal import Model
internal import POSIX
internal import Transfers

/// The socket to castbook, which is this program's standard input.
struct ServerInput {
  static let descriptor = STDIN_FILENO
  private var reader = TransferMessage.Reader()

  /// Reads what has arrived, and returns the complete messages; `nil` if castbook has ended.
  mutating func messages() throws -> [TransferMessage]? {
    var part = [UInt8](repeating: 0, count: 1 << 18)
    let count = unsafe part.withUnsafeMutableBytes { buffer in
      unsafe recv(Self.descriptor, buffer.baseAddress, buffer.count, 0)
    }
    if count == 0 || count < 0 && errno != EINTR { return nil }
    reader.append(part[..<Swift.max(count, 0)])
    var messages: [TransferMessage] = []
    while let message = try reader.next() { messages.append(message) }
    return messages
  }

  /// Writes messages. Returns `false` if castbook has ended.
  static func write(_ bytes: [UInt8]) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe send(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written, noSignal)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  #if canImport(Glibc)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #else
    private static let noSignal: Int32 = 0
  #endif
}

/// The keys and network settings in the environment and the user's files.
enum UserEnvironment {
  /// The keys of Amazon's tools: variables, `~/.aws/credentials` and `~/.aws/config`.
  static var credentialSource: CredentialSource {
    let names = [
      "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE",
    ]
    let variables = names.compactMap { name in variable(name).map { (name, $0) } }
    return CredentialSource(
      environment: Dictionary(uniqueKeysWithValues: variables),
      credentials: file("AWS_SHARED_CREDENTIALS_FILE", or: ".aws/credentials"),
      config: file("AWS_CONFIG_FILE", or: ".aws/config"))
  }

  /// The value of a variable; `nil` if it isn't set.
  static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The text of a file that a variable names, or that is in the home directory; empty if there is
  /// none.
  private static func file(_ name: String, or path: String) -> String {
    let named = variable(name).flatMap { FilePath($0) }
    let standard = variable("HOME").flatMap { FilePath($0) }?.appending(path.utf8)
    guard let path = named ?? standard,
      case .success(let bytes) = TextFile.read(path, limit: 1 << 20)
    else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The file of certificate authorities that the user names, in the variables that curl reads;
  /// `nil` for the system's.
  static var certificateAuthorities: FilePath? {
    ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap(variable).first { !$0.isEmpty }.flatMap {
      FilePath($0)
    }
  }

  /// The current time by this machine's clock.
  static var now: Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
  }
}
