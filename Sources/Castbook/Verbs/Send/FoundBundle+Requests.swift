internal import Bundles
internal import Files
internal import Sending

extension FoundBundle {
  /// Returns what sending one of the bundle's calls is for.
  func purpose(of file: String, _ digest: Digest) -> JobOrder.Purpose {
    .bundle(digest, call: file, request: requestDigest(of: file))
  }

  /// The SHA-256 of what a call asks for: its target, its compiled body, and the files and revisions behind its
  /// placeholders. Ids and addresses that providers have given, prices, and whether a file is inside the call make no
  /// difference, so that a bundle that is exported again is not paid for again.
  private func requestDigest(of file: String) -> Digest? {
    guard let manifest = verification.manifest,
      let call = verification.callsWithoutFiles.first(where: { $0.file == file })?.json
    else { return nil }
    let files = Dictionary(
      manifest.files.map { (RequestFile.scheme + $0.name, $0.digest) }, uniquingKeysWith: { $1 })
    let meanings = call.placeholders.map(\.name).map { name in
      JSONValue.Member(name, (files[name] ?? element(behind: name)?.revision)?.hex ?? "")
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
