package import Model

/// Who calls providers: an account of the user, with keys that only `castbook-transport` gets to know.
package struct ProviderAccess: Hashable, Sendable {
  /// The user's name for the account.
  package let account: String
  /// The file that says where keys come from; `nil` if there is none.
  package let keyFile: FilePath?

  package init(account: String, keyFile: FilePath?) {
    (self.account, self.keyFile) = (account, keyFile)
  }
}

/// A call to a provider: one request.
package struct ProviderCall: Hashable, Sendable {
  package enum Method: String, Hashable, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  package let method: Method
  package let address: ProviderAddress
  /// The lines of the head. A variable at the end of one, such as `$FAL_KEY`, stands for a key.
  package var headers: [String]
  package var body: Body = .none
  /// A new file for the answer's body if the call succeeds; `nil` for memory.
  package var path: FilePath?
  /// The longest body that is received.
  package var limit = 16 << 20
  /// How many seconds the provider has for its answer, besides the time that the body needs.
  package var seconds = 60
  /// Whether the provider may charge for it, so that it must not be sent again if it may have arrived.
  package var isSubmission = false
  /// Whether a key may be signed as a token of a pair of keys, if the user has a pair and no single key.
  package var acceptsToken = false

  package init(_ method: Method, _ address: ProviderAddress, headers: [String] = []) {
    (self.method, self.address, self.headers) = (method, address, headers)
  }

  package enum Body: Hashable, Sendable {
    case none
    case bytes([UInt8])
    case file(FilePath)
    case form([FormPart])
  }

  /// A part of a form.
  package struct FormPart: Hashable, Sendable {
    package let name: String
    package let content: Content

    package enum Content: Hashable, Sendable {
      case text(String)
      /// A file, with the name and the media type that the provider gets. A form has at most one.
      case file(FilePath, name: String, type: String)
    }

    package init(_ name: String, _ content: Content) { (self.name, self.content) = (name, content) }
  }
}

/// What a provider answered.
package struct ProviderAnswer: Hashable, Sendable {
  package let status: Int
  /// The moment by the provider's clock; `nil` if it doesn't say.
  package var date: Instant?
  /// The media type of the body, as the provider states it.
  package var type = ""
  /// The body, if it was received into memory.
  package var bytes: [UInt8] = []
  package var byteCount = 0

  package init(status: Int) { self.status = status }

  package var isSuccess: Bool { (200...299).contains(status) }
}

/// Why a call has no answer.
package struct CallFailure: Error, Hashable, Sendable {
  package enum Reason: String, Hashable, CaseIterable, Sendable {
    /// The program that opens connections is missing, or ended.
    case noProgram = "no-program"
    /// libcurl is missing or too old.
    case noLibrary = "no-library"
    /// There is no key, or the command for it failed.
    case noKey = "no-key"
    /// The key is not sent to this host.
    case keyRefused = "key-refused"
    /// The file that says where keys come from can't be used.
    case badKeyFile = "bad-key-file"
    /// The host has no address, or refuses the connection.
    case noConnection = "no-connection"
    /// The certificate can't be trusted.
    case notTrusted = "not-trusted"
    /// The provider took too long.
    case late
    /// The connection ended before the answer.
    case broken
    /// The answer is longer than it may be.
    case tooLong = "too-long"
    /// The host's address is of this machine or of a private network.
    case notPublic = "not-public"
    /// The answer sends the caller to another host.
    case elsewhere
    /// The file to send or to receive could not be read or written.
    case fileFailed = "file-failed"
    /// The call can't be sent at all.
    case impossible
  }

  package let reason: Reason
  /// More about it, for the message to the user.
  package let detail: String
  /// Whether the provider may have got the call.
  package var mayHaveArrived: Bool

  package init(_ reason: Reason, _ detail: String = "", mayHaveArrived: Bool = false) {
    (self.reason, self.detail) = (reason, sanitized(detail))
    self.mayHaveArrived = mayHaveArrived
  }
}
