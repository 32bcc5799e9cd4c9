internal import Castbook
internal import CommandLineKit
internal import Model

/// A registration as a line for people.
///
/// ```text
/// @mira:3  element 8412 at kling (default), until 31 Jan 2027
/// ```
enum RegistrationText {
  /// Returns the element or file, the id, the provider and account, and the expiry date.
  static func line(_ status: RegistrationStatus) -> String {
    let registration = status.registration
    let subject: String
    if let handle = status.handle {
      subject = "\(handle)\(status.sequence.map { ":\($0)" } ?? "")"
    } else {
      subject = registration.blob.map { "file \($0.hex.prefix(12))" } ?? "an erased element"
    }
    let expires = registration.expires.map { ", until \($0.day.formatted)" } ?? ""
    return "\(subject)  \(registration.kind.rawValue) \(sanitized(registration.remoteId)) at "
      + "\(sanitized(registration.target)) (\(sanitized(registration.account)))\(expires)"
  }
}
