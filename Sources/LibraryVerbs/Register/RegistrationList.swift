internal import Files
internal import Media

/// Reads a list of registrations from JSON: `[{"element": "@mira:3", "at": "kling", "id":
/// "1234"}]`.
public enum RegistrationList {
  /// The maximum size of the file in bytes.
  public static let byteLimit = 16 << 20

  /// Reads the registrations in a file.
  ///
  /// - Throws: `ElementLibraryError` if the file can't be read or is invalid.
  public static func drafts(at path: FilePath) throws -> [RegistrationDraft] {
    try drafts(TextFile.requested(path, limit: byteLimit))
  }

  /// Reads registrations strictly: an unknown key is an error that names it and the most similar
  /// one.
  public static func drafts(_ bytes: [UInt8]) throws -> [RegistrationDraft] {
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw ElementLibraryError.invalidRequest("\(error)", fix: "fix the JSON there")
    }
    guard let items = value.array else { throw wrong("the file does not contain a list", 0) }
    return try items.enumerated().map { try draft($0.element, $0.offset + 1) }
  }

  /// Reads one item of the list; `number` counts from 1.
  private static func draft(_ value: JSONValue, _ number: Int) throws -> RegistrationDraft {
    let known = ["element", "blob", "at", "account", "kind", "id", "expires"]
    guard let members = value.members else { throw wrong("is not an object", number) }
    for member in members where !known.contains(member.key) {
      let near =
        nearestName(to: member.key, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
      throw wrong("has an unknown key \"\(sanitized(member.key))\"\(near)", number)
    }
    func text(_ key: String) throws -> String? {
      guard let found = value[key] else { return nil }
      guard let text = found.string, !text.isEmpty else {
        throw wrong("needs a string for \"\(key)\"", number)
      }
      return text
    }
    let subject: RegistrationDraft.Subject
    switch (try text("element"), try text("blob")) {
    case (let element?, nil): subject = .element(try HandleReference(element))
    case (nil, let blob?): subject = .blob(blob)
    default: throw wrong("must name either an element or a blob", number)
    }
    guard let target = try text("at"), let remoteId = try text("id") else {
      throw wrong("lacks \"at\" or \"id\"", number)
    }
    let kind = try text("kind").map { word in
      guard let kind = Registration.Kind(rawValue: word) else {
        throw wrong("has an unknown \"kind\": use element, voice or upload", number)
      }
      return kind
    }
    let expires = try text("expires").map { text in
      guard let day = Day(text) else {
        throw wrong("needs a date like 2027-01-31 for \"expires\"", number)
      }
      return day
    }
    return RegistrationDraft(
      subject, at: target, account: try text("account") ?? RegistrationDraft.defaultAccount,
      kind: kind, remoteId: remoteId, expires: expires)
  }

  /// Returns an error about an item of the list, or about the whole list if `number` is 0.
  private static func wrong(_ words: String, _ number: Int) -> ElementLibraryError {
    ElementLibraryError.invalidRequest(
      number == 0 ? words : "item \(number) of the list \(words)",
      fix: "write it like [{\"element\": \"@mira\", \"at\": \"kling\", \"id\": \"1234\"}]")
  }
}
