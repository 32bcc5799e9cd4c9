import Model
import TestSupport
import Testing

@testable import Media

/// The first bytes of a file of some format.
struct Magic: Sendable, CustomTestStringConvertible {
  let format: MediaFormat
  let bytes: [UInt8]

  init(_ format: MediaFormat, _ bytes: [UInt8]) {
    self.format = format
    self.bytes = bytes
  }

  init(_ format: MediaFormat, _ text: String) {
    self.init(format, text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
  }

  /// An ISO base media file of these brands.
  init(_ format: MediaFormat, brands: String...) {
    let box = brands[0] + "\0\0\u{2}\0" + brands.dropFirst().joined()
    self.init(format, "\0\0\0" + String(UnicodeScalar(UInt8(box.utf8.count + 8))) + "ftyp" + box)
  }

  var testDescription: String {
    "\(format): "
      + bytes.prefix(24).map { (32..<127).contains($0) ? String(UnicodeScalar($0)) : "·" }
      .joined()
  }

  static let pictures: [Magic] = [
    Magic(.jpeg, "\u{ff}\u{d8}\u{ff}\u{e0}\0\u{10}JFIF"),
    Magic(.jpeg, "\u{ff}\u{d8}\u{ff}"),
    Magic(.png, "\u{89}PNG\r\n\u{1a}\n\0\0\0\rIHDR"),
    Magic(.webp, "RIFF\u{24}\0\0\0WEBPVP8 "),
    Magic(.gif, "GIF87a\u{1}\0"),
    Magic(.gif, "GIF89a\u{1}\0"),
    Magic(.bmp, "BM\u{46}\0\0\0\0\0\0\0\u{36}\0\0\0\u{28}\0\0\0"),
    Magic(.bmp, "BM\u{46}\0\0\0\0\0\0\0\u{36}\0\0\0\u{7c}\0\0\0"),
    Magic(.tiff, "II*\0\u{8}\0\0\0\u{1}\0"),
    Magic(.tiff, "MM\0*\0\0\0\u{8}\0\u{1}"),
    Magic(.tiff, "II+\0\u{8}\0\0\0\u{10}\0"),
    Magic(.heic, brands: "heic", "mif1", "heic"),
    Magic(.heic, brands: "mif1", "heic"),
    Magic(.heic, brands: "msf1", "hevc"),
    Magic(.heic, brands: "mif1"),
    Magic(.avif, brands: "avif", "mif1", "miaf"),
    Magic(.avif, brands: "mif1", "avif"),
    Magic(.avif, brands: "avis", "msf1"),
    Magic(.jxl, "\u{ff}\n\u{fa}\u{1f}"),
    Magic(.jxl, "\0\0\0\u{c}JXL \r\n\u{87}\n"),
    Magic(.jpeg2000, "\0\0\0\u{c}jP  \r\n\u{87}\n"),
    Magic(.jpeg2000, "\u{ff}\u{4f}\u{ff}\u{51}\0\u{2f}"),
    Magic(.ico, [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 64, 0, 0, 0, 22, 0, 0, 0]),
    Magic(.ico, [0, 0, 2, 0, 1, 0, 16, 16, 0, 0, 4, 0, 4, 0, 64, 0, 0, 0, 22, 0, 0, 0]),
    Magic(
      .tga,
      [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 16, 0, 24, 0x20]
        + [UInt8](repeating: 9, count: 768)),
    Magic(
      .tga,
      [3, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 1, 0, 8, 0] + [UInt8](repeating: 9, count: 19)),
    Magic(.psd, "8BPS\0\u{1}"),
    Magic(.raw, "II*\0\u{10}\0\0\0CR\u{2}\0"),
    Magic(.raw, "FUJIFILMCCD-RAW 0201"),
    Magic(.raw, "IIRO\u{8}\0\0\0"),
    Magic(.raw, "IIU\0\u{18}\0\0\0"),
    Magic(.raw, brands: "crx ", "isom"),
    Magic(.raw, "FOVb\0\0\u{2}\0"),
    Magic(.raw, "II\u{1a}\0\0\0HEAPCCDR"),
    Magic(.exr, "\u{76}\u{2f}\u{31}\u{1}\u{2}\0\0\0"),
    Magic(.hdr, "#?RADIANCE\n"),
    Magic(.xcf, "gimp xcf file\0"),
    Magic(.eps, "%!PS-Adobe-3.0 EPSF-3.0\n"),
    Magic(.eps, "\u{c5}\u{d0}\u{d3}\u{c6}\u{1e}\0\0\0"),
    Magic(.pnm, "P6\n320 400\n255\n"),
    Magic(.pnm, "P3\n# drawn by hand\n"),
    Magic(.qoi, "qoif\0\0\u{1}\u{40}"),
    Magic(.dds, "DDS \u{7c}\0\0\0"),
  ]

  static let clipsAndSounds: [Magic] = [
    Magic(.mp4, brands: "isom", "iso2", "avc1"),
    Magic(.mp4, brands: "mp42"),
    Magic(.mov, brands: "qt  "),
    Magic(.webm, "\u{1a}\u{45}\u{df}\u{a3}\u{9f}\u{42}\u{86}\u{81}\u{1}\u{42}\u{82}\u{84}webm"),
    Magic(.mkv, "\u{1a}\u{45}\u{df}\u{a3}\u{a3}\u{42}\u{86}\u{81}\u{1}\u{42}\u{82}\u{88}matroska"),
    Magic(.avi, "RIFF\u{24}\0\0\0AVI LIST"),
    Magic(.mpeg, "\0\0\u{1}\u{ba}\u{44}\0"),
    Magic(.mpeg, "\0\0\u{1}\u{b3}\u{14}\0"),
    Magic(.mpeg, (0..<4).flatMap { _ in [0x47] + [UInt8](repeating: 0xFF, count: 187) }),
    Magic(
      .mpeg, (0..<4).flatMap { _ in [0, 0, 0, 9, 0x47] + [UInt8](repeating: 0xFF, count: 187) }),
    Magic(.flv, "FLV\u{1}\u{5}"),
    Magic(.wmv, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9]),
    Magic(.wav, "RIFF\u{24}\0\0\0WAVEfmt "),
    Magic(.wav, "RIFX\0\0\0\u{24}WAVEfmt "),
    Magic(.wav, "RF64\u{ff}\u{ff}\u{ff}\u{ff}WAVEds64"),
    Magic(.mp3, "ID3\u{4}\0\0\0\0\0\0"),
    Magic(.mp3, "\u{ff}\u{fb}\u{90}\u{64}"),
    Magic(.mp3, "\u{ff}\u{f3}\u{40}\u{c0}"),
    Magic(.m4a, brands: "M4A ", "mp42"),
    Magic(.aac, "\u{ff}\u{f1}\u{50}\u{80}"),
    Magic(.aac, "\u{ff}\u{f9}\u{50}\u{80}"),
    Magic(.flac, "fLaC\0\0\0\u{22}"),
    Magic(.ogg, "OggS\0\u{2}"),
    Magic(.aiff, "FORM\0\0\0\u{40}AIFFCOMM"),
    Magic(.aiff, "FORM\0\0\0\u{40}AIFCFVER"),
    Magic(.amr, "#!AMR\n"),
  ]

