internal import Castbook
internal import Model

/// A shot that was compiled for one target, in the lines and facts of an answer.
///
/// ```text
/// @Element1 = @mira «Mira Okafor» (revision 3, pinned): 1 front, 2 side
/// ! prompt.long, line 4: 2,600 characters, at most 2,500: shorten it
/// ```
struct CompiledShot {
  /// The maximum number of characters of a prompt in the lines.
  private static let maximumPrompt = 600
  /// The maximum number of characters of a line about a finding.
  private static let maximumRemark = 300
  /// The maximum number of findings in the data.
  private static let maximumRemarks = 40

  let planned: PlannedBundle
  let roots: Roots

  private var read: ShotPrompt { planned.read }
  private var isReady: Bool { planned.status != .fail }

  /// The name of the shot file, in «».
  var name: String { ShownNames([read.path], in: roots).name(read.path) }

  /// The target with its tier; empty if the file has errors of its own.
  var target: String {
    guard let target = read.target else { return "" }
    let tier = read.prompt?.endpoint?.tier.map { " \(sanitized($0))" } ?? ""
    return " for \(target.id)\(tier)"
  }

  // MARK: Lines

  /// Whether the shot can be exported, with the date of the target's facts.
  var head: String {
    let counts = Quantity.counts(
      [(Severity.error, "error"), (.warning, "warning"), (.note, "note")].map { severity, word in
        let count = planned.remarks.count { $0.finding.severity == severity }
        return (count, count == 1 ? word : word + "s")
      })
    let state = isReady ? "ready to export" : "can't be sent as it is"
    return "\(name)\(target)"
      + (read.target.map { ", facts \($0.datePhrase)" } ?? "")
      + ": \(([state] + counts).joined(separator: ", "))"
  }

  /// What will be rendered; empty if the shot can't be sent, since it is then unknown.
  var renderLines: [String] {
    guard isReady, let render = planned.render else { return [] }
    return ["Renders \(sanitized(render.summaryWithoutPrice))"]
  }

  /// The prompt with its length, cut if it is long.
  var promptLines: [String] {
    guard let prompt = read.prompt else { return [] }
    let limit = prompt.length.limit.map { " of \(Quantity.grouped($0))" } ?? ""
    let length = "\(Quantity.grouped(prompt.length.count))\(limit) \(prompt.length.counted.unit)"
    let words =
      switch prompt.form {
      case .text(let text): text
      case .shots(let shots):
        shots.enumerated().map { index, shot in
          "[\(index + 1)\(shot.seconds.map { ", \($0) s" } ?? "")] \(shot.text)"
        }.joined(separator: "\n")
      }
    let text = ShownNames.quoted(words, atMost: Self.maximumPrompt)
    return ["Prompt (\(length)): \(text)"]
  }

  /// What each token stands for, the files that are sent for it, and those that aren't.
  var sentLines: [String] {
    guard let prompt = read.prompt else { return [] }
    let shown = prompt.bindings.prefix(12).map { binding in
      "\(sanitized(binding.token ?? binding.slot.rawValue)) = \(what(binding.subject))"
    }
    let more = prompt.bindings.count - shown.count
    let copies = planned.files.count { !$0.entry.steps.isEmpty }
    let bytes = planned.files.reduce(0) { $0 + $1.byteCount }
    let files =
      planned.files.isEmpty
      ? "Sends no files"
      : "Sends \(Quantity.count(planned.files.count, "file")), \(Quantity.bytes(bytes))"
        + (copies > 0 ? ", \(copies) of them prepared copies" : "")
    return [files + (shown.isEmpty ? "" : ":")] + shown + (more > 0 ? ["and \(more) more"] : [])
  }

  /// Returns what a token stands for: an element with its files, a voice, or a path.
  private func what(_ subject: CompiledPrompt.Binding.Subject) -> String {
    switch subject {
    case .element(let member, let sent, let left):
      let files = Quantity.list(sent.map(Self.label), atMost: 9)
      let rest = left.isEmpty ? "" : "; not sent: \(Quantity.list(left.map(Self.label), atMost: 3))"
      return "\(Self.name(member)): \(files.isEmpty ? "no file" : files)\(rest)"
    case .voice(let member): return Self.name(member)
    case .image(_, let path), .video(let path), .start(let path), .middle(_, let path),
      .end(let path):
      return ShownNames.quoted(path)
    }
  }

