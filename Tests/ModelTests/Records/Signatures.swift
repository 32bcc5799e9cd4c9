import Model
import Testing

@Suite("The record of a signature")
struct Signatures {
  private func sample() throws -> RecordSignature {
    let found = try RecordSamples.all().compactMap { record in
      if case .signature(let signature) = record { signature } else { nil }
    }
    return try #require(found.first)
  }

  @Test("names no file, although its digests and keys are as long as files' names")
  func blobs() throws {
    #expect(Record.signature(try sample()).blobs == [])
    // A version that doesn't know the kind looks for names of files in all texts.
    #expect(Record.signature(try sample()).json.digests == [])
  }

  @Test("signs everything but the signature, also keys of a newer version")
  func message() throws {
    let sample = try sample()
    let message = String(decoding: try #require(sample.message), as: UTF8.self)
    let line = String(decoding: try #require(Record.signature(sample).line), as: UTF8.self)
    let member = "\"signature\":\"\(Hex.text(of: sample.signature).uppercased())\""
    #expect(message == "castbook signature/1\n" + line.replacing("," + member, with: ""))
    let newer = try Record(
      .object(try #require(sample.json.members) + [JSONValue.Member("zoom", 2)]))
    guard case .signature(let changed) = newer else { return #expect(Bool(false)) }
    #expect(changed.message != nil && changed.message != sample.message)
  }

  @Test(
    "is refused with more entries than it may have, a short key, and digests in lower case",
    arguments: ["records", "previous", "ended", "key", "signature", "case"])
  func refused(part: String) throws {
    let sample = try sample()
    let members = try #require(sample.json.members).map { member -> JSONValue.Member in
      let digest = JSONValue.string(String(repeating: "A", count: 64))
      switch (part, member.key) {
      case ("records", "records"):
        return JSONValue.Member(member.key, .array([JSONValue](repeating: digest, count: 50_001)))
      case ("previous", "previous"):
        return JSONValue.Member(member.key, .array([JSONValue](repeating: digest, count: 257)))
      case ("ended", "ended"):
        return JSONValue.Member(member.key, .array([JSONValue](repeating: digest, count: 1001)))
      case ("key", "key"): return JSONValue.Member(member.key, "AB")
      case ("signature", "signature"): return JSONValue.Member(member.key, digest)
      case ("case", "key"): return JSONValue.Member(member.key, .string(RecordSamples.digest.hex))
      default: return member
      }
    }
    #expect(throws: RecordError.self) { try Record(.object(members)) }
  }

  @Test("has a key whose beginning people compare")
  func fingerprint() throws {
    let key = try #require(SigningKey(bytes: (0..<32).map { $0 }))
    #expect(key.fingerprint == "0001-0203-0405-0607-0809")
    #expect(key.hasFingerprint("00010203-0405-0607-0809") && key.hasFingerprint(key.fingerprint))
    #expect(!key.hasFingerprint("0001") && !key.hasFingerprint(""))
    #expect(SigningKey(bytes: [1]) == nil)
  }
}
