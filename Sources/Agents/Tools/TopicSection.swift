internal import Castbook

/// A section of a topic, which is what fits into an answer.
struct TopicSection: Hashable {
  let heading: String
  /// The text with its heading, in Markdown.
  let text: String

  /// Returns the sections of a topic in their order. The first has the document's title, and what
  /// precedes all other headings.
  static func sections(of topic: HelpTopic) -> [TopicSection] {
    var sections: [TopicSection] = []
    var lines: [Substring] = []
    var isCode = false
    func end() {
      guard let title = lines.first, lines.contains(where: { !$0.isEmpty }) else { return }
      let heading = title.drop { $0 == "#" || $0 == " " }
      sections.append(
        TopicSection(heading: String(heading), text: lines.joined(separator: "\n")))
      lines = []
    }
    for line in topic.text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode, line.hasPrefix("## ") || line.hasPrefix("# ") { end() }
      lines.append(line)
    }
    end()
    return sections
  }
}