  static let others: [Magic] = [
    Magic(.pdf, "%PDF-1.7\n"),
    Magic(.zip, "PK\u{3}\u{4}\u{14}\0"),
    Magic(.zip, "PK\u{5}\u{6}\0\0"),
    Magic(.gzip, "\u{1f}\u{8b}\u{8}\0"),
    Magic(.html, "<!DOCTYPE html>\n<html>"),
    Magic(.html, "\u{ef}\u{bb}\u{bf}\r\n  <!doctype HTML>"),
    Magic(.html, "<html lang=\"en\"><p>403"),
    Magic(.html, "\n\n<script>location='/login'</script>"),
    Magic(
      .html, "<!DOCTYPE html><html><body><svg viewBox=\"0 0 9 9\"></svg>Not found</body></html>"),
    Magic(.svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    Magic(.svg, "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<svg width=\"9\"/>"),
    Magic(.svg, "\u{ef}\u{bb}\u{bf}<?xml version=\"1.0\"?><SVG/>"),
    Magic(.xml, "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
    Magic(.xml, "<!-- a comment without an end"),
    Magic(.html, "<?xml version=\"1.0\"?><html xmlns=\"x\"/>"),
    Magic(.html, " \n<!-- edge --><!-- 7 -->\n<html>"),
    Magic(.html, "<title>Just a moment...</title>"),
    Magic(.html, "<META http-equiv=\"refresh\">"),
    Magic(.svg, "<!DOCTYPE svg [<!ENTITY a \"]>\">]><s:svg/>"),
    Magic(.json, "{\"error\":\"expired\"}"),
    Magic(.json, "\n [1, 2]"),
    Magic(.text, "Dear all,\r\n\tplease find attached"),
    Magic(.text, "{\\rtf1\\ansi}"),
    Magic(.text, "error code: 1020"),
    Magic(.text, "P6 is the sixth picture"),
    Magic(.text, "P6\nis the sixth picture"),
    Magic(.text, "data is what we need"),
    Magic(.gitLFS, "version https://git-lfs.github.com/spec/v1\noid sha256:9f"),
    Magic(.base64, "data:image/png;base64,iVBOR"),
    Magic(.base64, "iVBORw0KGgoAAAANSUhEUg"),
    Magic(.base64, "\n/9j/4AAQSkZJRg=="),
    Magic(.icloud, "bplist00\u{d1}\u{1}\u{2}\\NSURLNameKeyXmira.jpg"),
    Magic(.webarchive, "bplist00\u{d1}\u{1}\u{2}_\u{10}\u{f}WebMainResource"),
    Magic(.webarchive, "From: <Saved by Blink>\r\n"),
    Magic(.webarchive, "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"),
    Magic(.appleDouble, [0, 5, 0x16, 7, 0, 2, 0, 0]),
    Magic(.appleDouble, [0, 5, 0x16, 0, 0, 2, 0, 0]),
    Magic(.shortcut, [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0]),
    Magic(.shortcut, "[InternetShortcut]\r\nURL=https://example.com"),
    Magic(.shortcut, "<plist version=\"1.0\"><dict><key>URL</key>"),
    Magic(.shortcut, "book\0\0\0\0mark\0\0\0\0\u{38}"),
    Magic(.xml, "<plist version=\"1.0\"><dict/></plist>"),
    Magic(.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]),
    Magic(.rar, "Rar!\u{1a}\u{7}\u{1}\0"),
    Magic(.text, "BM is how this text begins, no bitmap"),
    Magic(.text, "米拉 is her name"),
    Magic(.text, "to draw, write <svg> into a file"),
    Magic(.unknown, ""),
    Magic(.unknown, "\0"),
    Magic(.unknown, [UInt8](repeating: 0, count: 63)),
    Magic(.zeros, [UInt8](repeating: 0, count: 64)),
    Magic(.zeros, [UInt8](repeating: 0, count: 9000)),
    Magic(.unknown, "RIFF\u{24}\0\0\0ACONanih"),
    Magic(.unknown, "FORM\0\0\0\u{40}ILBMBMHD"),
    // An icon without pictures, or with one inside its list; a Targa with 7 bits a pixel, or
    // without rows.
    Magic(.unknown, [0, 0, 1, 0, 0, 0, 16, 16, 0, 0, 1, 0, 32, 0, 64, 0, 0, 0, 22, 0, 0, 0]),
    Magic(.unknown, [0, 0, 2, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 64, 0, 0, 0, 6, 0, 0, 0]),
    Magic(.unknown, [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 7, 0x20, 1, 2, 3, 4]),
    Magic(.unknown, [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 16, 0, 24, 0x20, 1, 2, 3, 4]),
    Magic(.unknown, "\u{7f}ELF\u{2}\u{1}\u{1}\0"),
    Magic(.unknown, "\u{89}PNG\r\n\u{1a}"),
  ]
}

@Suite("A file's first bytes")
struct SniffedFormats {
  @Test(
    "identify its format",
    arguments: Magic.pictures + Magic.clipsAndSounds + Magic.others)
  func format(magic: Magic) {
    #expect(Sniffer.format(of: ByteView(magic.bytes)) == magic.format)
    if magic.format.medium != .other {
      let longer = magic.bytes + [UInt8](repeating: 0xA5, count: 2000)
      #expect(Sniffer.format(of: ByteView(longer)) == magic.format)
    }
  }

