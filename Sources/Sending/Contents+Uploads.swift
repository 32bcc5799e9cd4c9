package import Library
package import Model

extension Contents {
  /// How long an upload is reused if the provider doesn't say how long it keeps it.
  private static let assumedMilliseconds = 24 * 3_600_000
  /// How long an upload must remain available: the provider reads it only when the job's turn
  /// comes.
  private static let marginMilliseconds = 2 * 3_600_000

  /// Returns the upload of a file for an account, if the provider keeps it long enough for a job
  /// that is submitted now.
  package func knownUpload(
    of blob: Digest, at target: TargetID, _ account: String, _ now: Instant
  ) throws -> StoredRegistration? {
    try registrations.ofFile(blob).first { stored in
      let upload = stored.registration
      let end =
        upload.expires?.milliseconds
        ?? upload.at.milliseconds + Self.assumedMilliseconds + Self.marginMilliseconds
      return upload.kind == .upload && upload.account == account && upload.hasValidID
        && [target.rawValue, target.provider].contains(upload.target)
        && end - Self.marginMilliseconds > now.milliseconds
    }
  }
}
