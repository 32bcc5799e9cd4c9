internal import Castbook
internal import CommandLineKit
internal import Model

/// What is said of bundles, as lines for people.
struct BundleText {
  private let style: TerminalStyle

  init(_ style: TerminalStyle) { self.style = style }

  // MARK: Verification

  func lines(_ bundle: FoundBundle) -> [String] {
    let path = sanitized(bundle.path.text)
    let own = bundle.findings.flatMap { finding in
      RemarkText.lines(finding, indent: 2, style: style)
    }
    let pictures = bundle.pictures.flatMap { name, findings in
      findings.filter { $0.severity > .note }.flatMap { finding in
        RemarkText.lines(
          "\(sanitized(name)): \(finding.sentence)", rule: finding.rule.rawValue,
          mark: Marks.sign(finding.severity, style), indent: 2, style: style)
      }
    }
    let size = "\(Quantity.count(bundle.fileCount, "file")), \(Quantity.bytes(bundle.byteCount))"
    if let elements = bundle.packed, bundle.status == .pass {
      let names = elements.map { "@\(sanitized($0.handle))" }.joined(separator: ", ")
      return ["\(path): whole · \(size) · a pack of \(names)"]
    }
    guard let manifest = bundle.verification.manifest, bundle.verification.status == .pass else {
      return own + ["\(path): not to be trusted"]
    }
    let tier = manifest.tier.map { " \(sanitized($0))" } ?? ""
    let facts = bundle.verification.profiles.first.map { ", facts \($0.dayWords)" } ?? ""
    let digest = bundle.verification.digest.map { " · \($0.hex.prefix(8))" } ?? ""
    let state = bundle.status == .fail ? "whole, and can't be sent so" : "whole"
    return own + pictures + [
      "\(path): \(state) · \(size) · \(sanitized(manifest.target))\(tier)\(facts)\(digest)"
    ]
  }

  // MARK: Difference

  func lines(_ difference: BundleDifference) -> [String] {
    if difference.isEmpty { return ["the same is sent"] }
    return BundleDifference.Change.Part.allCases.flatMap { part -> [String] in
      let changes = difference.changes.filter { $0.part == part }
      guard !changes.isEmpty else { return [] }
      return [style.styled(part.rawValue, .bold)]
        + changes.flatMap { change in
          let head = "  \(sanitized(change.what))"
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

  func lines(_ calls: BundleCalls) -> [String] {
    calls.calls.flatMap { call -> [String] in
      var head = ["# \(sanitized(call.file)): \(sanitized(call.target.rawValue))"]
      if let gives = call.gives { head.append("# its answer has the id for \(sanitized(gives))") }
      if call.url == nil {
        head.append("# no source says how it is called: the body alone")
      }
      for name in call.missing { head.append("# missing: \(sanitized(name))") }
      return head
        + call.curl.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        + [""]
    }
  }
}
