internal import Model

/// The signature of a claim: a COSE_Sign1 structure (RFC 9052) whose payload is elsewhere.
struct ClaimSignature {
  let scheme: SignatureScheme
  let chain: CertificateChain
  /// The header that is signed, as it is encoded.
  private let header: ArraySlice<UInt8>
  private let value: [UInt8]
  /// The time that its time stamp states, if it has one.
  let stamped: Instant?

  /// Reads a signature.
  ///
  /// - Throws: `CredentialProblem` if it is malformed, or its algorithm isn't known.
  init(_ box: ArraySlice<UInt8>) throws(CredentialProblem) {
    guard var structure = CBORReader.value(of: box) else { throw Self.damaged }
    if case .tagged(18, let inner) = structure { structure = inner }
    guard let parts = structure.array, parts.count == 4, let header = parts[0].bytes,
      let fields = CBORReader.value(of: header), fields.isMap, let value = parts[3].bytes
    else { throw Self.damaged }
    guard let number = fields[1]?.integer, let scheme = SignatureScheme(cose: number) else {
      throw CredentialProblem(.unknownAlgorithm, fields[1]?.integer.map { "COSE \($0)" } ?? "")
    }
    // Claims before version 2 have the certificates in the header that isn't signed.
    let found = [fields[33], fields["x5chain"], parts[1][33], parts[1]["x5chain"]]
    guard let stored = found.compactMap(\.self).first else { throw Self.damaged }
    let encoded =
      stored.array?.map { $0.bytes.map(Array.init) ?? [] } ?? [Array(stored.bytes ?? [])]
    guard let chain = CertificateChain(encoded) else {
      throw CredentialProblem(.damaged, "the signer's certificate")
    }
    (self.scheme, self.chain, self.header, self.value) = (scheme, chain, header, Array(value))
    stamped = TimeStamp.time(in: parts[1])
  }

  private static var damaged: CredentialProblem { CredentialProblem(.damaged, "the signature") }

  /// Returns whether it is the signer's signature of a claim; `nil` if the signer's key can't be
  /// used.
  func matches(_ claim: ArraySlice<UInt8>) -> Bool? {
    // The structure that is signed: its name, the header, nothing else, and the claim.
    let message =
      [0x84, 0x6A] + Array("Signature1".utf8) + Self.head(header.count) + header + [0x40]
      + Self.head(claim.count) + claim
    return chain.signer.key?.verifies(value, of: message[...], by: scheme)
  }

  /// The head of bytes in CBOR, by their number.
  private static func head(_ count: Int) -> [UInt8] {
    switch count {
    case ..<24: [0x40 + UInt8(count)]
    case ..<0x100: [0x58, UInt8(count)]
    case ..<0x1_0000: [0x59, UInt8(count >> 8), UInt8(count & 0xFF)]
    default: [0x5A] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
  }
}

/// The time that a time stamp (RFC 3161) states. It is shown as a statement: the time stamp itself
/// isn't verified.
enum TimeStamp {
  /// Returns the time in the first time stamp of a signature's header; `nil` if there is none that
  /// can be read.
  static func time(in header: CBORValue) -> Instant? {
    let tokens = header["sigTst2"]?["tstTokens"] ?? header["sigTst"]?["tstTokens"]
    guard let token = tokens?.array?.first?["val"]?.bytes else { return nil }
    var outer = DERReader(token)
    guard var fields = outer.next(DERTag.sequence)?.inside else { return nil }
    // A response has its status in front of the token.
    if let inner = fields.next(DERTag.sequence) {
      _ = inner
      guard let response = fields.next(DERTag.sequence) else { return nil }
      fields = response.inside
    }
    guard fields.next(DERTag.identifier) != nil,
      var content = fields.next(DERTag.member(0))?.inside,
      var signed = content.next(DERTag.sequence)?.inside,
      signed.next(DERTag.integer) != nil, signed.next(DERTag.set) != nil,
      var wrapped = signed.next(DERTag.sequence)?.inside,
      wrapped.next(DERTag.identifier) != nil,
      var octets = wrapped.next(DERTag.member(0))?.inside,
      let info = octets.next(DERTag.octets)
    else { return nil }
    var body = DERReader(info.content)
    guard var list = body.next(DERTag.sequence)?.inside, list.next(DERTag.integer) != nil,
      list.next(DERTag.identifier) != nil, list.next(DERTag.sequence) != nil,
      list.next(DERTag.integer) != nil, let time = list.next(DERTag.longTime)
    else { return nil }
    return CertificateTime.instant(time)
  }
}
