import Foundation
import Model
import TestSupport
import Testing

@testable import Media

/// The people and keywords in XMP. ExifTool writes the tags; what is read equals what it wrote.
@Suite struct TaggedPeople {
  private static let regions =
    "-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=200,H=400,Unit=pixel},RegionList=["
    + "{Area={X=0.5,Y=0.25,W=0.4,H=0.2,Unit=normalized},Name=Mira Okafor,Type=Face},"
    + "{Area={X=50,Y=100,W=20,H=40,Unit=pixel},Name=Ben & |<Co|>,Type=Face},"
    + "{Area={X=0.1,Y=0.1,W=0.05,H=0.05,Unit=normalized},Type=Face},"
    + "{Area={X=0.1,Y=0.1,W=0.05,H=0.05,Unit=normalized},Name=Rex,Type=Pet},"
    + "{Area={X=0.1,Y=0.1,W=0.05,H=0.05,Unit=normalized},Name=Code,Type=BarCode}]}"
  private static let tags = [
    regions, "-XMP-iptcExt:PersonInImage=Zoë", "-XMP-iptcExt:PersonInImage=Mira Okafor",
    "-XMP-iptcExt:PersonInImageWDetails={PersonName=Dr. Kim}",
    "-XMP-MP:RegionInfoMP={Regions=[{PersonDisplayName=Ada,Rectangle=0.1|, 0.2|, 0.3|, 0.4}]}",
    "-XMP-lr:HierarchicalSubject=People|Anna", "-XMP-lr:HierarchicalSubject=Travel|Rome",
    "-XMP-digiKam:TagsList=People/李雷", "-XMP-dc:Subject=beach", "-XMP-dc:Subject=Rome",
    "-XMP-dc:Description=a day  out", "-XMP-xmp:Rating=4",
  ]

