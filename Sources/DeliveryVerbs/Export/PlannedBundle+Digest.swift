internal import Files

extension PlannedBundle {
  /// The SHA-256 of what would be exported: the target, the text of the shot file, the prompt, the
  /// requests, the files and the price. It is `nil` if the bundle can't be sent.
  ///
  /// A dry run and the export that follows have the same digest, unless something changed between
  /// them. The digest of the bundle itself also depends on its name, and a dry run has no bundle.
  public var planDigest: Digest? {
    guard status != .fail, let text = read.text, let target = read.target, let prompt = read.prompt
    else { return nil }
    let words =
      switch prompt.form {
      case .text(let text): [text]
      case .shots(let shots): shots.map(\.text)
      }
    let plan: JSONValue = [
      "target": target.id, "endpoint": prompt.endpoint?.path, "tier": prompt.endpoint?.tier,
      "variant": prompt.endpoint?.variant, "shot": SHA256.digest(of: text), "prompt": words,
      "request": request, "first": read.prerequisites.map(\.json),
      "files": files.objects { ["name": $0.entry.name, "sha256": $0.digest] },
      "price": cost.map { "\($0.amount) \($0.currency)" },
    ]
    return SHA256.digest(of: Array(plan.compactText.utf8))
  }
}
