/// A claim: the statement that is signed.
struct Claim {
  /// What the signature covers.
  let signed: ArraySlice<UInt8>
  let value: CBORValue
  /// The assertions that it makes; `nil` for a malformed reference.
  let assertions: [HashedReference?]
  /// The name of the hash function for references that name none.
  let algorithm: String?
  /// Whether it removes parts of ingredients' manifests.
  let redacts: Bool

  private static let maximumAssertions = 20_000

  /// Reads a claim; `nil` if it is malformed.
  init?(_ box: Superbox) {
    guard let bytes = box.content("cbor"), let value = CBORReader.value(of: bytes), value.isMap
    else {
      return nil
    }
    let lists = ["assertions", "created_assertions", "gathered_assertions"]
    let references = lists.flatMap { value[$0]?.array ?? [] }
    guard references.count <= Self.maximumAssertions else { return nil }
    signed = bytes
    self.value = value
    assertions = references.map(HashedReference.init)
    algorithm = value["alg"]?.text
    redacts = value["redacted_assertions"]?.array?.isEmpty == false
  }
}
