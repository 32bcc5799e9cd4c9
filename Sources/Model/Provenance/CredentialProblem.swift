/// A reason why Content Credentials don't hold, or can't be checked.
public struct CredentialProblem: Hashable, Sendable {
  /// What is wrong. The names are the status codes of C2PA where it has one.
  public let code: Code
  /// What it concerns: the label of an assertion, a name of an algorithm, a number. Empty if the
  /// code says it all.
  public let subject: String

  public init(_ code: Code, _ subject: String = "") {
    self.code = code
    self.subject = subject
  }

  /// What can be wrong with Content Credentials.
  public enum Code: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    // The file is not the one that was signed.
    case dataChanged = "assertion.dataHash.mismatch"
    case boxesOfMovieChanged = "assertion.bmffHash.mismatch"
    case partsChanged = "assertion.boxesHash.mismatch"
    // The credentials themselves were altered, or were never valid.
    case signatureWrong = "claimSignature.mismatch"
    case signatureMissing = "claimSignature.missing"
    case certificateWrong = "signingCredential.invalid"
    case assertionChanged = "assertion.hashedURI.mismatch"
    case assertionMissing = "assertion.missing"
    case assertionUndeclared = "assertion.undeclared"
    case assertionRepeated = "assertion.repeated"
    case claimMissing = "claim.missing"
    case severalClaims = "claim.multiple"
    case bindingMissing = "claim.hardBindings.missing"
    case severalBindings = "assertion.multipleHardBindings"
    case ingredientChanged = "ingredient.manifest.mismatch"
    // They can't be checked here.
    case damaged = "claim.malformed"
    case tooLarge = "store.tooLarge"
    case severalStores = "store.multiple"
    case unreadFormat = "format.unread"
    case unknownAlgorithm = "algorithm.unsupported"
    case compressed = "manifest.compressed"
    case inPieces = "assertion.bmffHash.fragments"
    case unknownBinding = "assertion.binding.unsupported"
    case expired = "signingCredential.expired"
    // They hold, with a reservation.
    case uncovered = "assertion.dataHash.additionalExclusionsPresent"
    case chainUnchecked = "signingCredential.chain"
    case ingredientUnchecked = "ingredient.unchecked"

    /// What it makes of the credentials.
    public var state: ContentCredentials.State {
      switch self {
      case .dataChanged, .boxesOfMovieChanged, .partsChanged: .changed
      case .signatureWrong, .signatureMissing, .certificateWrong, .assertionChanged,
        .assertionMissing, .assertionUndeclared, .assertionRepeated, .claimMissing, .severalClaims,
        .bindingMissing, .severalBindings, .ingredientChanged:
        .invalid
      case .damaged, .tooLarge, .severalStores, .unreadFormat, .unknownAlgorithm, .compressed,
        .inPieces, .unknownBinding, .expired:
        .unchecked
      case .uncovered, .chainUnchecked, .ingredientUnchecked: .intact
      }
    }
  }
}

extension CredentialProblem: StoredObject, JSONConvertible {
  public var json: JSONValue { stored }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    code = try fields.required("code", \.code)
    subject = try fields.value("subject", \.subject, default: "")
  }
}

extension CredentialProblem: Error, CustomStringConvertible {
  /// What is wrong, as the end of a sentence about the file: "the picture changed …".
  public var description: String {
    switch code {
    case .dataChanged: "the file's bytes are not the ones that were signed"
    case .boxesOfMovieChanged: "the boxes of the file are not the ones that were signed"
    case .partsChanged: "\(subject) of the file is not the one that was signed"
    case .signatureWrong: "the signature doesn't match what it signs"
    case .signatureMissing: "they have no signature"
    case .certificateWrong: "the certificate of \(subject) is not the one that was issued"
    case .assertionChanged: "\(subject) changed after it was signed"
    case .assertionMissing: "\(subject) is missing"
    case .assertionUndeclared: "\(subject) was added after the signature"
    case .assertionRepeated: "\(subject) occurs twice"
    case .claimMissing: "they have no claim"
    case .severalClaims: "they have several claims"
    case .bindingMissing: "the signature doesn't cover the content"
    case .severalBindings: "they are bound to the content in several ways"
    case .ingredientChanged: "the credentials of the ingredient \(subject) changed"
    case .damaged: "\(subject.isEmpty ? "they are" : "\(subject) is") damaged"
    case .tooLarge: "\(subject) too large"
    case .severalStores: "the file has them several times"
    case .unreadFormat: "Castbook doesn't read them in \(subject)"
    case .unknownAlgorithm: "Castbook doesn't know the algorithm \(subject)"
    case .compressed: "they are compressed"
    case .inPieces: "the clip is in fragments, which are hashed one by one"
    case .unknownBinding: "Castbook can't check \(subject) in this format"
    case .expired: "the signer's certificate \(subject), and there is no time stamp"
    case .uncovered: "\(subject) bytes outside the credentials are not covered by the signature"
    case .chainUnchecked: "the signer's certificates are not a chain that can be checked"
    case .ingredientUnchecked: "the credentials of the ingredient \(subject) can't be checked"
    }
  }
}
