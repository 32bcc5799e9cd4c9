internal import Catalog

/// The elements that come with Castbook, so that a new library has something to look at.
///
/// All of it is our own work: rendered, or spoken by a program. The files are in
/// `Catalog/Starter/`.
package enum StarterCatalogue {
  /// A starter element with all its texts.
  package struct Element: Sendable {
    package let handle: Handle
    package let kind: ElementKind
    package let name: String
    /// What the element looks or sounds like, in words that a prompt can use.
    package let description: String
    /// The kind of person that the element shows, or `nil` if it doesn't show one.
    package let person: PersonKind?
    package let tags: [String]
    /// The element's files, the most important first.
    package let files: [File]
    /// The handle of the starter element that is this one's voice, or `nil`.
    package let voice: Handle?
    package let rights: Rights

    fileprivate init?(
      _ handle: String, _ kind: ElementKind, _ name: String, _ description: String,
      person: PersonKind? = nil, tags: [String], voice: String? = nil, files: [File]
    ) {
      guard let handle = try? Handle(handle) else { return nil }
      self.handle = handle
      self.kind = kind
      self.name = name
      self.description = description
      self.person = person
      self.tags = tags
      self.voice = voice.flatMap { try? Handle($0) }
      self.files = files
      rights = Rights(basis: .generated, holder: "Castbook")
    }
  }

  /// A file that is embedded in the program.
  package struct File: Sendable {
    /// The file's name in `Catalog/Starter/`, with which it is added.
    package let name: String
    package let role: Role

    fileprivate init(_ name: String, _ role: Role) {
      self.name = name
      self.role = role
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
      for index in 0..<castbook_resource_count {
        let resource = unsafe castbook_resource(index)
        if unsafe String(cString: resource.name) == "Starter/\(name)" {
          return unsafe [UInt8](UnsafeBufferPointer(start: resource.bytes, count: resource.count))
        }
      }
      preconditionFailure("catalog.c embeds every file of the starter catalogue")
    }
  }

  /// The elements, ordered so that each one follows those that it refers to.
  package static let elements: [Element] = [
    Element(
      "mira_voice", .voice, "Mira's voice",
      "A woman's clear, calm voice, unhurried, with an American accent.",
      tags: ["starter", "voice"], files: [File("mira-voice.wav", .voice)]),
    Element(
      "mira", .character, "Mira Okafor",
      """
      A young woman drawn like a 3D animation character, with warm brown skin, freckles, amber eyes \
      and a wavy copper bob parted on her left, a gold ball earring in her left ear, a ribbed \
      mustard-yellow rollneck and a teal jacket with pale stitching, a round yellow badge on her left \
      chest and two cream bands around her right sleeve.
      """,
      person: .drawn, tags: ["starter", "lead"], voice: "mira_voice",
      files: [
        File("mira-front.jpg", .front), File("mira-three-quarter-left.jpg", .threeQuarterLeft),
        File("mira-right.jpg", .right), File("mira-back.jpg", .back),
      ]),
    Element(
      "mug", .product, "Stoneware mug",
      """
      A blue-glazed stoneware mug with dark speckles, a bare clay rim, a cream-white inside and an \
      open book under a disc printed in white on its front.
      """,
      tags: ["starter", "prop"],
      files: [
        File("mug-front.jpg", .front), File("mug-three-quarter.jpg", .threeQuarter),
        File("mug-top.jpg", .top),
      ]),
  ].compactMap(\.self)
}
