import Castbook
import Files
import Model

@testable import DeliveryVerbs
@testable import Library
@testable import LibraryVerbs
@testable import Media

/// What other programs and their users write: libraries, tags, cards, mappings.
enum ForeignLibraries {
  private static let path = FilePath("other")

  /// Applies a mapping to a library of three groups: it changes these groups and no others.
  static func mapping(_ bytes: [UInt8]) throws {
    guard let path else { return }
    let groups = ["Cast/Mira", "Mug", "米拉"].map { ForeignLibrary.Group(name: $0) }
    let library = ForeignLibrary(program: .eagle, folder: path, groups: groups, leftOut: [])
    var mapping = ImportMapping(library, kind: .character)
    do {
      try mapping.apply(bytes, of: path)
    } catch let error as ElementLibraryError {
      return try Words.look(at: error.message + (error.fix ?? ""))
    }
    try must(mapping.entries.map(\.group) == groups.map(\.name), "other groups")
    // What was written means the same.
    var again = ImportMapping(library, kind: .character)
    let isComplete = mapping.entries.allSatisfy { $0.handle != nil }
    if isComplete {
      try again.apply(Array(mapping.text.utf8), of: path)
      try must(again.text == mapping.text, "a mapping means something else once written")
    }
    _ = try? ImportForeign.drafts(of: library, mapping)
  }

  static func eagleTree(_ bytes: [UInt8]) throws {
    guard let path else { return }
    var library = EagleLibrary(root: path)
    do {
      try library.readTree(bytes, path)
    } catch let error as ElementLibraryError {
      try must(!error.message.isEmpty && error.fix != nil, "an error without words")
    }
    try must(library.folderNames.count <= bytes.count, "more folders than bytes")
  }

  /// Reads tags from a packet, and from a file of any format.
  static func pictureTags(_ bytes: [UInt8]) throws {
    var tags = PictureTags()
    tags.add(packet: bytes)
    for tags in [tags, PictureTags(of: bytes)] {
      try must(Set(tags.people.map(\.name)).count == tags.people.count, "a person twice")
      for person in tags.people {
        try must(!person.name.isEmpty, "a person without a name")
        let area = person.area
        try must(area.map { $0.share >= 0 && $0.share.isFinite } ?? true, "an area of no size")
      }
      try must(tags.keywords.allSatisfy { !$0.isEmpty }, "a keyword without words")
      try must(tags.rating.map { (-1...5).contains($0) } ?? true, "a rating of \(tags.rating ?? 0)")
    }
  }

  /// Reads a card, or the manifest of a `.char` file.
  static func characterCard(_ bytes: [UInt8]) throws {
    _ = try? OmnicharFile(bytes)
    let card: CharacterCard
    do throws(CharacterFileProblem) {
      card = try CharacterCard(bytes)
    } catch {
      return try must(!error.words.isEmpty, "an error without words")
    }
    let group = card.group(named: "fallback")
    try must(!group.name.contains("/") && !group.ownName.isEmpty, "a name with a folder")
    for asset in card.assets({ card.chunk($0) }) {
      guard case .bytes(let content) = asset.content, let file = asset.file(content) else {
        continue
      }
      try must(!file.path.bytes.contains(UInt8(ascii: "/")), "\(file.path) is in a folder")
    }
  }

  /// Reads a file as the database of PixlStash.
  static func database(_ bytes: [UInt8]) throws {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let path = scratch.path.appending("vault.db".utf8)
    try FileSystem.create(path, bytes, isDurable: false)
    do {
      _ = try PixlStashTables(ForeignDatabase(path)) { _ in }
    } catch let error as ForeignDatabaseError {
      try must(!error.message.isEmpty, "an error without words")
    }
    try must(try FileSystem.read(path, limit: 1 << 20) == bytes, "the database was changed")
    guard case .success(let names) = Folder.names(in: scratch.path) else { return }
    try must(names.count(where: { $0.starts(with: "vault".utf8) }) == 1, "a file beside it")
  }

  static func captionTemplate(_ bytes: [UInt8]) throws {
    let template: CaptionTemplate
    do throws(ElementLibraryError) {
      template = try CaptionTemplate(String(decoding: bytes, as: UTF8.self))
    } catch {
      return try Words.look(at: error.message)
    }
    let values = Dictionary(
      CaptionTemplate.Field.allCases.map { ($0, "\($0)\nx") }, uniquingKeysWith: { $1 })
    try must(!template.caption(values).contains("\n"), "a caption of several lines")
  }
}
