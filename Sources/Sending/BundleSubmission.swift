package import Bundles
package import Library
package import Model

/// A bundle that is ready to be sent: its calls with their prices, where they go, and its files.
package struct BundleSubmission: Sendable {
  package let name: String
  /// The SHA-256 of its manifest.
  package let digest: Digest
  package let target: TargetID
  /// The bundle as it was verified.
  package let verification: BundleVerification
  /// Access to its files.
  package let files: any PackedFiles & Sendable
  /// Returns the calls that remain to be made, with ids and addresses filled in, by placeholder.
  package let calls: @Sendable ([String: String]) throws -> [BundleCalls.Call]
  /// The ids and addresses that the user gives, by placeholder.
  package var given: [String: String] = [:]
  /// The endpoints of the calls to make, by the call's file.
  package var endpoints: [String: ProviderEndpoint] = [:]
  /// The prices that are known, by the call's file.
  package var costs: [String: Cost] = [:]
  /// The names of the files that were uploaded in an earlier session.
  package var uploadedFiles: Set<String> = []
  /// When the user saw what would be sent.
  package let plannedAt: Instant

  package init(
    name: String, digest: Digest, target: TargetID, _ verification: BundleVerification,
    files: any PackedFiles & Sendable, plannedAt: Instant,
    calls: @escaping @Sendable ([String: String]) throws -> [BundleCalls.Call]
  ) {
    (self.name, self.digest, self.target) = (name, digest, target)
    (self.verification, self.files, self.calls) = (verification, files, calls)
    self.plannedAt = plannedAt
  }

  /// The files of the bundle that are named in its manifest.
  var manifestFiles: [BundleManifest.File] { verification.manifest?.files ?? [] }

  /// Returns what one of the calls is for. An element in the library is created once, even if
  /// several bundles need it.
  func purpose(of call: BundleCalls.Call, _ contents: Contents) throws -> Submission.Purpose {
    guard let placeholder = call.producedPlaceholder,
      let element = verification.manifest?.element(for: placeholder),
      try contents.revision(element.revision)?.revision.element == element.identity
    else { return try .bundle(digest, verification, call: call.file, contents) }
    return .element(
      element.identity, revision: element.revision,
      request: try contents.providerView(of: element.revision))
  }
}

extension Submission.Purpose {
  /// Returns the purpose of a bundle's call that creates no element of the library.
  package static func bundle(
    _ digest: Digest, _ verification: BundleVerification, call file: String, _ contents: Contents
  ) throws -> Submission.Purpose {
    .bundle(digest, call: file, request: try verification.requestDigest(of: file, contents))
  }
}
