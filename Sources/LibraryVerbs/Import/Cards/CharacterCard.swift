internal import Files
internal import Media
internal import PNG
internal import Transfers

/// A character card as programs for role play exchange them: version 1, 2 (`chara_card_v2`) or 3
/// (`chara_card_v3`).
struct CharacterCard {
  private let data: JSONValue
  /// Whether the card is in a PNG, which is then the character's picture.
  let isPicture: Bool
  /// Whether the card says that it is of a version after 3.
  let isOfLaterVersion: Bool
  /// The pictures in chunks of the PNG, by their paths, as base64.
  private var chunks: [String: [UInt8]] = [:]

  private static let bounds = JSONParser.Bounds(byteCount: 128 << 20, depth: 64)
  /// The keys of which a card of version 1, which doesn't name its version, has one beside `name`.
  private static let firstKeys = ["description", "personality", "first_mes", "char_persona"]
  /// The maximum length of a compressed text.
  private static let inflatedLimit = 16 << 20
  private static let chunkPrefix = "chara-ext-asset_:"

  /// Reads a card from the bytes of a file: JSON, or a PNG with a card.
  init(_ bytes: [UInt8]) throws(CharacterFileProblem) {
    guard bytes.starts(with: PNGChunks.signature) else {
      try self.init(json: bytes)
      return
    }
    let texts = Self.texts(in: bytes)
    // A card of version 3 may carry one of version 2 for older programs.
    guard let text = texts["ccv3"] ?? texts["chara"] else { throw .noCharacter }
    guard let json = [UInt8](base64: String(decoding: text, as: UTF8.self)) else {
      throw .damaged("its card is not base64")
    }
    try self.init(json: json, isPicture: true)
    for (name, text) in texts where name.hasPrefix(Self.chunkPrefix) {
      chunks[String(name.dropFirst(Self.chunkPrefix.count))] = text
    }
  }

  /// Returns the texts in a PNG that may belong to a card, by their keywords.
  private static func texts(in bytes: [UInt8]) -> [String: [UInt8]] {
    var texts: [String: [UInt8]] = [:]
    for chunk in PNGChunks(bytes).chunks where chunk.checksumAgrees {
      let data = bytes[chunk.data]
      guard ["tEXt", "zTXt"].contains(chunk.type), let end = data.firstIndex(of: 0) else {
        continue
      }
      let keyword = String(decoding: data[..<end], as: UTF8.self)
      guard ["chara", "ccv3"].contains(keyword) || keyword.hasPrefix(chunkPrefix) else { continue }
      // A compressed text begins with the number of its method.
      texts[keyword] =
        chunk.type == "tEXt"
        ? Array(data[(end + 1)...])
        : Inflater.inflate(Array(data[(end + 1)...].dropFirst()), upTo: inflatedLimit)
    }
    return texts
  }