  private static func name(_ member: CastMember) -> String {
    let name = member.name.isEmpty ? "" : " \(ShownNames.quoted(member.name))"
    let pin = member.isPinned ? ", pinned" : ""
    return "\(member.handle)\(name) (revision \(member.sequence)\(pin))"
  }

  /// Returns a file's number with its role, or with its name if it has no role.
  private static func label(_ file: CastFile) -> String {
    file.role == .unsorted
      ? "\(file.number) \(ShownNames.quoted(file.name))" : "\(file.number) \(file.role)"
  }

  /// The findings with their lines in the shot file, at most `maximum` of them.
  func remarkLines(atMost maximum: Int = 12) -> [String] {
    let shown = planned.remarks.prefix(maximum).map { remark -> String in
      let place = remark.location.map { ", line \($0.line)" } ?? ""
      return "\(FindingGroups.sign(remark.finding.severity)) \(remark.finding.rule)\(place): "
        + ShownNames.quoted(remark.finding.sentence, atMost: Self.maximumRemark)
    }
    let more = planned.remarks.count - shown.count
    return shown + (more > 0 ? ["and \(Quantity.count(more, "remark")) more"] : [])
  }

  /// The rule of the first error; `nil` if there is none.
  var brokenRule: RuleID? {
    planned.remarks.first { $0.finding.severity == .error }?.finding.rule
  }

  // MARK: Facts

  /// The schema of `facts`.
  static let schema: JSONValue = Schema.object(
    required: ["ready", "status", "sent", "file_count", "bytes", "remarks"],
    [
      "ready": Schema.flag, "status": Schema.text, "target": Schema.text, "tier": Schema.text,
      "seconds": Schema.integer, "resolution": Schema.text, "aspect": Schema.text,
      "sound": Schema.text, "prompt": Schema.text,
      "shots": Schema.list(
        of: Schema.object(
          required: ["prompt"], ["prompt": Schema.text, "seconds": Schema.integer])),
      "sent": Schema.list(
        of: Schema.object(
          required: ["slot"],
          [
            "token": Schema.text, "slot": Schema.text, "element": Schema.text,
            "path": Schema.text, "files": Schema.list(of: Schema.integer),
            "not_sent": Schema.list(of: Schema.integer),
          ])),
      "file_count": Schema.integer, "bytes": Schema.integer,
      "remarks": Schema.list(
        of: Schema.object(
          required: ["rule", "severity", "message"],
          [
            "rule": Schema.text, "severity": Schema.text, "line": Schema.integer,
            "column": Schema.integer, "message": Schema.text, "fix": Schema.text,
          ])),
      "plan": Schema.text,
    ])

  /// The facts as data.
  var facts: JSONValue {
    let render = isReady ? planned.render : nil
    let prompt = read.prompt
    var (text, shots): (String?, [JSONValue]?) = (nil, nil)
    switch prompt?.form {
    case .text(let words): text = words
    case .shots(let list): shots = list.objects { ["prompt": $0.text, "seconds": $0.seconds] }
    case nil: break
    }
    return [
      "ready": isReady, "status": planned.status, "target": read.target?.id,
      "tier": prompt?.endpoint?.tier, "seconds": render?.seconds,
      "resolution": render?.resolution, "aspect": render?.aspect, "sound": render?.sound,
      "prompt": text, "shots": shots, "sent": (prompt?.bindings ?? []).map(Self.sent),
      "file_count": planned.files.count, "bytes": planned.files.reduce(0) { $0 + $1.byteCount },
      "remarks": planned.remarks.prefix(Self.maximumRemarks).map(Self.remark),
      "plan": planned.planDigest,
    ]
  }

  private static func sent(_ binding: CompiledPrompt.Binding) -> JSONValue {
    let subject: JSONValue =
      switch binding.subject {
      case .element(let member, let sent, let left):
        [
          "element": reference(member), "files": sent.map(\.number),
          "not_sent": left.map(\.number).nonEmpty,
        ]
      case .voice(let member):
        ["element": reference(member), "files": member.files.map(\.number)]
      case .image(_, let path), .video(let path), .start(let path), .middle(_, let path),
        .end(let path):
        ["path": path]
      }
    return .object(["token": binding.token, "slot": binding.slot]).adding(subject)
  }

  private static func reference(_ member: CastMember) -> String {
    "\(member.handle):\(member.sequence)"
  }

  private static func remark(_ remark: PromptRemark) -> JSONValue {
    let finding = remark.finding
    return [
      "rule": finding.rule, "severity": finding.severity, "line": remark.location?.line,
      "column": remark.location?.column, "message": finding.message, "fix": finding.fix,
    ]
  }
}
