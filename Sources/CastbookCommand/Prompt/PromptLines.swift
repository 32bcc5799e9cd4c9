internal import Castbook
internal import CommandLineKit
internal import Model

/// A compiled shot file as lines for people: its prompt, its legend, its remarks, and a summary.
///
/// The prompt comes first, as the provider will get it; the legend then explains every token in it.
///
/// ```text
///   @Element1 walks in, holding @Element2.
///
///   @Element1  @mira Mira Okafor (revision 3, pinned): 1 front, 2 side
///   @Element2  @mug Blue mug (revision 1): 1 front
/// ```
struct PromptLines {
  let read: ShotPrompt
  let style: TerminalStyle

  /// All lines, in the order they are printed.
  var lines: [String] { promptLines + spaced(legend) + remarks + [summary] + render }

  /// Returns the lines preceded by an empty one, or an empty array.
  private func spaced(_ lines: [String]) -> [String] { lines.isEmpty ? [] : [""] + lines }

  // MARK: Prompt

  /// The prompt's text, or one row per shot with its length.
  private var promptLines: [String] {
    switch read.prompt?.form {
    case .text(let text):
      return text.split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { folded(String($0), after: "  ") }
    case .shots(let shots):
      let width = String(shots.count).count
      return shots.enumerated().flatMap { index, shot in
        let number = String(index + 1)
        let seconds = shot.seconds.map { "\($0) s" } ?? "–"
        let head =
          "  \(Columns.padded(number, width))  \(Columns.padded(seconds, 4))  "
        return folded(shot.text, after: head)
      }
    case nil: return []
    }
  }

  /// Returns the text after its head, or an empty line for an empty text.
  private func folded(_ text: String, after head: String) -> [String] {
    let lines = style.folded(sanitized(text), after: head)
    return lines.isEmpty ? [""] : lines
  }

  // MARK: Legend

  /// What each token stands for, and which files it sends.
  var legend: [String] {
    guard let prompt = read.prompt, !prompt.bindings.isEmpty else { return [] }
    let rows = prompt.bindings.map { binding in
      (
        token: sanitized(binding.token ?? binding.slot.rawValue), what: what(binding.subject),
        left: left(binding.subject)
      )
    }
    let width = min(24, rows.map { displayWidth($0.token) }.max() ?? 0)
    return rows.flatMap { row in
      let token = style.styled(row.token, .bold)
      let gap = String(repeating: " ", count: max(0, width - displayWidth(row.token)) + 2)
      let left = row.left.map { style.folded($0, by: width + 4) } ?? []
      // A long list of tokens has lines of its own.
      guard displayWidth(row.token) <= width else {
        return style.folded(row.token, by: 2, hanging: 4).map { style.styled($0, .bold) }
          + style.folded(row.what, by: width + 4) + left
      }
      return style.folded(row.what, after: "  " + token + gap, indent: width + 4) + left
    }
  }

  /// Returns what a token stands for: an element with its files, a voice, or a path.
  private func what(_ subject: CompiledPrompt.Binding.Subject) -> String {
    switch subject {
    case .element(let member, let sent, _):
      let files = sent.map { words(for: $0) }.joined(separator: ", ")
      return "\(name(member)): \(files.isEmpty ? "no file" : files)"
    case .voice(let member): return name(member)
    case .image(_, let path), .video(let path), .start(let path), .middle(_, let path),
      .end(let path):
      return sanitized(path)
    }
  }

  /// Returns an element's handle, name and revision, and whether it is pinned.
  private func name(_ member: CastMember) -> String {
    let pin = member.isPinned ? ", pinned" : ""
    return "\(member.handle) \(shownName(member.name)) (revision \(member.sequence)\(pin))"
  }

  /// Returns a file's number with its role, or with its name if it has no role.
  private func words(for file: CastFile) -> String {
    file.role == .unsorted
      ? "\(file.number) \(shownName(file.name))" : "\(file.number) \(file.role)"
  }

  /// The number of files above which those that are not sent are counted instead of named.
  private static let maximumNamed = 3

  /// Returns what of an element is not sent, or `nil` if everything is.
  private func left(_ subject: CompiledPrompt.Binding.Subject) -> String? {
    guard case .element(let member, _, let left) = subject else { return nil }
    var words =
      left.count <= Self.maximumNamed
      ? left.map { self.words(for: $0) } : ["\(left.count) other files"]
    if let voice = member.voice, !read.sends(voice, of: member) {
      words.append("voice \(voice.handle)")
    }
    return words.isEmpty ? nil : "not sent: \(words.joined(separator: ", "))"
  }

  // MARK: Remarks

  /// The remarks, after an empty line if there is a prompt above.
  private var remarks: [String] {
    let lines = self.lines(read.remarks)
    return read.prompt == nil ? lines : spaced(lines)
  }

  /// Returns remarks as lines, each with its mark and, if known, its position in the file.
  func lines(_ remarks: [PromptRemark]) -> [String] {
    let path = sanitized(read.path.text)
    return remarks.flatMap { remark in
      let position = remark.location.map { "\(path):\($0.short): " } ?? ""
      return style.remark(FileRemark(remark.finding, prefix: position), indent: 2)
    }
  }

  // MARK: Summary

  /// What will be rendered. Empty when the prompt has errors, since it is then unknown.
  private var render: [String] {
    guard read.status != .fail, let render = read.render else { return [] }
    return [sanitized(render.summary)]
  }

  /// The target with its facts' day, and the prompt's shots, seconds and length.
  private var summary: String {
    guard let target = read.target else { return "\(sanitized(read.path.text)): has errors" }
    var parts: [String] = []
    if let prompt = read.prompt {
      if case .shots(let shots) = prompt.form { parts.append(Quantity.count(shots.count, "shot")) }
      if let seconds = prompt.seconds { parts.append("\(seconds) s") }
      let limit = prompt.length.limit.map { " of \(Quantity.grouped($0))" } ?? ""
      parts.append("\(Quantity.grouped(prompt.length.count))\(limit) \(prompt.length.counted.unit)")
    }
    let tier = read.prompt?.endpoint?.tier.map { " \(sanitized($0))" } ?? ""
    let head = "\(target.id)\(tier), facts \(target.datePhrase)"
    let end = read.status == .fail ? "can't be sent as it is" : nil
    return ([head] + parts + [end].compactMap(\.self)).joined(separator: " · ")
  }
}
