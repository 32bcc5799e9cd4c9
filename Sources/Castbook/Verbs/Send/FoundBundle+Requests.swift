internal import Bundles
internal import Files
internal import Library
internal import Sending

extension FoundBundle {
  /// Returns the purpose of sending one of the bundle's calls.
  func purpose(
    of file: String, _ digest: Digest, in library: ElementLibrary
  ) throws -> JobOrder.Purpose {
    try library.contents { contents in
      .bundle(digest, call: file, request: try requestDigest(of: file, contents))
    }
  }

  /// The SHA-256 of a call's request.
  func requestDigest(of file: String, _ contents: Contents) throws -> Digest? {
    guard let manifest = verification.manifest,
      let call = verification.callsWithoutFiles.first(where: { $0.file == file })?.json
    else { return nil }
    return try manifest.digest(ofRequest: call, contents)
  }

  /// The element or voice whose id replaces a placeholder.
  func element(behind placeholder: String) -> BundleManifest.Send.Element? {
    verification.manifest?.element(behind: placeholder)
  }
}

extension BundleManifest {
  /// The SHA-256 of a call's request: its target and endpoint, and its compiled body with the files
  /// and elements that its placeholders stand for. Ids and addresses from providers, prices, file
  /// names, and whether a file is inside the call make no difference, so a bundle that is exported
  /// again is not paid for again.
  ///
  /// - Parameter call: The call with a placeholder for every file.
  func digest(ofRequest call: JSONValue, _ contents: Contents) throws -> Digest? {
    let files = Dictionary(
      files.map { (RequestFile.scheme + $0.name, $0.digest) }, uniquingKeysWith: { $1 })
    var meanings: [String: String] = [:]
    for name in call.placeholders.map(\.name) {
      let revision = element(behind: name)?.revision
      let digest = try files[name] ?? revision.flatMap(contents.appearance) ?? revision
      meanings[name] = digest.map { "castbook:sha256/\($0.hex)" }
    }
    let request: JSONValue = [
      "target": target, "endpoint": endpoint, "call": call.filled(meanings),
    ]
    return SHA256.digest(of: request.compactBytes)
  }

  /// The element or voice whose id replaces a placeholder.
  func element(behind placeholder: String) -> Send.Element? {
    let all = sends.compactMap(\.element) + cast.compactMap(\.voice?.element)
    return all.first { element in
      (try? Handle(element.handle)).map { RequestBody.remotePlaceholder(for: $0) } == placeholder
    }
  }

  /// Whether another bundle was made from the same text, with the same settings, by the same rules.
  func hasSameSource(as other: BundleManifest) -> Bool {
    [target, endpoint, tier, variant] == [other.target, other.endpoint, other.tier, other.variant]
      && (profile, shot) == (other.profile, other.shot)
      && (settings, options) == (other.settings, other.options)
  }
}

extension Contents {
  /// Returns the SHA-256 of what a provider sees of an element: its name, its files with their
  /// roles, and its voice. `nil` if the library lacks the revision.
  func appearance(of revision: Digest) throws -> Digest? {
    guard let known = try self.revision(revision)?.revision else { return nil }
    let files = known.distinctReferences.map(\.reference).map { reference -> JSONValue in
      ["blob": reference.blob, "role": reference.role]
    }
    let seen: JSONValue = [
      "element": known.element, "name": known.name, "files": .array(files),
      "voice": try voice(of: known),
    ]
    return SHA256.digest(of: seen.compactBytes)
  }
}
