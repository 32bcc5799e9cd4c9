import Foundation
import Model

extension Seeds {
  /// Graphs of ComfyUI as text, in a text chunk of a PNG, among the tags of an MP4 and of a
  /// Matroska file.
  static let workflows = Seeds {
    let graph = Array(
      (#"{"1":{"class_type":"LoadImage","inputs":{"image":"castbook/mira/front-8940c37f.jpg"}},"#
        + #""2":{"class_type":"SaveVideo","inputs":{"filename_prefix":"castbook/lobby-9f2c41ab"}}}"#)
        .utf8)
    func number(_ value: Int) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
      number(content.count + 8) + Array(type.utf8) + content
    }
    let text = Array("prompt\0".utf8) + graph
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let png = signature + number(text.count) + Array("tEXt".utf8) + text + number(0)
    let keys = box("keys", number(0) + number(1) + box("mdta", Array("prompt".utf8)))
    let value = box("data", number(1) + number(0) + graph)
    let list = box("ilst", number(value.count + 8) + number(1) + value)
    let film = box("moov", box("udta", box("meta", number(0) + keys + list)))
    func element(_ id: [UInt8], _ content: [UInt8]) -> [UInt8] {
      id + [0x40 | UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    }
    let tag = element([0x45, 0xA3], Array("PROMPT".utf8)) + element([0x44, 0x87], graph)
    let tags = element([0x73, 0x73], element([0x67, 0xC8], tag))
    let matroska = element(
      [0x18, 0x53, 0x80, 0x67], element([0x12, 0x54, 0xC3, 0x67], tags))
    return [graph, png, film, matroska]
  }
}
