internal import Files
package import Model
package import Transfers

/// Finds out what a store supports by trying it.
package enum StoreProbe {
  /// The prefix of the keys that probes write. The keeper's clean-up deletes what members leave.
  static let prefix = "probe/"

  /// Probes a store. It writes only objects below `prefix`.
  ///
  /// - Parameters:
  ///   - random: Unpredictable bytes, which no earlier probe has written.
  ///   - now: The time by this machine's clock.
  /// - Throws: `TeamStoreError` if the store can't be read.
  package static func run(
    on store: some ObjectStore, random: [UInt8], now: Instant
  ) throws -> RemoteProbe {
    var probe = RemoteProbe()
    // A random prefix separates concurrent probes.
    let prefix = "\(Self.prefix)\(Hex.text(of: Array(random.prefix(8))))-"
    func upload(_ name: String, _ change: (inout StoreRequest.Upload) -> Void = { _ in }) throws
      -> StoreResponse
    {
      var upload = StoreRequest.Upload(
        prefix + name, .bytes(random), SHA256.digest(of: random),
        type: "application/octet-stream")
      change(&upload)
      return try store.send(.put(upload))
    }
    let list = try store.send(.list(prefix: Self.prefix))
    guard list.isSuccess else { throw TeamStoreError(list, .list) }
    guard let date = list.date else { throw TeamStoreError.noDate }
    probe.clockDifference = (date.milliseconds - now.milliseconds) / 1000
    let written = try upload("check")
    guard written.isSuccess else {
      guard written.status == 403 else { throw TeamStoreError(written, .write) }
      probe.mayWrite = false
      return probe
    }
    let read = try store.send(.get(key: "\(prefix)check", into: nil, limit: 1 << 16))
    let page = try store.send(.list(prefix: prefix)).page
    probe.isConsistent =
      read.bytes == random
      && page?.objects.contains { $0.key == "\(prefix)check" } == true
    probe.verifiesSHA256 = try !upload("sha256") { $0.fault = .wrongSHA256 }.isSuccess
    probe.verifiesMD5 = try !upload("md5") { $0.fault = .wrongMD5 }.isSuccess
    probe.refusesOldSignatures = try !upload("signature") { $0.fault = .oldSignature }.isSuccess
    probe.supportsConditionalPut = try upload("check") { $0.failsIfExists = true }.status == 412
    for name in ["check", "sha256", "md5", "signature"] {
      let deleted = try store.send(.delete(key: prefix + name))
      if deleted.status == 403 {
        probe.mayDelete = false
        break
      }
      if probe.mayDelete == nil, deleted.isSuccess { probe.mayDelete = true }
    }
    return probe
  }
}
