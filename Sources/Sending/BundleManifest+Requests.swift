package import Bundles
internal import Files
package import Library
package import Model

extension BundleManifest {
  /// The SHA-256 of a call's request: its target and endpoint, and its compiled body with the files
  /// and elements that its placeholders stand for. Ids and addresses from providers, prices, file
  /// names, and whether a file is inside the call make no difference, so a bundle that is exported
  /// again is not paid for again.
  ///
  /// - Parameter call: The call with a placeholder for every file.
  package func digest(ofRequest call: JSONValue, _ contents: Contents) throws -> Digest? {
    let files = Dictionary(
      files.map { (RequestFile.scheme + $0.name, $0.digest) }, uniquingKeysWith: { $1 })
    var meanings: [String: String] = [:]
    for name in call.placeholders.map(\.name) {
      let revision = element(for: name)?.revision
      let digest = try files[name] ?? revision.flatMap(contents.providerView) ?? revision
      meanings[name] = digest.map { "castbook:sha256/\($0.hex)" }
    }
    let request: JSONValue = [
      "target": target, "endpoint": endpoint, "call": call.filled(meanings),
    ]
    return SHA256.digest(of: request.compactBytes)
  }

  /// The element or voice whose id replaces a placeholder.
  func element(for placeholder: String) -> Send.Element? {
    let all = sends.compactMap(\.element) + cast.compactMap(\.voice?.element)
    return all.first { element in
      (try? Handle(element.handle)).map { RequestBody.remotePlaceholder(for: $0) } == placeholder
    }
  }
}

extension BundleVerification {
  /// The SHA-256 of the request of the call in a file.
  package func requestDigest(of file: String, _ contents: Contents) throws -> Digest? {
    guard let manifest, let call = callsWithoutFiles.first(where: { $0.file == file })?.json
    else { return nil }
    return try manifest.digest(ofRequest: call, contents)
  }
}

extension Contents {
  /// Returns the SHA-256 of what a provider sees of an element: its name, its files with their
  /// roles, and its voice. `nil` if the library lacks the revision.
  func providerView(of revision: Digest) throws -> Digest? {
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
