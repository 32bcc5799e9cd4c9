import Archive
import Files
import Foundation
import Library
import Model
import Testing
import Transfers

@testable import TeamStore

/// The records in the object of a segment.
enum RemoteSegment {
  static func text(of object: [UInt8]) -> [UInt8]? { Zlib.decompressed(object, limit: 1 << 23) }
}

@Suite("A sealed store")
struct Seals {
  private static func keys(_ numbers: UInt8...) throws -> TeamKeys {
    try #require(
      TeamKeys(
        text: numbers.map { TeamKeys.line(random: [UInt8](repeating: $0, count: 32)) }.joined()))
  }

  @Test("shows nothing of what it contains, and its names can't be guessed")
  func secrecy() throws {
    let team = try Team(2, keys: Self.keys(1))
    let bytes = Array("an unreleased face, jpeg".utf8)
    try team.first.commit(bytes, name: "Unreleased", notes: "the plot")
    _ = try team.first.team().push()
    let digest = SHA256.digest(of: bytes)
    for key in team.store.keys() where key != "castbook.json" {
      let object = try #require(team.store.bytes(key))
      #expect(!key.contains(digest.hex))
      #expect(
        key.hasPrefix("log/") || key.hasPrefix("machines/") || key.hasSuffix("/0.sealed"))
      for text in ["machine-", "unreleased face", "Unreleased", "the plot", "revision/1"] {
        #expect(object.firstRange(of: Array(text.utf8)) == nil)
      }
      #expect(RemoteSegment.text(of: object) == nil)
    }
    _ = try team.second.team().pull()
    #expect(try team.second.team().fetch([digest]).fetched == [digest])
    #expect(try team.second.library.blobs.bytes(of: digest) == bytes)
    #expect(try FileSystem.names(in: team.second.library.root.appending("blobs/.new".utf8)) == [])
  }

  @Test("is refused without its key, and with another one")
  func others() throws {
    let team = try Team(2, keys: Self.keys(1))
    func failure(_ keys: TeamKeys?) -> TeamStoreError? {
      team.second.keys = keys
      do {
        _ = try team.second.team().pull()
        return nil
      } catch { return error as? TeamStoreError }
    }
    #expect(failure(nil) == .sealed)
    #expect(failure(try Self.keys(2)) == .wrongKey)
    #expect(failure(try Self.keys(1)) == nil)
    let open = try Team()
    open.second.keys = try Self.keys(1)
    #expect(throws: TeamStoreError.notSealed) { try open.second.team().pull() }
  }

  @Test("keeps what was sealed before a new key, and needs the new one afterwards")
  func rotation() throws {
    let team = try Team(2, keys: Self.keys(1))
    let before = Array("before".utf8)
    try team.first.commit(before)
    _ = try team.first.team().push()
    team.first.keys = try Self.keys(1, 2)
    // The file is found under its earlier name.
    let after = Array("after".utf8)
    try team.first.commit(after)
    let again = try team.first.commit(before)
    #expect(try team.first.team().push().fileCount == 1)
    let pulled = try team.second.team().pull()
    #expect(pulled.recordCount == 1 && pulled.problems.count == 1)
    team.second.keys = try Self.keys(1, 2)
    #expect(try team.second.team().pull().recordCount == 2)
    #expect(try team.second.allRevisions().contains(again))
    let all = [before, after].map(SHA256.digest)
    #expect(try Set(team.second.team().fetch(all).fetched) == Set(all))
  }

  @Test("notices every change of an object", arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func tampering(count: Int) throws {
    let keys = try Self.keys(3)
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let object = SealedObject.sealed(bytes, keys.current, salt: [UInt8](repeating: 5, count: 32))
    #expect(object.count == SealedObject.byteCount(of: count))
    #expect(SealedObject.unsealed(object, keys) == bytes)
    #expect(SealedObject.unsealed(object, try Self.keys(4)) == nil)
    for position in Set([0, 4, 11, 12, 43, 44, object.count / 2, object.count - 1]) {
      var changed = object
      changed[position] ^= 1
      #expect(SealedObject.unsealed(changed, keys) == nil, "\(position)")
    }
    // Pieces can't be cut off, repeated or moved.
    let piece = SealedObject.pieceByteCount + 16
    for cut in [1, 16, 17, piece, object.count - 44, object.count - 43] where cut < object.count {
      #expect(SealedObject.unsealed(Array(object.dropLast(cut)), keys) == nil, "\(cut)")
    }
    if count > 150_000 {
      let (first, second) = (object[44..<44 + piece], object[(44 + piece)..<(44 + 2 * piece)])
      let moved = object[..<44] + second + first + object[(44 + 2 * piece)...]
      #expect(SealedObject.unsealed(Array(moved), keys) == nil)
    }
    var reader = SealedObject.Reader(keys)
    var opened: [UInt8] = []
    for start in stride(from: 0, to: object.count, by: 1000) {
      let part = reader.append(object[start..<min(start + 1000, object.count)])
      opened += try #require(part)
    }
    let rest = reader.finish()
    opened += try #require(rest)
    #expect(opened == bytes)
  }

  @Test("derives and encrypts as the standards say")
  func vectors() throws {
    // RFC 4231, test case 2.
    #expect(
      HMAC.code(of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)).hex
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    // The GCM specification, test cases 13 and 14: AES-256 with a zero key.
    var cipher = AuthenticatedCipher(key: [UInt8](repeating: 0, count: 32))
    let nonce = [UInt8](repeating: 0, count: 12)
    #expect(
      Hex.text(of: cipher.sealed([], nonce: nonce)) == "530f8afbc74536b9a963b4f1c4cb738b")
    let block = [UInt8](repeating: 0, count: 16)
    #expect(
      Hex.text(of: cipher.sealed(block[...], nonce: nonce))
        == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
  }

  @Test(
    "has keys with one text only",
    arguments: [
      "", "# only a comment", "castbook-key-1:", "castbook-key-1:AAAA",
      "castbook-key-2:" + String(repeating: "A", count: 43) + "=",
      "castbook-key-1:" + String(repeating: "A", count: 43),
      "castbook-key-1:" + String(repeating: "A", count: 43) + "=\nx",
    ])
  func badKeys(text: String) { #expect(TeamKeys(text: text) == nil) }
}
