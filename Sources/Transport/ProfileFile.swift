/// A file of profiles of Amazon's tools, in `~/.aws`: sections in brackets, with a `key = value` on
/// each line.
struct ProfileFile: Sendable {
  private var profiles: [String: [String: String]] = [:]

  /// Parses a file's text. Lines that can't be parsed are ignored, as in Amazon's tools.
  ///
  /// In `credentials` a section is called by the profile's name, in `config` by `profile NAME`,
  /// except for `default`.
  init(_ text: String) {
    var profile: String?
    for line in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
      // An indented line belongs to a list inside a value, and none of our keys has one.
      guard let first = line.first, !first.isWhitespace, first != "#", first != ";" else {
        continue
      }
      if first == "[" {
        guard let end = line.firstIndex(of: "]") else {
          profile = nil
          continue
        }
        let words = line[line.index(after: line.startIndex)..<end].split(separator: " ")
        profile =
          words.count == 2 && words[0] == "profile"
          ? String(words[1]) : words.count == 1 ? String(words[0]) : nil
      } else if let profile, let sign = line.firstIndex(of: "=") {
        let key = Self.trimmed(line[..<sign]).lowercased()
        profiles[profile, default: [:]][key] = Self.trimmed(line[line.index(after: sign)...])
      }
    }
  }

  /// The value of a key in a profile; `nil` if it is missing or empty.
  func value(_ key: String, of profile: String) -> String? {
    profiles[profile]?[key].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

/// The source of a store's keys, searched in the same order as by Amazon's tools: the environment,
/// then the profile.
package struct CredentialSource: Sendable {
  /// The result of a search.
  package enum SearchResult: Hashable, Sendable {
    case keys(StoreCredentials)
    /// A command that prints the keys.
    case command(String)
    /// There are no keys in the profile that was searched.
    case notFound(profile: String)
  }

  private let environment: [String: String]
  private let credentials: ProfileFile
  private let config: ProfileFile

  /// Creates the source from environment variables and the texts of `~/.aws/credentials` and
  /// `~/.aws/config`.
  package init(environment: [String: String], credentials: String = "", config: String = "") {
    self.environment = environment
    self.credentials = ProfileFile(credentials)
    self.config = ProfileFile(config)
  }

  /// Returns the keys of a profile. Without a name, those of the environment come first.
  package func find(profile named: String? = nil) -> SearchResult {
    if named == nil, let access = variable("AWS_ACCESS_KEY_ID"),
      let secret = variable("AWS_SECRET_ACCESS_KEY")
    {
      return .keys(
        StoreCredentials(
          accessKey: access, secretKey: secret, sessionToken: variable("AWS_SESSION_TOKEN")))
    }
    let profile = named ?? variable("AWS_PROFILE") ?? "default"
    for file in [credentials, config] {
      if let access = file.value("aws_access_key_id", of: profile),
        let secret = file.value("aws_secret_access_key", of: profile)
      {
        return .keys(
          StoreCredentials(
            accessKey: access, secretKey: secret,
            sessionToken: file.value("aws_session_token", of: profile)))
      }
      if let command = file.value("credential_process", of: profile) { return .command(command) }
    }
    return .notFound(profile: profile)
  }

  private func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
