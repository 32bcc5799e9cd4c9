internal import Model

/// The certificates of a signature: the signer's, then who issued each one.
struct CertificateChain {
  let certificates: [Certificate]

  /// The largest number of certificates; usual are two or three.
  private static let maximumCount = 16

  /// Reads a chain; `nil` if it is empty or too long, or the signer's certificate is malformed.
  init?(_ encoded: [[UInt8]]) {
    guard (1...Self.maximumCount).contains(encoded.count) else { return nil }
    // A malformed certificate further up ends the chain.
    let read = encoded.map(Certificate.init).prefix { $0 != nil }.compactMap(\.self)
    guard !read.isEmpty else { return nil }
    certificates = read
    isComplete = read.count == encoded.count
  }

  /// Whether all certificates could be read.
  private let isComplete: Bool

  var signer: Certificate { certificates[0] }

  /// What is wrong with the chain itself, independent of any list.
  var problem: CredentialProblem? {
    if !isComplete { return CredentialProblem(.chainUnchecked) }
    for (one, next) in zip(certificates, certificates.dropFirst()) {
      guard one.issuer.elementsEqual(next.subject) else {
        return CredentialProblem(.chainUnchecked)
      }
      switch one.isSigned(by: next) {
      case true?: break
      case false?:
        return CredentialProblem(.certificateWrong, "\"\(CertificateName(one.subject).text)\"")
      case nil: return CredentialProblem(.chainUnchecked)
      }
    }
    return nil
  }

  /// Returns whether a user's list leads to the signer: it has the signer's certificate itself, or
  /// one that issued it, directly or through others that were allowed to do so.
  func isTrusted(by list: TrustList) -> Bool {
    if list.certificates.contains(signer) { return true }
    guard signer.extensions.signsData != false, !signer.extensions.hasUnknownLimits,
      !ObjectIdentifier.purposes.isDisjoint(with: signer.extensions.purposes)
    else { return false }
    for (index, one) in certificates.enumerated() {
      let isAnchored = list.certificates.contains { anchor in
        Self.mayIssue(anchor, below: index) && one.issuer.elementsEqual(anchor.subject)
          && one.isSigned(by: anchor) == true
      }
      if isAnchored { return true }
      guard index + 1 < certificates.count else { return false }
      let next = certificates[index + 1]
      guard Self.mayIssue(next, below: index), one.issuer.elementsEqual(next.subject),
        one.isSigned(by: next) == true
      else { return false }
    }
    return false
  }

  /// Whether a certificate may issue others.
  ///
  /// - Parameter count: The number of certificates between it and the signer's.
  private static func mayIssue(_ certificate: Certificate, below count: Int) -> Bool {
    let allowed = certificate.extensions
    return allowed.isAuthority && allowed.signsCertificates != false && !allowed.hasUnknownLimits
      && count <= allowed.pathLimit ?? count
  }

  /// The signer as a message shows it.
  func signer(_ algorithm: String, stamped: Instant?) -> CredentialSigner {
    var found = CredentialSigner()
    found.organization = Certificate.text(signer.subject, ObjectIdentifier.organization)
    found.name = Certificate.text(signer.subject, ObjectIdentifier.commonName)
    found.issuer = CertificateName(signer.issuer).text
    (found.validFrom, found.validUntil) = (signer.validFrom, signer.validUntil)
    (found.algorithm, found.stamped) = (algorithm, stamped)
    return found
  }
}

/// A name in a certificate, as one text.
struct CertificateName {
  /// The common name or, if there is none, the organisation.
  let text: String

  init(_ name: ArraySlice<UInt8>) {
    let common = Certificate.text(name, ObjectIdentifier.commonName)
    text = common.isEmpty ? Certificate.text(name, ObjectIdentifier.organization) : common
  }
}
