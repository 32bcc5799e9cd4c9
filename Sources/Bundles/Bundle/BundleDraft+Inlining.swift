internal import Checking
internal import Model
package import Prompting
package import Targets

extension BundleDraft {
  /// Puts files into the calls themselves wherever the fields that they go into accept base64 or
  /// data URIs.
  ///
  /// All other files remain uploads. The returned remarks name them, and files that exceed the
  /// limit for inline data.
  ///
  /// - Parameter bytes: The bytes of the files, by their names in the bundle.
  package mutating func inline(
    _ bytes: [String: [UInt8]], in catalogue: TargetCatalogue
  ) throws -> [PromptRemark] {
    var texts: [String: String] = [:]
    var remarks: [PromptRemark] = []
    for file in sent {
      guard let request = file.request, let data = bytes[request.name] else { continue }
      let fields = try prompt.slots(of: request.source).compactMap { slot in
        try catalogue.rules(for: slot, of: prompt.profile).map {
          InlineField(slot: slot, rules: $0)
        }
      }
      if let field = fields.first(where: { $0.form == nil }) {
        remarks.append(field.remark(on: request.name))
        continue
      }
      let form = fields.first?.form ?? prompt.profile.call?.value.inline
      let base = Base64.text(of: data)
      texts[request.placeholder] = Self.text(base, file.format, form)
      for field in fields {
        if field.isUnsure { remarks.append(field.remark(on: request.name)) }
        guard let limit = field.limit else { continue }
        let count = limit.value.isEncoded ? base.utf8.count : data.count
        if count > limit.value.binary {
          remarks.append(tooHeavy(request, count, limit, field.slot))
        }
      }
    }
    fill(texts)
    return remarks.withoutRepeatedMessages
  }

  /// Replaces placeholders in the request and in the calls before it.
  private mutating func fill(_ texts: [String: String]) {
    body = body?.filled(texts)
    prerequisites = prerequisites.map { $0.filled(texts) }
  }

  /// Returns base64 data as the field accepts it: plain, or as a data URI.
  private static func text(
    _ base: String, _ format: MediaFormat?, _ form: CallRules.Inline?
  ) -> String {
    form == .base64 ? base : "data:\((format ?? .unknown).mediaType);base64,\(base)"
  }

  /// Returns the remark about a file that exceeds the limit for inline data.
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

/// A field that a file goes into, and whether it accepts the file itself.
private struct InlineField {
  let slot: Slot
  /// The rules of the slot, with the profile that states them.
  let rules: EffectiveSlot

  /// The forms that the field itself is stated to accept.
  private var accepts: Fact<[SlotRules.FileForm]>? { rules.rules.accepts }

  /// The accepted form, or `nil` when only an address is accepted. A statement about the field
  /// itself overrides the target's general one.
  var form: CallRules.Inline? {
    guard let accepts = accepts?.value else { return rules.profile.call?.value.inline }
    return accepts.contains(.base64) ? .base64 : accepts.contains(.dataURI) ? .dataURI : nil
  }

  /// Whether no trusted source states that this target's field accepts the file itself.
  var isUnsure: Bool { (accepts?.confidence ?? rules.profile.call?.confidence) != .stated }

  /// The maximum size of inline data.
  var limit: Fact<SlotRules.ByteLimit>? { rules.rules.inlineBytes ?? rules.rules.bytes }

  /// Returns the remark about a file that remains an upload, or whose field isn't known to accept
  /// it.
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
  fileprivate var withoutRepeatedMessages: [PromptRemark] {
    var seen: Set<String> = []
    return filter { seen.insert($0.finding.message).inserted }
  }
}
