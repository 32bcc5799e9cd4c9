import Foundation
import FoundationXML
import Model
import TestSupport
import Testing
import Timeline

/// Names from outside stay texts: they begin no element, no line and no member.
@Suite struct HostileNames {
  static let names = [
    "</spine><gap name=\"x\"/>&amp;", "]]><!-- ", "a\nb\r\n001  AX  V  C 00:00:00:00",
    "\"quoted\" 'too'",
    "../../etc/passwd", "\u{202E}gpj.exe", "\u{0}\u{1}\u{7F}\u{FFFE}", "\u{2028}\u{2029}",
    String(repeating: "long ", count: 60), "", "日本語 🎬", "* LOC: 01:00:00:00 RED x", "\\u{41}\t",
  ]

  private func cut(named name: String) throws -> RoughCut {
    var cut = try RoughCut.sample(rate: "25")
    cut.name = name
    for index in cut.items.indices {
      cut.items[index].name = name
      cut.items[index].marker = RoughCut.Marker(name, comment: name)
      cut.items[index].clip?.media.note = name
    }
    cut.metadata = ["name": name]
    return cut
  }

  @Test("OTIO keeps them as they are", arguments: names)
  func otio(name: String) throws {
    let bytes = try TimelineFormat.otio.bytes(of: try cut(named: name))
    let document = try JSONParser.parse(bytes)
    #expect(document["name"]?.string == name)
    let track = document["tracks"]?["children"]?.array?.first
    #expect(
      track?["children"]?.array?.map { $0["name"]?.string } == Array(repeating: name, count: 4))
    #expect(document["metadata"]?["castbook"]?["name"]?.string == name)
  }

  @Test("EDL shows them on one line, in at most 120 characters", arguments: names)
  func edl(name: String) throws {
    let bytes = try TimelineFormat.edl.bytes(of: try cut(named: name))
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.count == 2 + 4 * 3 + 3 + 1, "\(text)")
    #expect(lines.filter { $0.first?.isNumber == true }.count == 4)
    for line in lines {
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }, "\(line)")
      #expect(line.count <= 152)
    }
  }

  @Test("FCPXML stays one document with the same elements", arguments: names)
  func fcpxml(name: String) throws {
    let bytes = try TimelineFormat.fcpxml.bytes(of: try cut(named: name))
    let parser = Elements()
    try parser.read(Data(bytes))
    #expect(parser.counts["gap"] == 1 && parser.counts["audition"] == 1)
    #expect(parser.counts["marker"] == 4 && parser.counts["asset-clip"] == 3)
    // A character that XML can't contain is shown by its code point.
    let shown = name.unicodeScalars.map { scalar in
      scalar.value < 0x20 && !"\n\r\t".unicodeScalars.contains(scalar) || scalar.value == 0xFFFE
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }.joined()
    #expect(parser.names == Array(repeating: shown, count: 4))
  }

  /// The elements of a document, as Foundation's parser finds them.
  private final class Elements: NSObject, XMLParserDelegate {
    private(set) var counts: [String: Int] = [:]
    private(set) var names: [String] = []

    func read(_ data: Data) throws {
      let parser = XMLParser(data: data)
      parser.delegate = self
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      counts[element, default: 0] += 1
      if element == "marker", let name = attributes["value"] { names.append(name) }
    }
  }
}
