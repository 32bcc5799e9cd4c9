internal import CDocuments

/// A subject that `castbook help TOPIC` explains: a document of `docs/`, or a section of one,
/// embedded in the program.
///
/// ```swift
/// print(HelpTopic.named("shot-files")?.text ?? "")
/// ```
public struct HelpTopic: Sendable {
  /// The name that users type, such as `shot-files`.
  public let name: String
  /// The text in Markdown, as it is in `docs/`.
  public let text: String

  /// The subjects that are sections: the document and the section's heading.
  private static let sections = ["rights": (document: "library", heading: "## Rights")]

  /// The names of documents that are commands, too, as topics: `help` explains the command.
  private static let renamed = [
    "backup": "backups", "prepare": "preparing", "split": "splitting", "targets": "target-profiles",
    "provenance": "content-credentials", "timeline": "timelines",
  ]

  /// The names of all topics, in order.
  public static var names: [String] {
    let documents = (0..<castbook_document_count).map { index in
      let name = unsafe String(cString: castbook_document(index).name)
      return renamed[name] ?? name
    }
    return (documents + sections.keys).sorted()
  }

  /// Returns the name of a topic's file in `docs/`, without its suffix; `nil` for a section.
  public static func documentName(of topic: String) -> String? {
    if sections[topic] != nil { return nil }
    return renamed.first { $0.value == topic }?.key ?? topic
  }

  /// Returns the topic with this name, or `nil` when there is none.
  public static func named(_ name: String) -> HelpTopic? {
    if let section = sections[name] {
      return document(section.document).flatMap { Self.section(section.heading, of: $0) }
        .map { HelpTopic(name: name, text: $0) }
    }
    return documentName(of: name).flatMap(document).map { HelpTopic(name: name, text: $0) }
  }

  /// Returns the text of a document.
  private static func document(_ name: String) -> String? {
    for index in 0..<castbook_document_count {
      let document = unsafe castbook_document(index)
      guard unsafe String(cString: document.name) == name else { continue }
      let bytes = unsafe UnsafeBufferPointer(start: document.bytes, count: document.count)
      return unsafe String(decoding: bytes, as: UTF8.self)
    }
    return nil
  }

  /// Returns the lines from a heading to the next one of its level.
  private static func section(_ heading: String, of document: String) -> String? {
    let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == heading }) else { return nil }
    let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("## ") } ?? lines.endIndex
    return lines[start..<end].joined(separator: "\n")
  }
}
