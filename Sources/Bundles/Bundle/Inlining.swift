internal import Checking
internal import Model
package import Prompting
package import Targets

extension BundleDraft {
  /// Puts files into the calls themselves where the very fields that they go into accept that: in plain base64, or as
  /// data URIs. The others stay uploads, with a remark each. What is too heavy so is reported.
  package mutating func inline(
    _ bytes: [String: [UInt8]], in catalogue: TargetCatalogue
  ) throws -> [PromptRemark] {
    var texts: [String: String] = [:]
    var remarks: [PromptRemark] = []
    for file in sent {
      guard let held = bytes[file.file.name] else { continue }
      let fields = try prompt.slots(of: file.file.source).compactMap { slot in
        try catalogue.rules(for: slot, of: prompt.profile).map { InlineField(slot, $0) }
      }
      if let field = fields.first(where: { $0.form == nil }) {
        remarks.append(field.remark(on: file.file.name))
        continue
      }
      let form = fields.first?.form ?? prompt.profile.call?.value.inline
      let base = Base64.text(of: held)
      texts[file.file.placeholder] = Self.text(base, file.format, form)
      for field in fields {
        if field.isUnsure { remarks.append(field.remark(on: file.file.name)) }
        guard let limit = field.limit else { continue }
        let count = limit.value.isEncoded ? base.utf8.count : held.count
        if count > limit.value.binary {
          remarks.append(tooHeavy(file.file, count, limit, field.slot))
        }
      }
    }
    fill(texts)
    return remarks.withoutRepeatedWords
  }

  /// Puts every file into the calls, as earlier versions did.
  mutating func inlineEverything(_ bytes: [String: [UInt8]]) {
    let form = prompt.profile.call?.value.inline
    var texts: [String: String] = [:]
    for file in sent {
      guard let held = bytes[file.file.name] else { continue }
      texts[file.file.placeholder] = Self.text(Base64.text(of: held), file.format, form)
    }
    fill(texts)
  }

  private mutating func fill(_ texts: [String: String]) {
    body = body?.filled(texts)
    first = first.map { $0.filled(texts) }
  }

  private static func text(
    _ base: String, _ format: MediaFormat, _ form: CallRules.Inline?
  ) -> String {
    form == .base64 ? base : "data:\(format.mediaType);base64,\(base)"
  }

  private func tooHeavy(
    _ file: RequestFile, _ count: Int, _ limit: Fact<SlotRules.ByteLimit>, _ slot: Slot
  ) -> PromptRemark {
    var finding = Finding(
      .requestTooHeavy, limit.confidence == .stated ? .error : .warning,
      message:
        "\(file.name) has \(Quantity.bytes(count)) inside the request; the limit of \(prompt.profile.id) is "
        + limit.value.stated + limit.confidence.remark,
      fix: "remove --inline: an upload may be larger", measured: String(count),
      limit: String(limit.value.binary), unit: "bytes")
    finding.target = prompt.profile.id
    finding.slot = slot
    finding.basis = limit.confidence
    return PromptRemark(finding, at: nil)
  }
}

/// A field that a file goes into, and whether the file itself can be put there.
private struct InlineField {
  let slot: Slot
  private let rules: EffectiveSlot

  init(_ slot: Slot, _ rules: EffectiveSlot) {
    self.slot = slot
    self.rules = rules
  }

  private var accepts: Fact<[SlotRules.FileForm]>? { rules.rules.accepts }

  /// What the field itself says counts; what its target says in general, where it says nothing.
  var form: CallRules.Inline? {
    guard let accepts = accepts?.value else { return rules.profile.call?.value.inline }
    return accepts.contains(.base64) ? .base64 : accepts.contains(.dataURI) ? .dataURI : nil
  }

  /// Whether no trusted source says it of this very target.
  var isUnsure: Bool { (accepts?.confidence ?? rules.profile.call?.confidence) != .stated }

  var limit: Fact<SlotRules.ByteLimit>? { rules.rules.inlineBytes ?? rules.rules.bytes }

  func remark(on file: String) -> PromptRemark {
    let id = rules.profile.id
    if accepts != nil, form == nil {
      return .note(
        .requestNotInline, at: nil,
        "\(file) stays an upload: \(id) accepts only an address for \(slot.rawValue)",
        fix: "upload it, and give its address with --urls")
    }
    let confidence = accepts?.confidence ?? rules.profile.call?.confidence
    let words = form == nil ? ": uploads stay uploads" : confidence?.remark ?? ""
    return PromptRemark(
      Finding(
        .requestInlineUnstated, .warning,
        message: "no source says that \(id) itself accepts files inside the request\(words)",
        fix: form == nil
          ? "remove --inline and upload them"
          : "try it with one file, or remove --inline and upload them"), at: nil)
  }
}

extension [PromptRemark] {
  /// Each message once.
  fileprivate var withoutRepeatedWords: [PromptRemark] {
    var seen: Set<String> = []
    return filter { seen.insert($0.finding.message).inserted }
  }
}

/// Bytes as text of 64 letters (RFC 4648).
package enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var place = 0
    while place < bytes.count {
      let group = bytes[place..<min(place + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for letter in 0...3 {
        let isPadding = letter > group.count
        text.append(isPadding ? UInt8(ascii: "=") : letters[bits >> (18 - 6 * letter) & 63])
      }
      place += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
