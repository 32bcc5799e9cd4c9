internal import Files
package import Model
package import Transfers

/// What a store does, as found by asking it.
package struct StoreProbe: Hashable, Sendable {
  /// Whether the keys may write.
  package internal(set) var mayWrite = true
  /// Whether the keys may delete; `nil` if that was not tried.
  package internal(set) var mayDelete: Bool?
  /// Whether what was written is read back and listed at once.
  package internal(set) var isConsistent: Bool?
  /// Whether the store refuses a body that contradicts its SHA-256, or its MD5.
  package internal(set) var verifiesSHA256: Bool?
  package internal(set) var verifiesMD5: Bool?
  /// Whether the store refuses a request that was signed twenty minutes ago, on which the clean-up relies.
  package internal(set) var refusesOldSignatures: Bool?
  /// Whether the store refuses to overwrite an object if it is asked to.
  package internal(set) var honoursConditions: Bool?
  /// By how much the store's clock is ahead of this machine's, in seconds.
  package internal(set) var clockDifference = 0

  /// The beginning of the keys that probes write. The keeper's clean-up deletes what members leave.
  static let prefix = "probe/"

  /// Asks a store. Nothing but objects of the probe is written.
  ///
  /// - Parameters:
  ///   - random: Unpredictable bytes, which no earlier probe has written.
  ///   - now: The time by this machine's clock.
  /// - Throws: `TeamStoreError` if the store can't be read.
  package init(_ store: some ObjectStore, random: [UInt8], now: Instant) throws {
    // Two probes at once don't disturb each other.
    let prefix = "\(Self.prefix)\(Hex.text(of: Array(random.prefix(8))))-"
    func ask(_ request: StoreRequest) throws -> StoreAnswer {
      do {
        return try store.answer(request)
      } catch let failure as StoreFailure {
        throw TeamStoreError.unanswered(failure)
      }
    }
    func upload(_ name: String, _ change: (inout StoreRequest.Upload) -> Void = { _ in }) throws
      -> StoreAnswer
    {
      var upload = StoreRequest.Upload(
        prefix + name, .bytes(random), SHA256.digest(of: random),
        type: "application/octet-stream")
      change(&upload)
      return try ask(.put(upload))
    }
    let list = try ask(.list(prefix: Self.prefix))
    guard list.isSuccess else { throw TeamStoreError(list, .list) }
    guard let date = list.date else { throw TeamStoreError.noDate }
    clockDifference = (date.milliseconds - now.milliseconds) / 1000
    let written = try upload("check")
    guard written.isSuccess else {
      guard written.status == 403 else { throw TeamStoreError(written, .write) }
      mayWrite = false
      return
    }
    let read = try ask(.get(key: "\(prefix)check", into: nil, limit: 1 << 16))
    let page = try ask(.list(prefix: prefix)).page
    isConsistent =
      read.bytes == random
      && page?.objects.contains { $0.key == "\(prefix)check" } == true
    verifiesSHA256 = try !upload("sha256") { $0.defect = .wrongSHA256 }.isSuccess
    verifiesMD5 = try !upload("md5") { $0.defect = .wrongMD5 }.isSuccess
    refusesOldSignatures = try !upload("signature") { $0.defect = .oldSignature }.isSuccess
    honoursConditions = try upload("check") { $0.isNewOnly = true }.status == 412
    for name in ["check", "sha256", "md5", "signature"] {
      let deleted = try ask(.delete(key: prefix + name))
      if deleted.status == 403 {
        mayDelete = false
        break
      }
      if mayDelete == nil, deleted.isSuccess { mayDelete = true }
    }
  }
}
