internal import Bundles
internal import Files
internal import Library
internal import Sending

extension FoundBundle {
  /// Returns what sending one of the bundle's calls is for.
  func purpose(
    of file: String, _ digest: Digest, in library: ElementLibrary
  ) throws -> JobOrder.Purpose {
    try library.contents { contents in
      .bundle(digest, call: file, request: try requestDigest(of: file, contents))
    }
  }

  /// The SHA-256 of what a call asks for: its target, its compiled body, and the files and elements behind its
  /// placeholders. Ids and addresses that providers have given, prices, and whether a file is inside the call make no
  /// difference, so that a bundle that is exported again is not paid for again.
  private func requestDigest(of file: String, _ contents: Contents) throws -> Digest? {
    guard let manifest = verification.manifest,
      let call = verification.callsWithoutFiles.first(where: { $0.file == file })?.json
    else { return nil }
    let files = Dictionary(
      manifest.files.map { (RequestFile.scheme + $0.name, $0.digest) }, uniquingKeysWith: { $1 })
    let meanings = try call.placeholders.map(\.name).map { name in
      let digest =
        try files[name] ?? element(behind: name).map { try contents.firstAlike($0.revision) }
      return JSONValue.Member(name, .string(digest?.hex ?? ""))
    }
    let request: JSONValue = [
      "target": manifest.target, "endpoint": manifest.endpoint, "call": call,
      "placeholders": .object(meanings),
    ]
    return SHA256.digest(of: request.compactBytes)
  }

  /// The element or the voice whose id takes the place of a placeholder.
  func element(behind placeholder: String) -> BundleManifest.Send.Element? {
    guard let manifest = verification.manifest else { return nil }
    let all = manifest.sends.compactMap(\.element) + manifest.cast.compactMap(\.voice?.element)
    return all.first { element in
      (try? Handle(element.handle)).map { RequestBody.remotePlaceholder(for: $0) } == placeholder
    }
  }
}

extension Contents {
  /// Returns the first revision of an element, of those before a revision, in which a provider sees no difference to it.
  func firstAlike(_ revision: Digest) throws -> Digest {
    guard let current = try self.revision(revision)?.revision else { return revision }
    var first = revision
    var next = current.parent
    while let parent = next, let old = try self.revision(parent)?.revision {
      let differences = try PinDifferences(
        from: old, to: current, naming: handle(of:), voice: voice(of:))
      if differences.seen.isEmpty { first = parent }
      next = old.parent
    }
    return first
  }
}
