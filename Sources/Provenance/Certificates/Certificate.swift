internal import Model

/// An X.509 certificate (RFC 5280), as far as checking a signature needs it.
struct Certificate: Equatable {
  let bytes: [UInt8]
  /// What its issuer has signed.
  private let signed: ArraySlice<UInt8>
  private let scheme: SignatureScheme?
  private let signature: [UInt8]
  /// The names as they are encoded, which is how they are compared.
  let issuer: ArraySlice<UInt8>
  let subject: ArraySlice<UInt8>
  let validFrom: Day?
  let validUntil: Day?
  let key: PublicKey?
  private(set) var extensions = Extensions()

  /// What a certificate allows.
  struct Extensions: Equatable {
    /// Whether it may issue others.
    var isAuthority = false
    /// The largest number of certificates between it and the last one; `nil` if there is no limit.
    var pathLimit: Int?
    /// Whether its key may sign certificates, and anything else; `nil` if no use is stated.
    var signsCertificates: Bool?
    var signsData: Bool?
    /// The purposes; empty if none is stated.
    var purposes: [[UInt8]] = []
    /// Whether something in it, unknown here, must not be ignored.
    var hasUnknownLimits = false
  }

  /// The largest certificate that is read, in bytes.
  private static let maximumBytes = 1 << 16