  /// Reads a card from JSON.
  init(json bytes: [UInt8], isPicture: Bool = false) throws(CharacterFileProblem) {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(
        isMarked ? Array(bytes.dropFirst(3)) : bytes, bounds: Self.bounds)
    } catch {
      throw .damaged("\(error)")
    }
    if let spec = value["spec"]?.string {
      guard ["chara_card_v2", "chara_card_v3"].contains(spec), let data = value["data"],
        data.members != nil
      else { throw .noCharacter }
      self.data = data
    } else {
      guard value["name"]?.string != nil, Self.firstKeys.contains(where: { value[$0] != nil })
      else { throw .noCharacter }
      data = value
    }
    self.isPicture = isPicture
    isOfLaterVersion = value["spec_version"]?.string.flatMap(Double.init).map { $0 >= 4 } ?? false
  }

  // MARK: Texts

  /// Returns what the card says about the character, without files.
  ///
  /// - Parameter fallback: The name of a card without one.
  func group(named fallback: String) -> ForeignLibrary.Group {
    let name = text("name")
    var group = ForeignLibrary.Group(
      name: ForeignLibrary.Group.part(name.isEmpty ? fallback : name))
    group.elementName = name.isEmpty ? fallback : name
    group.description = text("description")
    group.tags = (data["tags"]?.array ?? []).compactMap(\.string)
    let creator = [
      text("creator"),
      text("character_version").isEmpty ? "" : "version \(text("character_version"))",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
    let sources = (data["source"]?.array ?? []).compactMap(\.string)
    group.notes = [
      ("Nickname", text("nickname")), ("Personality", text("personality")),
      ("Notes of its creator", creatorNotes), ("Card by", creator),
      ("Source", sources.joined(separator: ", ")),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
    return group
  }

  private var creatorNotes: String {
    let notes = data["creator_notes_multilingual"]?["en"]?.string.map(TextRule.trimmed) ?? ""
    return notes.isEmpty ? text("creator_notes") : notes
  }

  /// Returns a text with the character's name in the place of what means it.
  private func text(_ key: String) -> String {
    guard let text = data[key]?.string else { return "" }
    let nickname = data["nickname"]?.string ?? ""
    let name = nickname.isEmpty ? data["name"]?.string ?? "" : nickname
    let words = ["{{char}}", "{{Char}}", "{{CHAR}}", "<BOT>", "<bot>", "<char>", "<CHAR>"]
    return TextRule.trimmed(words.reduce(text) { $0.replacing($1, with: name) })
  }

  // MARK: Pictures

  /// A picture or another file that a card names.
  struct Asset {
    /// What it is for: `icon`, `emotion`, `background`, `user_icon`, or another word.
    let type: String
    let name: String
    let suffix: String
    let content: Content
  }

  /// Where a file that a card names is.
  enum Content {
    case bytes([UInt8])
    /// The picture that the card is in, or none if it is in none.
    case card
    /// A file in the archive that contains the card.
    case embedded(String)
    case web(String)
    case missing, unreadable, tooLarge
  }

  private static let assetLimit = 4096

  /// Returns the files that the card names, in its order, with the main picture first.
  ///
  /// - Parameter chunk: Returns the bytes of a chunk of the PNG that contains the card.
  func assets(_ chunk: (String) -> [UInt8]?) -> [Asset] {
    let listed = (data["assets"]?.array ?? []).prefix(Self.assetLimit).map { value in
      Asset(
        type: value["type"]?.string ?? "", name: value["name"]?.string ?? "",
        suffix: value["ext"]?.string ?? "",
        content: Self.content(value["uri"]?.string ?? "", chunk))
    }
    let isMain = { (asset: Asset) in asset.type == "icon" && asset.name == "main" }
    return listed.filter(isMain) + listed.filter { !isMain($0) }
  }

  /// Returns the bytes of a chunk with a picture.
  func chunk(_ path: String) -> [UInt8]? {
    chunks[path].flatMap { [UInt8](base64: String(decoding: $0, as: UTF8.self)) }
  }

  private static func content(_ address: String, _ chunk: (String) -> [UInt8]?) -> Content {
    if address == "ccdefault:" { return .card }
    for scheme in ["embeded://", "embedded://"] where address.hasPrefix(scheme) {
      return .embedded(String(address.dropFirst(scheme.count)))
    }
    if address.hasPrefix("__asset:") {
      return chunk(String(address.dropFirst(8))).map { .bytes($0) } ?? .missing
    }
    if address.hasPrefix("data:") {
      let parts = address.split(separator: ",", maxSplits: 1)
      guard parts.count == 2, parts[0].hasSuffix(";base64"),
        let bytes = [UInt8](base64: String(parts[1]))
      else { return .unreadable }
      return .bytes(bytes)
    }
    let scheme = address.prefix { $0 != ":" }.lowercased()
    return ["http", "https"].contains(scheme) ? .web(address) : .missing
  }
}

extension CharacterCard.Asset {
  var isBackground: Bool { type == "background" }
  /// Whether it shows the person who plays with the character.
  var isOfUser: Bool { type == "user_icon" }

  /// Its type and name, such as "emotion joy".
  var shownName: String { [type, name].filter { !$0.isEmpty }.joined(separator: " ") }

  /// Returns the asset with its content.
  func with(_ content: CharacterCard.Content) -> CharacterCard.Asset {
    CharacterCard.Asset(type: type, name: name, suffix: suffix, content: content)
  }

  /// Returns the asset as a file of an element, or `nil` if it is neither a picture nor a clip.
  func file(_ bytes: [UInt8]) -> ForeignLibrary.File? {
    let format = MediaFormat(sniffing: Array(bytes.prefix(4096)))
    guard [.picture, .clip].contains(format.medium) else { return nil }
    let words = [type, name].filter { !$0.isEmpty }.joined(separator: "-")
    let name = RecordText.portableName(words, SHA256.digest(of: bytes))
    let suffix = format.suffixes.first ?? "bin"
    guard let path = FilePath("\(name).\(suffix)") else {
      return nil
    }
    var file = ForeignLibrary.File(bytes, name: path, note: shownName)
    if type == "emotion", format.medium == .picture { file.role = .expression }
    return file
  }
}