  @Test("can identify every format except M4V, which is an MP4 by its content")
  func complete() {
    let identified = Set((Magic.pictures + Magic.clipsAndSounds + Magic.others).map(\.format))
    #expect(Set(MediaFormat.allCases).subtracting(identified) == [.m4v])
    // Most Targas are identified by their end, whatever they begin with.
    let targa = [UInt8](repeating: 1, count: 40) + Array("TRUEVISION-XFILE.\0".utf8)
    #expect(Sniffer.format(of: ByteView(targa)) == .tga)
    let iconic = [0, 0, 1, 0, 1, 0] + targa
    #expect(Sniffer.format(of: ByteView(iconic)) == .tga)
    let itunes = Magic(.mp4, brands: "M4V ", "isom")
    #expect(Sniffer.format(of: ByteView(itunes.bytes)) == .mp4)
  }

  @Test(
    "of a UTF-16 text are not sound",
    arguments: [
      ("Hello", .text), ("<html>", .html), ("{}", .json), ("mira", .text),
      ("<?xml version=\"1.0\"?><Error/>", .xml), ("[InternetShortcut]", .shortcut),
    ] as [(String, MediaFormat)])
  func wideText(text: String, format: MediaFormat) {
    let letters = Array(text.utf8)
    let little: [UInt8] = [0xFF, 0xFE] + letters.flatMap { [$0, 0] }
    let big: [UInt8] = [0xFE, 0xFF] + letters.flatMap { [0, $0] }
    for bytes in [little, big] { #expect(Sniffer.format(of: ByteView(bytes)) == format) }
    // Without the byte-order mark too, if there is enough of it.
    guard text.utf8.count >= 4 else { return }
    for bytes in [little.dropFirst(2), big.dropFirst(2)] {
      #expect(Sniffer.format(of: ByteView(Array(bytes))) == format)
    }
  }

  @Test("never crash the reader", arguments: 0..<16)
  func random(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let known = Magic.pictures + Magic.clipsAndSounds + Magic.others
    for _ in 0..<300 {
      let count = Int.random(in: 0..<64, using: &generator)
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = Sniffer.format(of: ByteView(noise))
      guard let start = known.randomElement(using: &generator)?.bytes else { continue }
      let cut = start.prefix(Int.random(in: 0...start.count, using: &generator))
      _ = Sniffer.format(of: ByteView(cut + noise))
    }
  }

  @Test("distinguish files whatever their names")
  func names() async throws {
    let bytes = try Fixtures.bytes("odd/jpeg-baseline.jpg")
    for name in ["a.png", "a", "a.txt", ".jpg", "a.mp4"] {
      let facts = try await Inspector.sample.inspect(bytes, named: name)
      #expect(facts.format == .jpeg)
      #expect(facts.isProven)
    }
  }
}
