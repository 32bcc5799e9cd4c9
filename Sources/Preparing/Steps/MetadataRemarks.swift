internal import Checking
package import Model

/// What a copy lost, or kept in vain, of what its original says about who made it.
package enum MetadataRemarks {
  /// The remarks on a copy that was made by these steps.
  package static func findings(
    _ original: ImageFacts?, _ steps: [PreparationStep], keeping keeps: Set<KeptMetadata>
  ) -> [Finding] {
    guard let kinds = original?.privateMetadata else { return [] }
    var kept: Set<PrivateMetadata> = []
    for case .keepMetadata(let some) in steps { kept.formUnion(some) }
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
