internal import Files
internal import Media

/// A character of Omnichar, as its `.char` files contain it: `manifest.json` with the references,
/// their roles, the description and the voice, and these beside it in the archive.
struct OmnicharFile {
  private let manifest: JSONValue

  static let manifestLimit = 256 << 10
  private static let descriptionLimit = 1 << 20
  /// The version of the format that is known here.
  private static let version = 1
  private static let magic = "INLINECHAR"

  /// What each role of Omnichar is here, and what its files are called.
  private static let roles: [String: (role: Role?, name: String)] = [
    "face": (.face, "face"), "body": (.fullBody, "body"), "cloth": (.detail, "outfit"),
  ]

  /// Reads a manifest.
  init(_ bytes: [UInt8]) throws(CharacterFileProblem) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(bytes)
    } catch {
      throw .damaged("manifest.json: \(error)")
    }
    guard value["magic"]?.string == Self.magic else { throw .noCharacter }
    guard let version = value["format_version"]?.integer, version > 0 else {
      throw .damaged("manifest.json: no format_version")
    }
    guard version <= Self.version else { throw .laterVersion(version) }
    manifest = value
  }

  /// Returns the character, and apart from it the pictures that were taken from its renders.
  ///
  /// - Parameters:
  ///   - fallback: The name of a character without one.
  ///   - remaining: The number of bytes that may still be read into memory.
  func groups(
    named fallback: String, in archive: CharacterArchive, _ remaining: inout Int,
    _ leftOut: inout LeftOutFiles
  ) throws(CharacterFileProblem) -> [ForeignLibrary.Group] {
    let name = TextRule.trimmed(manifest["name"]?.string ?? "")
    let own = name.isEmpty ? fallback : name
    var group = ForeignLibrary.Group(name: ForeignLibrary.Group.part(own))
    group.elementName = own
    group.mayBeEmpty = true
    if let path = manifest["text"]?["path"]?.string,
      let bytes = try archive.bytes(path, limit: Self.descriptionLimit)
    {
      group.description = String(decoding: bytes, as: UTF8.self)
    }
    let hints = (manifest["hints"]?.array ?? []).compactMap(\.string)
    if !hints.isEmpty { group.notes = "Hints: \(hints.joined(separator: ", "))" }
    var harvest = ForeignLibrary.Group(name: "\(group.name)/harvested")
    harvest.elementName = own
    harvest.aside = "pictures harvested from renders"
    harvest.base = group.name
    var counts: [String: Int] = [:]
    for reference in (manifest["refs"]?.array ?? []).prefix(4096) {
      let word = reference["role"]?.string ?? "face"
      let (role, base) = Self.roles[word] ?? (nil, "reference")
      counts[base, default: 0] += 1
      let title = "\(base)-\(counts[base] ?? 1)"
      guard
        var file = try file(reference, title, in: archive, &remaining, &leftOut)
      else { continue }
      if MediaFormat(suffix: file.path.suffix ?? "")?.medium == .picture {
        (file.role, file.isRoleAssumed) = (role, role != nil)
      }
      if reference["origin"]?.string == "harvested" {
        harvest.files.append(file)
      } else {
        group.files.append(file)
      }
    }
    let sample = manifest["reserved"]?["voice"]?["samples"]?.array?.first
    if let sample, let file = try file(sample, "voice", in: archive, &remaining, &leftOut) {
      group.files.append(file)
    }
    let adapters = (manifest["payloads"]?.members ?? []).filter { $0.key.hasSuffix("-lora") }
    for adapter in adapters { leftOut.add(adapter.key, "trained for one model (LoRA)") }
    return [group] + (harvest.files.isEmpty ? [] : [harvest])
  }

  /// Returns a file that the manifest names, if it is media and what the manifest says it is.
  private func file(
    _ entry: JSONValue, _ title: String, in archive: CharacterArchive, _ remaining: inout Int,
    _ leftOut: inout LeftOutFiles
  ) throws(CharacterFileProblem) -> ForeignLibrary.File? {
    let path = entry["path"]?.string ?? ""
    guard case .bytes(let bytes) = try archive.content(of: path, &remaining) else {
      leftOut.add(path, "its file is missing or too large")
      return nil
    }
    if let digest = entry["sha256"]?.string, digest.lowercased() != SHA256.digest(of: bytes).hex {
      leftOut.add(path, "isn't what its checksum says")
      return nil
    }
    let format = MediaFormat(sniffing: Array(bytes.prefix(4096)))
    guard format.medium != .other,
      let name = FilePath("\(title).\(format.suffixes.first ?? "bin")")
    else {
      leftOut.add(path, "is neither a picture nor a sound")
      return nil
    }
    return ForeignLibrary.File(bytes, name: name, note: entry["source_name"]?.string ?? "")
  }
}
