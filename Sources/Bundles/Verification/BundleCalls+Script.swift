internal import Model
internal import Targets

extension BundleCalls.Call {
  /// The call as lines of a shell script: comments, and commands where no value is missing.
  ///
  /// The shell runs only `curl` with the trusted address and headers, regardless of the bundle's
  /// contents.
  public var script: [String] {
    var lines = ["\(file): \(target.rawValue)"]
    for fill in filled where fill.origin == .bundle {
      lines.append("\(fill.placeholder) is \(fill.text): from the bundle, not yours")
    }
    lines += withheld.map { "left out: \($0)" }
    lines += missing.map { "missing: \($0)" }
    if url == nil { lines.append("no source states how to call it; its body:") }
    guard let steps else {
      if let producedPlaceholder {
        lines.append(
          "no source states where the response contains the id for \(producedPlaceholder)")
      }
      return lines.map(Self.comment) + submit
    }
    return lines.map(Self.comment) + submission(steps) + polling(steps) + reading(steps)
  }

  // MARK: Steps

  /// Returns the lines that submit the call, or that state the task it was submitted as.
  private func submission(_ steps: CallSteps) -> [String] {
    if let task {
      return [
        Self.comment(
          "1. submitted as task \(task); submitting it again would be charged again")
      ]
    }
    let success = steps.success.map { "; \($0) if it was accepted" }
    return [
      Self.comment("1. submit: \(steps.idLocation) in the response is the task id\(success ?? "")")
    ] + submit
  }

  /// Returns the lines that poll the task; they are comments while the task id is missing.
  private func polling(_ steps: CallSteps) -> [String] {
    let failed =
      steps.poll.failed.isEmpty
      ? "" : "; \(steps.poll.failed.joined(separator: " or ")) means it failed"
    var lines = [
      "2. poll until \(steps.poll.state) is \(steps.poll.done.joined(separator: " or "))\(failed)"
    ]
    guard let task else {
      lines.append("missing: the task id; add it to --ids as \"\(file)\"")
      return (lines + Self.lines(Self.command(steps.pollURL(), headers))).map(Self.comment)
    }
    return lines.map(Self.comment) + Self.lines(Self.command(steps.pollURL(of: task), headers))
  }

  /// Returns the lines that read the result.
  private func reading(_ steps: CallSteps) -> [String] {
    guard let result = steps.result else {
      return [Self.comment("3. no source states which field is the result")]
    }
    let inside = result.inside.map { ", a JSON string, and in it \($0)" } ?? ""
    let use =
      producedPlaceholder.map { gives in
        let word =
          gives.hasPrefix(RequestBody.remotePrefix)
          ? gives.dropFirst(RequestBody.remotePrefix.count) : gives[...]
        return " is the id for \(gives); add it to --ids as \"\(word)\""
      } ?? " is the result"
    let words = "3. read \(result.path) in that response\(inside): it\(use)"
    guard let url = steps.resultURL(of: task) else { return [Self.comment(words)] }
    let call = Self.lines(Self.command(url, headers))
    return [Self.comment(words.replacing("that response", with: "the response to this call"))]
      + (task == nil ? call.map(Self.comment) : call)
  }

  // MARK: Commands

  /// Returns a line that the shell ignores, for any text.
  private static func comment(_ text: String) -> String { "# \(sanitized(text))" }

  /// Splits a command into its lines.
  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The command that submits the call, as comments while a value is missing; only the body when no
  /// source states the address.
  private var submit: [String] {
    let lines = Self.lines(curl)
    return isReady ? lines : lines.map(Self.comment)
  }

  /// Whether the call can be submitted: it has an address and no missing values.
  public var isReady: Bool { url != nil && missing.isEmpty }

  /// The call as a `curl` command; the API key is a shell variable in it.
  public var curl: String {
    guard let url else { return body.terminalText }
    let text = body.terminalText
    var end = "JSON"
    // A here-document ends at a line that consists of this word alone.
    while text.split(separator: "\n").contains(end[...]) { end += "_" }
    return Self.command(url, headers + ["Content-Type: application/json"])
      + " \\\n  --data-binary @- <<'\(end)'\n\(text)\n\(end)"
  }

  /// Returns a `curl` command without a body.
  private static func command(_ url: String, _ headers: [String]) -> String {
    "curl --fail-with-body -sS \(quoted(url))"
      + headers.map { " \\\n  -H \(header($0))" }.joined()
  }

  /// Returns a quoted header in which the shell expands only a variable at its end.
  private static func header(_ header: String) -> String {
    guard let dollar = header.lastIndex(of: "$") else { return quoted(header) }
    let name = header[header.index(after: dollar)...]
    let isName =
      !name.isEmpty && name.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F }
    return isName ? "\(quoted(String(header[..<dollar])))\"$\(name)\"" : quoted(header)
  }

  /// Returns a text in single quotes on one line, without control characters; the shell takes every
  /// character in it literally.
  private static func quoted(_ text: String) -> String {
    "'\(sanitized(text).replacing("'", with: "'\\''"))'"
  }
}
