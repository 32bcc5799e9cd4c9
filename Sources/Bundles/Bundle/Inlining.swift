internal import Checking
internal import Model
package import Prompting
package import Targets

extension BundleDraft {
  /// Puts files into the calls themselves, each as a data URI, or in plain base64 where the target wants that.
  /// What is too heavy so is said.
  package mutating func inline(
    _ bytes: [String: [UInt8]], in catalogue: TargetCatalogue
  ) throws -> [PromptRemark] {
    var texts: [String: String] = [:]
    var remarks: [PromptRemark] = []
    let call = prompt.profile.call
    let form = call?.value.inline
    for file in sent {
      guard let held = bytes[file.file.name] else { continue }
      let base = Base64.text(of: held)
      texts[file.file.placeholder] =
        form == .base64 ? base : "data:\(file.format.mediaType);base64,\(base)"
      for slot in prompt.slots(of: file.file.source) {
        guard let rules = try catalogue.rules(for: slot, of: prompt.profile)?.rules,
          let limit = rules.inlineBytes ?? rules.bytes
        else { continue }
        let count = limit.value.isEncoded ? base.utf8.count : held.count
        if count > limit.value.binary {
          remarks.append(tooHeavy(file.file, count, limit, slot))
        }
      }
    }
    body = body?.filled(texts)
    first = first.map { $0.filled(texts) }
    if form == nil || call?.confidence != .stated {
      let remark = form == nil ? "" : call?.confidence.remark ?? ""
      remarks.append(
        PromptRemark(
          Finding(
            .requestInlineUnstated, .warning,
            message:
              "no source says that \(prompt.profile.id) itself takes files within the request"
              + remark,
            fix: "try it with one, or leave --inline out and upload them"), at: nil))
    }
    return remarks
  }

  private func tooHeavy(
    _ file: RequestFile, _ count: Int, _ limit: Fact<SlotRules.ByteLimit>, _ slot: Slot
  ) -> PromptRemark {
    var finding = Finding(
      .requestTooHeavy, limit.confidence == .stated ? .error : .warning,
      message:
        "\(file.name) has \(Quantity.bytes(count)) within the request, and \(prompt.profile.id) takes "
        + limit.value.stated + limit.confidence.remark,
      fix: "leave --inline out: uploaded it may be larger", measured: String(count),
      limit: String(limit.value.binary), unit: "bytes")
    finding.target = prompt.profile.id
    finding.slot = slot
    finding.basis = limit.confidence
    return PromptRemark(finding, at: nil)
  }
}

/// Bytes as text of 64 letters (RFC 4648).
enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
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
