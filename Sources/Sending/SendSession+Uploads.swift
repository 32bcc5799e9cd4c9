internal import Bundles
internal import Library
package import Model

/// Why a file was not uploaded.
package struct UploadFailure: Error {
  package let obstacle: SendObstacle
}

/// A file in a provider's storage.
package struct KeptUpload: Sendable {
  package let address: String
  /// When the provider deletes it; `nil` if it doesn't say.
  package let expires: Instant?
  /// Whether it was uploaded in an earlier session.
  package let isReused: Bool
}

/// A file of a call at the provider.
struct SentFile {
  let placeholder: String
  let digest: Digest
  let target: TargetID
  let address: String
  /// Whether it was uploaded in an earlier session.
  let isReused: Bool
}

extension SendSession {
  /// Uploads the files that a call needs, except those whose addresses the user gives.
  ///
  /// - Throws: `UploadFailure` if one can't be uploaded.
  func upload(
    _ call: BundleCalls.Call, of bundle: BundleSubmission, to endpoint: ProviderEndpoint
  ) throws -> [SentFile] {
    let names = Set(call.missing + call.filled.map(\.placeholder))
    return try bundle.manifestFiles.compactMap { file in
      let placeholder = RequestFile.scheme + file.name
      guard names.contains(placeholder), bundle.given[placeholder] == nil else { return nil }
      let kept = try address(of: UploadSource(file, in: bundle.files), at: endpoint)
      return SentFile(
        placeholder: placeholder, digest: file.digest, target: endpoint.target,
        address: kept.address, isReused: kept.isReused)
    }
  }

  /// Returns where the provider keeps a file, after uploading it if necessary.
  ///
  /// - Throws: `UploadFailure` if it can't be uploaded.
  package func address(
    of file: UploadSource, at endpoint: ProviderEndpoint
  ) throws -> KeptUpload {
    let key = "\(endpoint.target) \(file.digest)"
    if let known = addresses[key] {
      return KeptUpload(address: known.address, expires: known.expires, isReused: false)
    }
    if let known = try knownAddress(of: file, at: endpoint) { return known }
    progress(.uploading(file.path))
    let uploaded = try upload(file, to: endpoint)
    addresses[key] = uploaded
    try register(uploaded, of: file.digest, at: endpoint.target)
    return KeptUpload(address: uploaded.address, expires: uploaded.expires, isReused: false)
  }

  /// Returns where the provider keeps a file, according to the library's records; `nil` if it has
  /// to be uploaded.
  package func knownAddress(
    of file: UploadSource, at endpoint: ProviderEndpoint
  ) throws -> KeptUpload? {
    let known = try store.contents {
      try $0.knownUpload(of: file.digest, at: endpoint.target, account, now)
    }
    return (known?.registration).map {
      KeptUpload(address: $0.remoteId, expires: $0.expires, isReused: true)
    }
  }

  /// Uploads a file, from a private copy that matches its digest.
  private func upload(_ file: UploadSource, to endpoint: ProviderEndpoint) throws -> UploadedFile {
    try file.withCopy { copy, byteCount in
      let upload = FileToUpload(
        copy, name: file.name, type: file.mediaType, byteCount: byteCount, digest: file.digest)
      do {
        return try endpoint.upload(upload, at: now, by: client)
      } catch let problem as UploadProblem {
        throw UploadFailure(obstacle: SendObstacle(problem, of: file.path, at: endpoint.target))
      }
    }
  }

  /// Registers where a provider keeps a file, if the library has it.
  private func register(_ uploaded: UploadedFile, of blob: Digest, at target: TargetID) throws {
    guard store.blobs.contains(blob) else { return }
    try store.change { change in
      change.add(
        .registration(
          Registration(
            blob: blob, target: target.provider, account: account, kind: .upload,
            remoteId: uploaded.address, at: try change.moment(), expires: uploaded.expires)))
    }
  }

  /// Withdraws the uploads of a bundle's files: next time they are uploaded again.
  package func forgetUploads(of bundle: BundleSubmission) throws {
    _ = try forget(
      bundle.manifestFiles.filter { bundle.uploadedFiles.contains($0.name) }.map {
        SentFile(
          placeholder: "", digest: $0.digest, target: bundle.target, address: "", isReused: true)
      })
  }

  /// Withdraws earlier uploads of files, which the provider may have deleted. Returns whether there
  /// were any.
  func forget(_ files: [SentFile]) throws -> Bool {
    let reused = files.filter(\.isReused)
    guard !reused.isEmpty else { return false }
    try store.change { change in
      for file in reused {
        let known = try change.contents.knownUpload(of: file.digest, at: file.target, account, now)
        guard let known else { continue }
        change.add(
          .withdrawal(
            Withdrawal(
              record: known.record, at: try change.moment(after: known.registration.at))))
      }
    }
    return true
  }
}

extension SendObstacle {
  /// Creates the obstacle for a file that was not uploaded.
  fileprivate init(_ problem: UploadProblem, of path: String, at target: TargetID) {
    let name = sanitized(path)
    switch problem {
    case .unsupported: self.init("no source states how a file is uploaded to \(target)", fix: nil)
    case .refused(let words): self.init("\(target) refused \(name): \(words)", fix: nil)
    case .keyRefused(let words):
      self.init(
        "\(target): \(words)", fix: "look whether it is whole, and not withdrawn at the provider")
    case .failed(let failure): self.init(failure, at: target)
    case .invalidAnswer(let words): self.init("\(target), uploading \(name): \(words)", fix: nil)
    }
  }
}
