package import Model

/// Why a request to a store or to a provider got no answer.
package struct TransferFailure: Error, Hashable, Sendable {
  package enum Reason: String, Hashable, CaseIterable, Sendable {
    /// `castbook-transport` is missing, has ended, or is another version.
    case noProgram = "no-program"
    /// libcurl is missing or too old.
    case noLibrary = "no-library"
    /// There is no key, or the command for it failed.
    case noKey = "no-key"
    /// The key may not be sent to this host.
    case keyRefused = "key-refused"
    /// The file that defines where keys come from can't be used.
    case badKeyFile = "bad-key-file"
    /// The host has no address, or refuses the connection.
    case noConnection = "no-connection"
    /// The certificate can't be trusted.
    case notTrusted = "not-trusted"
    /// The server took too long.
    case timedOut = "late"
    /// The connection ended before the answer.
    case connectionLost = "broken"
    /// The answer is longer than the limit.
    case tooLong = "too-long"
    /// The answer can't be interpreted.
    case badAnswer = "bad-answer"
    /// The host's address belongs to this machine or a private network.
    case privateAddress = "not-public"
    /// The answer redirects to another host.
    case redirected = "elsewhere"
    /// The file to send or to receive could not be read or written.
    case fileFailed = "file-failed"
    /// The file to send doesn't match its digest.
    case digestMismatch = "damaged-file"
    /// The request can't be sent at all.
    case invalidRequest = "impossible"
  }

  package let reason: Reason
  /// More detail, for the message to the user.
  package let detail: String
  /// Whether the server may have received the request, or a part of it.
  package var mayHaveArrived: Bool

  package init(_ reason: Reason, _ detail: String = "", mayHaveArrived: Bool = false) {
    (self.reason, self.detail) = (reason, sanitized(detail))
    self.mayHaveArrived = mayHaveArrived
  }

  /// Whether the same request may succeed later.
  package var isTransient: Bool {
    switch reason {
    case .noConnection, .timedOut, .connectionLost: true
    case .noProgram, .noLibrary, .noKey, .keyRefused, .badKeyFile, .notTrusted, .tooLong,
      .badAnswer, .privateAddress, .redirected, .fileFailed, .digestMismatch, .invalidRequest:
      false
    }
  }

  /// Whether the server answered, but the answer can't be used.
  package var isUnusableAnswer: Bool { reason == .tooLong || reason == .badAnswer }
}

extension TransferFailure.Reason: JSONConvertible, StoredValue {}

extension TransferFailure: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    self.init(
      try fields.required("reason", \.reason), try fields.required("detail", \.detail),
      mayHaveArrived: try fields.required("mayHaveArrived", \.mayHaveArrived))
  }
}
