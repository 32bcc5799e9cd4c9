import Archive
import Files
import Model
import Transfers
import Transport

@testable import TeamStore

/// Answers of an object store, and objects that members of a team have put there.
enum Stores {
  private static let location = StoreLocation(
    "s3://team/films", endpoint: HTTPOrigin("https://store.example"), region: "us-east-1")

  /// A page of a list is accepted only if it is in order and below the prefix.
  static func list(_ bytes: [UInt8]) throws {
    guard let location else { throw Breach("the address of the store is wrong") }
    guard let page = ObjectPage(bytes, in: location) else { return }
    try must(page.next?.isEmpty != true, "a next page without a token")
    for (object, next) in zip(page.objects, page.objects.dropFirst()) {
      try must(object.key.utf8.lexicographicallyPrecedes(next.key.utf8), "keys out of order")
    }
    for object in page.objects {
      try must(!object.key.isEmpty && object.byteCount >= 0, "an impossible object")
      _ = RemoteLayout.name(of: object.key)
      if let (day, digest) = RemoteLayout.segment(of: object.key) {
        try must(RemoteLayout.segmentKey(digest, on: day) == object.key, "two keys of a segment")
      }
      if let (machine, isGone) = RemoteLayout.machine(of: object.key) {
        let key = isGone ? RemoteLayout.goneKey(machine) : RemoteLayout.machineKey(machine)
        try must(key == object.key, "two keys of a machine")
      }
    }
  }

  /// The text of a refusal is printable and short.
  static func refusal(_ bytes: [UInt8]) throws {
    guard let refusal = StoreRefusal(bytes) else { return }
    try must(!refusal.code.isEmpty, "a refusal without a code")
    for text in [refusal.code, refusal.message] {
      try must(sanitized(text) == text, "a refusal that is not printable")
      try must(text.utf8.count < 1 << 16, "a long refusal")
    }
  }

  /// Records of a segment are lines of its bytes. The first byte says whether they are compressed
  /// already.
  static func segment(_ bytes: [UInt8]) throws {
    guard let first = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let object = first % 2 == 0 ? rest : Zlib.compressed(rest, level: 1) ?? []
    var name: Digest?
    let found: [ArrivedRecord]
    do throws(SegmentProblem) {
      found = try RemoteLayout.records(in: object) { digest in
        name = digest
        return true
      }
    } catch {
      return try must(!error.reason.isEmpty, "a problem without words")
    }
    let lines = found.flatMap { $0.line + [UInt8(ascii: "\n")] }
    try must(SHA256.digest(of: lines) == name, "the records are not those of the segment")
    try must(lines.count <= RemoteLayout.maximumSegmentBytes, "a segment that is too long")
    for record in found {
      try must(SHA256.digest(of: record.line) == record.digest, "a record with another name")
    }
    _ = TeamPush(of: found, at: Instant(milliseconds: 0))
    try must(
      (try? RemoteLayout.records(in: object) { _ in false }) == nil, "a segment of another name")
  }

  /// A mark lists only uploads.
  static func mark(_ bytes: [UInt8]) throws {
    guard let keys = RemoteLayout.keys(inMark: bytes) else { return }
    try must(keys.allSatisfy { $0.hasPrefix("blobs/") }, "a mark of something else")
    try must(RemoteLayout.keys(inMark: RemoteLayout.mark(keys)) == keys, "read otherwise")
  }

  private static let keys: TeamKeys? = {
    let lines = [UInt8(1), 2].map { TeamKeys.line(random: [UInt8](repeating: $0, count: 32)) }
    return TeamKeys(text: lines.joined())
  }()

  /// An object with a known key, for seeds.
  static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    guard let keys else { return [] }
    return SealedObject.sealed(bytes, keys.current, salt: [UInt8](repeating: 7, count: 32))
  }

  /// What was not sealed with the team's key is not opened, in whatever pieces it arrives. What was
  /// sealed comes back, and no byte of it can be changed.
  static func sealedObject(_ bytes: [UInt8]) throws {
    guard let keys, let first = bytes.first else { return }
    let object = Array(bytes.dropFirst())
    let opened = SealedObject.unsealed(object, keys)
    var reader = SealedObject.Reader(keys)
    var pieces: [UInt8]? = []
    for start in stride(from: 0, to: object.count, by: Int(first) + 1) {
      let piece = reader.append(object[start..<min(start + Int(first) + 1, object.count)])
      pieces = pieces.flatMap { done in piece.map { done + $0 } }
      if piece == nil { break }
    }
    if let known = pieces { pieces = reader.finish().map { known + $0 } }
    try must(pieces == opened, "opened otherwise in pieces")
    if let opened {
      try must(object.starts(with: Array("CBS1".utf8)), "opened without a head")
      try must(SealedObject.byteCount(of: opened.count) == object.count, "of another length")
    }
    var own = sealed(object)
    try must(SealedObject.unsealed(own, keys) == object, "not opened again")
    own[(Int(first) * 257) % own.count] ^= 1 << (first & 7)
    try must(SealedObject.unsealed(own, keys) == nil, "a changed byte was not noticed")
    try must(SealedObject.unsealed(own.dropLast(), keys) == nil, "a lost end was not noticed")
  }

  /// Keys are read only from a text whose lines are all valid.
  static func teamKeys(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self), let keys = TeamKeys(text: text)
    else {
      return
    }
    try must((1...64).contains(keys.count) && keys.identifier.utf8.count == 16, "impossible keys")
  }
}