  /// Reads a certificate; `nil` if it is malformed.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes else { return nil }
    var file = DERReader(bytes[...])
    guard var outer = file.next(DERTag.sequence)?.inside, let body = outer.next(DERTag.sequence),
      let algorithm = outer.next(DERTag.sequence), let signature = outer.next()?.bits
    else { return nil }
    var fields = body.inside
    _ = fields.next(DERTag.member(0))
    guard fields.next(DERTag.integer) != nil, let inner = fields.next(DERTag.sequence),
      inner.content.elementsEqual(algorithm.content), let issuer = fields.next(DERTag.sequence),
      var validity = fields.next(DERTag.sequence)?.inside,
      let subject = fields.next(DERTag.sequence), let key = fields.next(DERTag.sequence)
    else { return nil }
    self.bytes = bytes
    signed = body.whole
    scheme = Self.scheme(algorithm)
    self.signature = Array(signature)
    (self.issuer, self.subject) = (issuer.whole, subject.whole)
    validFrom = validity.next().flatMap(CertificateTime.instant).map(Self.day)
    validUntil = validity.next().flatMap(CertificateTime.instant).map(Self.day)
    self.key = Self.key(key)
    while let member = fields.next() {
      guard member.tag == DERTag.member(3) else { continue }
      guard let list = Self.firstSequence(member), read(list) else { return nil }
    }
  }

  private static func day(_ instant: Instant) -> Day {
    Day(secondsSince1970: instant.milliseconds / 1000)
  }

  private static func firstSequence(_ value: DERReader.Value) -> DERReader? {
    var inside = value.inside
    return inside.next(DERTag.sequence)?.inside
  }

  // MARK: Keys and schemes

  private static func scheme(_ algorithm: DERReader.Value) -> SignatureScheme? {
    var fields = algorithm.inside
    guard let name = fields.next(DERTag.identifier).map({ Array($0.content) }) else { return nil }
    guard name == ObjectIdentifier.pss else { return ObjectIdentifier.schemes[name] }
    // The hash function, the mask with its own one, and the length of the salt.
    guard var parameters = fields.next(DERTag.sequence)?.inside,
      let hash = parameters.next(DERTag.member(0)).flatMap(firstSequence).flatMap(hash),
      var mask = parameters.next(DERTag.member(1)).flatMap(firstSequence),
      mask.next(DERTag.identifier) != nil,
      mask.next(DERTag.sequence).flatMap({ Self.hash($0.inside) }) == hash,
      var salt = parameters.next(DERTag.member(2))?.inside,
      salt.next()?.digits == [UInt8(hash.byteCount)]
    else { return nil }
    return .pss(hash)
  }

  private static func hash(_ algorithm: DERReader) -> HashFunction? {
    var algorithm = algorithm
    return algorithm.next(DERTag.identifier).flatMap { ObjectIdentifier.hashes[Array($0.content)] }
  }

  private static func key(_ value: DERReader.Value) -> PublicKey? {
    var fields = value.inside
    guard var algorithm = fields.next(DERTag.sequence)?.inside,
      let name = algorithm.next(DERTag.identifier).map({ Array($0.content) }),
      let bits = fields.next()?.bits
    else { return nil }
    switch name {
    case ObjectIdentifier.ed25519: return .ed25519(Array(bits))
    case ObjectIdentifier.ellipticKey:
      let curves: [[UInt8]: PublicKey.Curve] = [
        ObjectIdentifier.p256: .p256, ObjectIdentifier.p384: .p384, ObjectIdentifier.p521: .p521,
      ]
      // Only points that are written in full; the compressed form is not allowed in certificates.
      guard let curve = algorithm.next(DERTag.identifier).flatMap({ curves[Array($0.content)] }),
        bits.count == 1 + 2 * curve.byteCount, bits.first == 4
      else { return nil }
      return .elliptic(
        curve, x: Array(bits.dropFirst().prefix(curve.byteCount)),
        y: Array(bits.suffix(curve.byteCount)))
    case ObjectIdentifier.rsaKey, ObjectIdentifier.pss:
      var key = DERReader(bits)
      guard var numbers = key.next(DERTag.sequence)?.inside, let modulus = numbers.next()?.digits,
        let exponent = numbers.next()?.digits
      else { return nil }
      return .rsa(modulus: modulus, exponent: exponent)
    default: return nil
    }
  }

  // MARK: Extensions

  /// Reads the extensions; `false` if they are malformed.
  private mutating func read(_ list: DERReader) -> Bool {
    var list = list
    while var one = list.next(DERTag.sequence)?.inside {
      guard let name = one.next(DERTag.identifier).map({ Array($0.content) }) else { return false }
      let isCritical = one.next(DERTag.boolean)?.content.first ?? 0 != 0
      guard let octets = one.next(DERTag.octets) else { return false }
      var value = DERReader(octets.content)
      switch name {
      case ObjectIdentifier.basicConstraints:
        guard var fields = value.next(DERTag.sequence)?.inside else { return false }
        extensions.isAuthority = fields.next(DERTag.boolean)?.content.first ?? 0 != 0
        if let limit = fields.next(DERTag.integer)?.digits {
          extensions.pathLimit = limit.count > 1 ? 255 : Int(limit.first ?? 0)
        }
      case ObjectIdentifier.keyUsage:
        guard let bits = value.next(DERTag.bitString)?.content.dropFirst().first else {
          return false
        }
        extensions.signsData = bits & 0x80 != 0
        extensions.signsCertificates = bits & 0x04 != 0
      case ObjectIdentifier.extendedKeyUsage:
        guard var fields = value.next(DERTag.sequence)?.inside else { return false }
        while let purpose = fields.next(DERTag.identifier), extensions.purposes.count < 100 {
          extensions.purposes.append(Array(purpose.content))
        }
      default: if isCritical { extensions.hasUnknownLimits = true }
      }
    }
    return list.isAtEnd
  }

  // MARK: Names

  /// Returns the first value in a name for an attribute; empty if there is none.
  static func text(_ name: ArraySlice<UInt8>, _ attribute: [UInt8]) -> String {
    var outer = DERReader(name)
    guard var sets = outer.next(DERTag.sequence)?.inside else { return "" }
    while var set = sets.next(DERTag.set)?.inside {
      while var pair = set.next(DERTag.sequence)?.inside {
        guard pair.next(DERTag.identifier)?.content.elementsEqual(attribute) == true,
          let value = pair.next()
        else { continue }
        // A BMPString has two bytes a character.
        guard value.tag == 0x1E else { return String(ofFile: value.content, limit: 200) }
        let units = stride(from: value.content.startIndex, to: value.content.endIndex - 1, by: 2)
          .prefix(200).map { UInt16(value.content[$0]) << 8 | UInt16(value.content[$0 + 1]) }
        return String(decoding: units, as: UTF16.self)
      }
    }
    return ""
  }

  // MARK: Signatures

  /// Returns whether another certificate's key has signed this one; `nil` if that can't be found
  /// out, because the algorithm is not known.
  func isSigned(by other: Certificate) -> Bool? {
    guard let scheme, let key = other.key else { return nil }
    if case .elliptic(let curve, _, _) = key {
      guard let numbers = Self.numbers(signature, curve) else { return false }
      return key.verifies(numbers, of: signed, by: scheme)
    }
    return key.verifies(signature, of: signed, by: scheme)
  }

  /// Returns the two numbers of an ECDSA signature in DER, each as long as a coordinate.
  private static func numbers(_ signature: [UInt8], _ curve: PublicKey.Curve) -> [UInt8]? {
    var reader = DERReader(signature[...])
    guard var numbers = reader.next(DERTag.sequence)?.inside, let first = numbers.next()?.digits,
      let second = numbers.next()?.digits, max(first.count, second.count) <= curve.byteCount
    else { return nil }
    func padded(_ digits: [UInt8]) -> [UInt8] {
      [UInt8](repeating: 0, count: curve.byteCount - digits.count) + digits
    }
    return padded(first) + padded(second)
  }

  static func == (one: Certificate, other: Certificate) -> Bool { one.bytes == other.bytes }
}

/// Reads the times of certificates and time stamps.
enum CertificateTime {
  /// Returns the moment of a value: `260802101500Z`, or with all digits of the year.
  static func instant(_ value: DERReader.Value) -> Instant? {
    let text = String(ofFile: value.content, limit: 40)
    let century: String
    switch value.tag {
    case DERTag.utcTime: century = text < "5" ? "20" : "19"
    case DERTag.longTime: century = ""
    default: return nil
    }
    // A fraction of the second may follow.
    let digits = (century + text).utf8.prefix { (0x30...0x39).contains($0) }
    guard digits.count == 14, text.hasSuffix("Z") else { return nil }
    let numbers = String(decoding: digits, as: UTF8.self)
    func part(_ start: Int, _ count: Int) -> Substring { numbers.dropFirst(start).prefix(count) }
    return Instant(
      "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))Z")
  }
}
