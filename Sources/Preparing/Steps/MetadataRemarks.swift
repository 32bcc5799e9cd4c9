internal import Checking
package import Model

/// Findings about metadata that name a file's author or prove its origin: what a prepared copy
/// lost, and what it keeps without effect.
package enum MetadataRemarks {
  /// Returns the findings about a copy that `steps` made from an original.
  ///
  /// A warning is returned when authorship was requested but could not be kept, and a note when the
  /// original has Content Credentials: they are either gone, or kept although the changed file no
  /// longer validates against them.
  ///
  /// - Parameter keeps: The kinds of private metadata that the user asked to keep.
  package static func findings(
    _ original: FileFacts, _ steps: [PreparationStep], keeping keeps: Set<KeptMetadata>
  ) -> [Finding] {
    let kinds = original.privateMetadata
    var kept: Set<PrivateMetadata> = []
    for case .keepMetadata(let keptKinds) in steps { kept.formUnion(keptKinds) }
    var findings: [Finding] = []
    if kinds.contains(.credentials) || original.provenance?.credentials != nil {
      findings.append(
        credentials(
          original, isKept: kept.contains(.credentials), isAsked: keeps.contains(.credentials)))
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
  private static func credentials(
    _ original: FileFacts, isKept: Bool, isAsked: Bool
  ) -> Finding {
    let signer = original.provenance?.credentials?.signer.map { " of \($0.shownName)" } ?? ""
    let name = "Content Credentials (C2PA)\(signer)"
    if isKept {
      return Finding(
        .imageMetadataLost, .note,
        message: "\(name) kept, but they no longer validate: the file changed",
        fix: "only an unchanged file validates: keep the original")
    }
    let isPicture = original.format?.medium == .picture
    return Finding(
      .imageMetadataLost, .note,
      message: isAsked
        ? "\(name) lost: the picture was re-encoded"
        : "\(name) removed: the copy can't prove its origin",
      fix: isAsked
        ? "keep the original, which still has them"
        : isPicture
          ? "keep the original; --keep credentials leaves them in if no pixel changes"
          : "keep the original, which still has them")
  }
}
