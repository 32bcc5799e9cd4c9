internal import Castbook
internal import CommandLineKit
internal import Model

/// The results of `castbook bundle`, as lines for people.
///
/// Warnings and errors come first, each with its rule; the last line states the result, so it
/// is what the user sees at the end of long output.
///
/// ```text
/// out/lobby: verified · 6 files, 2.1 MB · fal.kling-o3.r2v, facts 15 Sep 2026 · 9f2c41ab
/// ```
struct BundleText {
  let style: TerminalStyle

  // MARK: Verification

  /// The findings of a verification, then a line with the bundle's state, size, target and digest.
  func lines(_ bundle: FoundBundle) -> [String] {
    let path = sanitized(bundle.path.text)
    // A remedy that several findings in a row share is printed once, after the last of them.
    let own = bundle.findings.enumerated().flatMap { index, finding -> [String] in
      let isLast = index + 1 == bundle.findings.count
      let isRepeated = !isLast && bundle.findings[index + 1].fix == finding.fix
      let remark = FileRemark(finding)
      return style.remark(isRepeated ? remark.withoutRemedy : remark, indent: 2)
    }
    let pictures = bundle.fileFindings.flatMap { name, findings in
      findings.filter { $0.severity > .note }.flatMap { finding in
        style.remark(FileRemark(finding, prefix: "\(name): "), indent: 2)
      }
    }
    let size = "\(Quantity.count(bundle.fileCount, "file")), \(Quantity.bytes(bundle.byteCount))"
    if let elements = bundle.packElements, bundle.status == .pass {
      let names = elements.map { "@\(sanitized($0.handle))" }.joined(separator: ", ")
      return ["\(path): verified · \(size) · a pack of \(names)"]
    }
    guard let manifest = bundle.verification.manifest, bundle.integrity != .fail else {
      return own + ["\(path): verification failed"]
    }
    let tier = manifest.tier.map { " \(sanitized($0))" } ?? ""
    let facts = bundle.verification.profiles.first.map { ", facts \($0.datePhrase)" } ?? ""
    let digest = bundle.verification.digest.map { " · \($0.hex.prefix(8))" } ?? ""
    let warnings = bundle.findings.count { $0.severity == .warning }
    var state = warnings == 0 ? "verified" : "verified, \(Quantity.count(warnings, "warning"))"
    if bundle.status == .fail { state += ", but can't be sent as it is" }
    return own + pictures
      + style.folded(
        "\(path): \(state) · \(size) · \(sanitized(manifest.target))\(tier)\(facts)\(digest)",
        by: 0, hanging: 2)
  }

  // MARK: Difference

  /// The differences between two bundles, grouped by part.
  func lines(_ difference: BundleDifference) -> [String] {
    if difference.isEmpty { return ["no differences in what is sent"] }
    return BundleDifference.Change.Part.allCases.flatMap { part -> [String] in
      let changes = difference.changes.filter { $0.part == part }
      guard !changes.isEmpty else { return [] }
      return [style.styled(part.rawValue, .bold)]
        + changes.flatMap { change in
          let head = "  \(sanitized(change.subject))"
          switch (change.before, change.after) {
          case (let before?, let after?):
            return ["\(head)  \(sanitized(before)) → \(sanitized(after))"]
          case (let before?, nil): return ["\(head)  - \(sanitized(before))"]
          case (nil, let after?): return ["\(head)  + \(sanitized(after))"]
          case (nil, nil): return []
          }
        }
    }
  }

  // MARK: Calls

  /// The calls of a bundle as a shell script, with an empty line after each.
  func lines(_ calls: BundleCalls) -> [String] { calls.calls.flatMap { $0.script + [""] } }
}
