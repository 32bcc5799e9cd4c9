import Castbook
import Checking
import CommandLineKit
import Model

@testable import CastbookCommand
@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs
@testable import Targets

/// Texts: JSON, profiles, lists, command lines.
enum Texts {
  static func json(_ bytes: [UInt8]) throws {
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
      try must((1...lines).contains(error.location.line), "\(error) in \(lines) lines")
      try must((1...bytes.count + 1).contains(error.location.column), "\(error)")
      return
    }
    for text in [value.compactText, value.indentedText] {
      try must(try JSONParser.parse(Array(text.utf8)) == value, "it is read otherwise once written")
    }
    try must(!value.compactText.utf8.contains(UInt8(ascii: "\n")), "more than one line")
    try checkLocations(of: value, in: bytes)
  }

  /// Every value has a position, each after the one before it.
  private static func checkLocations(of value: JSONValue, in bytes: [UInt8]) throws {
    var paths: [[String]] = []
    collect(value, [], &paths)
    var last = (line: 0, column: 0)
    for path in paths {
      guard let location = JSONParser.location(of: path, in: bytes) else {
        throw Breach("\(path) has no place")
      }
      try must((location.line, location.column) >= last, "\(path) stands before its neighbour")
      last = (location.line, location.column)
    }
  }

  private static func collect(_ value: JSONValue, _ path: [String], _ paths: inout [[String]]) {
    // Each position is found by reading the text again.
    guard paths.count < 24 else { return }
    paths.append(path)
    for member in value.members ?? [] { collect(member.value, path + [member.key], &paths) }
    for (index, item) in (value.array ?? []).enumerated() {
      collect(item, path + [String(index)], &paths)
    }
  }

  private static let pictures: [FileFacts] = {
    let sizes = [(900, 1200), (1, 1), (300, 750), (65_500, 65_500)]
    return sizes.flatMap { width, height in
      [MediaFormat.jpeg, .png, .mp4, .wav].compactMap { format in
        guard let path = FilePath("a.jpg") else { return nil }
        var facts = FileFacts(path: path)
        facts.byteCount = width * height
        facts.format = format
        facts.image = ImageFacts(
          codedSize: PixelSize(width: width, height: height), depth: 8, channels: 3)
        return facts
      }
    }
  }()

  /// Reads a user's profile and uses it: pictures are checked, pages written.
  static func profile(_ bytes: [UInt8]) throws {
    let catalogue: TargetCatalogue
    let profile: TargetProfile
    do {
      profile = try ProfileLoader.load(bytes, file: "a.json")
      catalogue = try TargetCatalogue(user: [("a.json", bytes)])
    } catch {
      try must(!error.problem.isEmpty, "an error without words")
      return
    }
    try must(catalogue.isUserDefined(profile.id), "\(profile.id) is not found again")
    let targets = try [nil, .element, .image, .start].map {
      try CheckTarget(profile, slot: $0, in: catalogue)
    }
    for facts in pictures {
      for finding in CheckedFile(facts, targets, isNamed: false).allFindings {
        try must(!finding.message.isEmpty, "\(finding.rule) says nothing")
        try must(RuleID.all.contains(finding.rule), "\(finding.rule) is no rule")
      }
    }
    try must(!(try TargetPage.text(of: profile, in: catalogue)).isEmpty, "an empty page")
    let json = try TargetJSON.profile(profile, in: catalogue)
    try must(
      try JSONParser.parse(Array(json.compactText.utf8)) == json, "its JSON is read differently")
  }

  static func aliases(_ bytes: [UInt8]) throws {
    do {
      _ = try TargetCatalogue.aliases(in: bytes)
    } catch {
      try must(!error.problem.isEmpty, "an error without words")
    }
  }

  static func rules(_ bytes: [UInt8]) throws {
    let texts: [RuleText]
    do {
      texts = try RuleCatalogue.texts(in: bytes)
    } catch {
      try must(!error.problem.isEmpty, "an error without words")
      return
    }
    for text in texts {
      try must(!text.title.isEmpty && !text.what.isEmpty, "\(text.rule) has no words")
    }
  }

  static func pathList(_ bytes: [UInt8]) throws {
    let paths = PathList.paths(in: bytes)
    let separators = bytes.count { $0 == 0 || $0 == UInt8(ascii: "\n") }
    try must(paths.count <= separators + 1, "\(paths.count) paths in \(separators + 1) parts")
    // A list that is separated by zeros is read equally.
    let list = paths.flatMap { (path: FilePath) -> [UInt8] in path.bytes + [0] }
    try must(PathList.paths(in: list) == paths, "the paths are read otherwise once written")
    for path in paths {
      try must(!path.bytes.contains(0), "a path with a zero in it")
      _ = (path.name, path.folder, path.suffix)
    }
  }

  /// Parses words of a command line, one per line.
  static func commandLine(_ bytes: [UInt8]) throws {
    let words = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Argument(bytes: $0) }
    let invocation: Invocation
    do {
      invocation = try commandTable.parse(words)
    } catch {
      try Words.look(at: error.message)
      try Words.look(at: error.fix ?? "")
      return
    }
    switch invocation {
    case .run(_, let arguments):
      for positional in arguments.positionals {
        try must(words.contains(positional), "\(positional) was not given")
      }
    case .help(let text): try must(!text.isEmpty, "help without words")
    case .topic(let name): try must(HelpTopic.named(name) != nil, "\(name) is no topic")
    case .version(_): break
    }
  }
}
