package import Model

/// The user's account for calls to providers. Only `castbook-transport` ever sees its keys.
package struct ProviderAccess: Hashable, Sendable {
  /// The user's name for the account.
  package let account: String
  /// The file that defines where keys come from; `nil` if there is none.
  package let keyFile: FilePath?
  /// The folder of the keys that the user has entered into Castbook; `nil` if there are none.
  package let keyFolder: FilePath?

  package init(account: String, keyFile: FilePath?, keyFolder: FilePath? = nil) {
    (self.account, self.keyFile, self.keyFolder) = (account, keyFile, keyFolder)
  }
}

/// One request to a provider.
package struct ProviderCall: Hashable, Sendable {
  package enum Method: String, Hashable, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  package let method: Method
  package let address: ProviderAddress
  /// The header lines. A variable at the end of one, such as `$FAL_KEY`, stands for a key.
  package var headers: [String]
  package var body: Body = .none
  /// The new file that receives the answer's body if the call succeeds; `nil` for memory.
  package var outputFile: FilePath?
  /// The maximum length of the answer's body.
  package var maximumByteCount = 16 << 20
  /// The provider's time limit for its answer, in seconds, not counting the upload of the body.
  package var timeoutSeconds = 60
  /// Whether the provider may charge for it. Such a call must not be sent again if it may have
  /// arrived.
  package var isSubmission = false
  /// Whether a token signed with a pair of keys may replace a key, if the user has a pair but no
  /// single key.
  package var allowsSignedToken = false

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

/// A provider's answer.
package struct ProviderResponse: Hashable, Sendable {
  package let status: Int
  /// When the provider answered, by its own clock; `nil` if it doesn't say.
  package var date: Instant?
  /// The media type of the body, as the provider states it.
  package var type = ""
  /// The body, if it was received into memory.
  package var bytes: [UInt8] = []
  package var byteCount = 0

  package init(status: Int) { self.status = status }

  package var isSuccess: Bool { (200...299).contains(status) }
}
