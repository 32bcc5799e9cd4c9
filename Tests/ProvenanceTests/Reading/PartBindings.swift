import Model
import Testing

@testable import Provenance

@Suite("The hashes of a file's parts")
struct PartBindings {
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xEB, 0, 4, 9, 9, 0xFF, 0xDB, 0, 3, 7]
    + [0xFF, 0xDA, 0, 3, 5, 1, 2, 0xFF, 0, 3, 0xFF, 0xD9]
  /// Where the credentials are.
  private static let place = 8..<14

  private static func binding(
    _ parts: [(names: [String], range: Range<Int>)]
  ) throws -> PartBinding {
    let value = Assembled.map([
      (
        "boxes",
        Assembled.list(
          parts.map { names, range in
            Assembled.map([
              ("names", Assembled.list(names.map(Assembled.text))),
              ("alg", Assembled.text("sha256")),
              ("hash", Assembled.bytes(HashFunction.sha256.hash(of: jpeg[range]))),
            ])
          })
      )
    ])
    return try PartBinding(#require(CBORReader.value(of: value[...])), nil)
  }

  private static let parts: [(names: [String], range: Range<Int>)] = [
    (["SOI"], 0..<2), (["APP0"], 2..<8), (["C2PA"], 8..<14), (["DQT", "SOS"], 14..<29),
    (["EOI"], 29..<31),
  ]

  @Test("match the file that was signed, and none with another byte")
  func bytes() throws {
    let binding = try Self.binding(Self.parts)
    func problem(_ bytes: [UInt8]) -> CredentialProblem? {
      binding.problem(in: ByteSource(bytes), .jpeg, [Self.place])
    }
    #expect(problem(Self.jpeg) == nil)
    for offset in Self.jpeg.indices where !Self.place.contains(offset) {
      var changed = Self.jpeg
      changed[offset] ^= 0x20
      #expect(problem(changed) != nil, "byte \(offset)")
    }
    var coded = Self.jpeg
    coded[24] = 0x33
    #expect(problem(coded) == CredentialProblem(.partsChanged, "DQT–SOS"))
    #expect(problem(Self.jpeg + [1]) == CredentialProblem(.partsChanged, "EOI"))
  }

  @Test("don't match a file with other parts")
  func parts() throws {
    for parts in [Array(Self.parts.dropLast()), Array(Self.parts.dropFirst())] {
      let binding = try Self.binding(parts)
      #expect(binding.problem(in: ByteSource(Self.jpeg), .jpeg, [Self.place]) != nil)
    }
    let binding = try Self.binding(Self.parts)
    #expect(
      binding.problem(in: ByteSource(Self.jpeg), .webp, [Self.place])?.code == .unknownBinding)
  }
}
