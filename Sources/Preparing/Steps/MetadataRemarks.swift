internal import Checking
package import Model

/// Findings about metadata that names a picture's author: what a prepared copy lost, and what it
/// keeps without effect.
package enum MetadataRemarks {
  /// Returns the findings about a copy that `steps` made from an original.
  ///
  /// A warning is returned when authorship was requested but could not be kept, and a note when the
  /// original has Content Credentials: they are either gone, or kept although the changed file no
  /// longer validates against them. The result is empty when `original` is `nil`.
  ///
  /// - Parameter keeps: The kinds of private metadata that the user asked to keep.
  package static func findings(
    _ original: ImageFacts?, _ steps: [PreparationStep], keeping keeps: Set<KeptMetadata>
  ) -> [Finding] {
    guard let kinds = original?.privateMetadata else { return [] }
    var kept: Set<PrivateMetadata> = []
    for case .keepMetadata(let keptKinds) in steps { kept.formUnion(keptKinds) }
    var findings: [Finding] = []
    if kinds.contains(.credentials) {
      findings.append(
        credentials(isKept: kept.contains(.credentials), isAsked: keeps.contains(.credentials)))
    }
    if kinds.contains(.authorship), keeps.contains(.authorship), !kept.contains(.authorship) {
      findings.append(
        Finding(
          .imageMetadataLost, .warning, message: "its author or copyright could not be kept",
          fix: "add it to the copy with another program"))
    }
    return findings
  }

  /// Returns the note about Content Credentials that were kept, or that were lost or removed.
  private static func credentials(isKept: Bool, isAsked: Bool) -> Finding {
    if isKept {
      return Finding(
        .imageMetadataLost, .note,
        message: "Content Credentials (C2PA) kept, but they no longer validate: the file changed",
        fix: "only an unchanged file validates: keep the original")
    }
    return Finding(
      .imageMetadataLost, .note,
      message: isAsked
        ? "Content Credentials (C2PA) lost: the picture was re-encoded"
        : "Content Credentials (C2PA) removed: the copy can't prove its origin",
      fix: isAsked
        ? "keep the original, which still has them"
        : "keep the original; --keep credentials leaves them in if no pixel changes")
  }
}