  private func verify(_ tags: PictureTags) {
    #expect(
      tags.people.map(\.name) == [
        "Mira Okafor", "Ben & <Co>", "Rex", "Ada", "Zoë", "Dr. Kim", "Anna", "李雷",
      ])
    let areas = tags.people.map { person in
      person.area.map { [$0.x, $0.y, $0.width, $0.height].map { ($0 * 1000).rounded() / 1000 } }
    }
    #expect(areas[0] == [0.5, 0.25, 0.4, 0.2])
    #expect(areas[1] == [0.25, 0.25, 0.1, 0.1], "in pixels")
    #expect(areas[3] == [0.25, 0.4, 0.3, 0.4], "of Microsoft, from the corner")
    #expect(areas[4] == nil)
    #expect(tags.unnamedFaces.map { $0.map { ($0 * 10000).rounded() } } == [25])
    #expect(tags.keywords == [["Travel", "Rome"], ["beach"], ["Rome"]])
    #expect(tags.description == "a day out" && tags.rating == 4 && tags.unreadableCount == 0)
  }

  @Test(
    "in files of each format, as ExifTool writes them",
    arguments: [
      "starter/mira-front.jpg", "odd/png-rgb-8.png", "odd/webp-lossless.webp",
      "odd/heic-lossless.heic", "odd/tiff-lzw.tif",
    ])
  func embedded(fixture: String) throws {
    let scratch = try TemporaryFolder()
    let source = Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath()
    let url = scratch.url.appending(path: "photo.\(source.pathExtension)")
    try FileManager.default.copyItem(at: source, to: url)
    try ForeignPrograms.tag(url, Self.tags)
    verify(PictureTags(of: Array(try Data(contentsOf: url))))
  }

  @Test("in a sidecar, in two segments, and in compact and long forms")
  func forms() throws {
    let scratch = try TemporaryFolder()
    let sidecar = scratch.url.appending(path: "photo.xmp")
    try ForeignPrograms.tag(sidecar, Self.tags)
    var tags = PictureTags()
    #expect(tags.add(packet: Array(try Data(contentsOf: sidecar))))
    verify(tags)
    let compact = scratch.url.appending(path: "compact.xmp")
    try ForeignPrograms.tag(compact, ["-api", "Compact=Shorthand,NoPadding"] + Self.tags)
    var short = PictureTags()
    short.add(packet: Array(try Data(contentsOf: compact)))
    verify(short)
    // What exceeds a segment of a JPEG continues in others.
    let long = scratch.url.appending(path: "long.jpg")
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: "starter/mira-front.jpg").resolvingSymlinksInPath(),
      to: long)
    let filler = String(repeating: "x", count: 70_000)
    try ForeignPrograms.tag(long, Self.tags + ["-XMP-photoshop:Instructions=\(filler)"])
    verify(PictureTags(of: Array(try Data(contentsOf: long))))
  }

  private static func packet(_ properties: String, _ spaces: String = "") -> String {
    """
    <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <r:Description r:about="" xmlns:p="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \(spaces)>\
    \(properties)</r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>
    """
  }

  private static func people(_ packet: [UInt8]) -> [String]? {
    var tags = PictureTags()
    return tags.add(packet: packet) ? tags.people.map(\.name) : nil
  }

  @Test("under any prefix, with entities and sections, in UTF-16, and padded")
  func spellings() throws {
    let name =
      "<p:PersonInImage><r:Bag><r:li>A &amp; B &#x263A;&#9786;<![CDATA[<x>]]></r:li></r:Bag></p:PersonInImage>"
    let text = Self.packet(name)
    let expected = ["A & B ☺☺<x>"]
    #expect(Self.people(Array(text.utf8)) == expected)
    #expect(Self.people([0xEF, 0xBB, 0xBF] + Array(text.utf8) + [0, 0, 0]) == expected)
    for isBig in [true, false] {
      let units = Array(("\u{FEFF}" + text).utf16)
      let bytes = units.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
        return isBig ? [high, low] : [low, high]
      }
      #expect(Self.people(bytes) == expected)
      #expect(Self.people(Array(bytes.dropFirst(2))) == expected, "without a mark")
    }
    // In another namespace, these words mean something else.
    let other = text.replacing("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", with: "urn:x")
    #expect(Self.people(Array(other.utf8)) == [])
    // A prefix has the meaning that its element declares.
    let inner = Self.packet(
      "<q:PersonInImage xmlns:q=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">Ada</q:PersonInImage>"
        + "<q:PersonInImage>Ben</q:PersonInImage>")
    #expect(Self.people(Array(inner.utf8)) == ["Ada"])
  }

  @Test("hostile packets are refused, and cost little")
  func hostile() throws {
    let bomb =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
    #expect(Self.people(Array((bomb + Self.packet("&b;")).utf8)) == nil)
    #expect(Self.people(Array(Self.packet("&b;").utf8)) == nil, "an entity that is unknown")
    #expect(Self.people(Array(Self.packet("&#xD800;").utf8)) == nil)
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(Self.people(Array(deep.utf8)) == nil)
    let wide = String(repeating: "<a/>", count: 300_000)
    #expect(Self.people(Array(Self.packet(wide).utf8)) == nil)
    #expect(Self.people([UInt8](repeating: 0x20, count: (16 << 20) + 1)) == nil)
    #expect(Self.people(Array("<a".utf8)) == nil)
    #expect(Self.people(Array("<a></b>".utf8)) == nil)
    #expect(Self.people(Array("<a b=\"c></a>".utf8)) == nil)
    #expect(Self.people(Array("<a><!-- ".utf8)) == nil)
    #expect(Self.people([0x3C, 0xFF, 0xFE, 0x61]) == nil, "neither UTF-8 nor UTF-16")
    #expect(Self.people([]) == [])
    let names = (0..<5000).map { "<r:li>N\($0)</r:li>" }.joined()
    let many = Self.packet("<p:PersonInImage><r:Bag>\(names)</r:Bag></p:PersonInImage>")
    #expect(Self.people(Array(many.utf8))?.count == 1000)
  }
}
