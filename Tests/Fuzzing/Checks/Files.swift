import Castbook
import Checking
import Decoding
import Foundation
import Model
import Targets

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs
@testable import Media

/// Whole files.
enum Files {
  /// Everything that `castbook check` does with a file: facts, findings for every target, JSON.
  static func inspect(_ bytes: [UInt8]) throws {
    let facts = try inspected(bytes)
    try must(facts.byteCount == bytes.count, "\(facts.byteCount ?? -1) bytes are counted")
    try must(facts.digest != nil, "no digest")
    try must(!bytes.isEmpty || facts.problems == [.empty], "an empty file is \(facts.problems)")
    if facts.isProven {
      let isDecoded = facts.image != nil || facts.sound != nil || facts.film != nil
      try must(isDecoded, "proven, and nothing in it")
      try must(
        !facts.problems.contains(where: \.preventsProof), "proven in spite of \(facts.problems)")
    }
    if let image = facts.image { try look(at: image, of: bytes.count) }
    try look(at: facts)
  }

  private static let inspector = Inspector(budget: MemoryBudget(total: 64 << 20))

  private static func inspected(_ bytes: [UInt8]) throws -> FileFacts {
    guard let path = FilePath("a.jpg") else { throw Breach("no path") }
    let found = try HereExecutor.run {
      try await inspector.inspect(
        .bytes(bytes, name: path, memory: 64 << 20), depth: .appearance)
    }
    guard let found else { throw Breach("it waits for something") }
    if let picture = found.picture {
      try must(found.facts.isProven, "measured, and not proven")
      try must(picture.original == found.facts.image?.size, "measured as \(picture.original)")
    }
    try must(found.luma == nil || found.facts.isProven, "seen, and not proven")
    try must((found.luma == nil) == (found.facts.perceptual == nil), "seen, and without a hash")
    return found.facts
  }

  /// The invariants of any picture's facts.
  static func look(at image: ImageFacts, of byteCount: Int) throws(Breach) {
    try must(
      image.codedSize.width > 0 && image.codedSize.height > 0, "a size of \(image.codedSize)")
    let turned = image.orientation.swapsSides
    try must(
      image.size.width == (turned ? image.codedSize.height : image.codedSize.width)
        && image.size.height == (turned ? image.codedSize.width : image.codedSize.height),
      "\(image.codedSize) turned by \(image.orientation) is \(image.size)")
    try must((1...64).contains(image.depth), "a depth of \(image.depth)")
    try must(image.channels >= 1, "\(image.channels) channels")
    try must(image.frames >= 1, "\(image.frames) frames")
    if let trailing = image.trailing {
      try must(
        trailing.byteCount > 0 && trailing.byteCount < byteCount,
        "\(trailing.byteCount) of \(byteCount) bytes follow the picture")
    }
  }

  private static let targets: [CheckTarget] = {
    guard let catalogue = try? TargetCatalogue() else { return [] }
    return ["kling", "fal.kling-o3.r2v", "kling.v4"].compactMap { name in
      try? CheckTarget(catalogue.find(name), slot: nil, in: catalogue)
    }
  }()

  /// Findings on a file must be fit to print, and its JSON must be read as it was written.
  private static func look(at facts: FileFacts) throws {
    for isNamed in [false, true] {
      let file = CheckedFile(facts, targets, isNamed: isNamed, includesPassed: true)
      for finding in file.allFindings { try Words.look(at: finding) }
      if !facts.problems.isEmpty, !isNamed {
        try must(!file.findings.isEmpty, "nothing is said of \(facts.problems)")
      }
      let json = CheckJSON.file(file)
      try must(
        try JSONParser.parse(Array(json.compactText.utf8)) == json, "its JSON is read differently")
    }
  }

  /// The format must not depend on bytes far behind the beginning.
  static func sniff(_ bytes: [UInt8]) throws {
    let format = Sniffer.format(of: ByteView(bytes))
    let longer = Sniffer.format(of: ByteView(bytes + [UInt8](repeating: 0x20, count: 2048)))
    if bytes.count >= 1024 {
      try must(format == longer, "\(format) is \(longer) when something follows")
    }
    try must(!bytes.starts(with: [0xFF, 0xD8, 0xFF]) || format == .jpeg, "a JPEG is \(format)")
  }

  /// A file without a name, rewritten for each input.
  private static let clip: FileHandle? = {
    let url = FileManager.default.temporaryDirectory.appending(path: "castbook-fuzz-\(UUID())")
    guard FileManager.default.createFile(atPath: url.path(), contents: nil) else { return nil }
    defer { try? FileManager.default.removeItem(at: url) }
    return try? FileHandle(forUpdating: url)
  }()

  static func clipLength(_ bytes: [UInt8]) throws {
    guard let clip, let path = FilePath("/dev/fd/\(clip.fileDescriptor)") else {
      throw Breach("no place for a file")
    }
    try clip.truncate(atOffset: 0)
    try clip.write(contentsOf: bytes)
    if let length = ClipLength.milliseconds(of: path) {
      try must(length >= 0, "a length of \(length) ms")
      try must(bytes.firstRange(of: Array("mvhd".utf8)) != nil, "a length from nowhere")
    }
  }
}

/// The invariants of texts that people read.
enum Words {
  static func look(at finding: Finding) throws(Breach) {
    try must(!finding.message.isEmpty, "\(finding.rule) says nothing")
    try must(finding.fix?.isEmpty == false, "\(finding.rule) helps nobody")
    try must(RuleID.all.contains(finding.rule), "\(finding.rule) is no rule")
    for text in [finding.message, finding.fix, finding.measured, finding.limit, finding.unit] {
      if let text { try look(at: text) }
    }
  }

  static func look(at text: String) throws(Breach) {
    let control = text.unicodeScalars.first { $0.properties.generalCategory == .control }
    try must(control == nil, "a control character stands in \(text.debugDescription)")
    try must(!text.contains("Optional("), "a bare value stands in \(text.debugDescription)")
  }
}
