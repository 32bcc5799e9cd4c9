import Model
import Targets
import Testing

@Suite("The loader is strict, and names file, line, column and key")
struct Strictness {
  @Test("The sample itself is read")
  func sample() throws {
    let profile = try ProfileLoader.load(SampleProfile.bytes(), file: "my.json")
    #expect(profile.id == "my.target")
    #expect(profile.slots.map(\.slot) == [.element, .clip])
  }

  @Test("Each single fault has an exact message", arguments: cases)
  func message(_ wrong: Wrong) {
    #expect(SampleProfile.text.contains(wrong.old), "nothing to replace")
    let refusal = SampleProfile.refusal(wrong.old, wrong.new)
    #expect(refusal == "my.json, \(wrong.location): \(wrong.problem)")
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let name: String
    let old: String
    let new: String
    let location: String
    let problem: String

    init(_ name: String, _ old: String, _ new: String, _ location: String, _ problem: String) {
      self.name = name
      self.old = old
      self.new = new
      self.location = location
      self.problem = problem
    }

    var testDescription: String { name }
  }

  static let cases: [Wrong] = [
    Wrong(
      "another format", #""target/1""#, #""target/2""#,
      "line 2, column 15 (castbook)", #""target/2" is not supported; expected "target/1""#),
    Wrong(
      "unknown key at the top", #""provider": "Me""#, #""provider": "Me", "color": "red""#,
      "line 4, column 30 (color)",
      #""color" is not a key here; known: asOf, asOfIsLatest, asOfNote, aspectNote, aspectRatios, "#
        + "audio, basis, call, castbook, conflicts, dialect, duration, endpoints, faces, id, instead, limits, "
        + "makes, model, names, node, notes, priceNote, prices, pricesAs, prompt, provider, request, "
        + "retires, sending, shots, sibling, slots, sources, status, statusNote, terms, tiers, transport, unverified, wrap"
    ),
    Wrong(
      "unknown key in a slot", #""formats": ["#, #""format": ["#,
      "line 13, column 17 (slots.element.format)",
      #""format" is not a key here (did you mean formats?); known: accepts, area, aspect, aspects, "#
        + "basis, bytes, content, excess, fetchSeconds, formats, framesPerSecond, idOnly, inlineBytes, "
        + "official, perRequest, pictures, resolution, rules, seconds, shorterSide, side, totalBytes, "
        + "totalSeconds, use, uses, via"),
    Wrong(
      "limits of files in a slot that takes none", #""pictures": {"#,
      #""idOnly": true, "pictures": {"#, "line 12, column 17 (slots.element.idOnly)",
      "a slot that accepts no file has no file limits"),
    Wrong(
      "unknown key in a fact", #""min": 2, "max": 4"#, #""min": 2, "maxx": 4"#,
      "line 12, column 39 (slots.element.pictures.maxx)",
      #""maxx" is not a key here (did you mean max?); known: asOf, confidence, inclusive, "#
        + "max, min, note, source"),
    Wrong(
      "unknown key in a price", #""when": "always""#, #""when": "always", "color": 1"#,
      "line 23, column 43 (prices.0.color)",
      #""color" is not a key here; known: amount, asOf, audio, confidence, currency, "#
        + "minimumTimesOutput, note, per, resolution, source, tier, variant, when, withVideo, "
        + "withVoice"),
    Wrong(
      "unknown key in a condition",
      #""max": 7"#,
      #""max": 7, "when": [{ "slot": "clip", "min": 1, "mox": 2 }]"#,
      "line 19, column 98 (limits.0.when.0.mox)",
      #""mox" is not a key here (did you mean max?); known: max, min, setting, slot"#),
    Wrong(
      "wrong type of a text", #""provider": "Me""#, #""provider": 5"#,
      "line 4, column 15 (provider)", "should be text, is a whole number"),
    Wrong(
      "empty text", #""provider": "Me""#, #""provider": """#,
      "line 4, column 15 (provider)", "should be text, is empty"),
    Wrong(
      "wrong type of an object", #""pictures": { "min": 2, "max": 4 }"#, #""pictures": 4"#,
      "line 12, column 19 (slots.element.pictures)", "should be an object, is a whole number"),
    Wrong(
      "wrong type of a list", #"["jpeg", "png"]"#, #""jpeg""#,
      "line 13, column 18 (slots.element.formats)", "should be a list of formats, is a string"),
    Wrong(
      "text for a number", #""min": 2, "max": 4"#, #""min": "2", "max": 4"#,
      "line 12, column 28 (slots.element.pictures.min)",
      "should be a whole number of 0 or more, is a string"),
    Wrong(
      "fraction for a whole number", #""max": 2500"#, #""max": 2500.5"#,
      "line 20, column 22 (prompt.max)", "should be a whole number of 0 or more, is 2500.5"),
    Wrong(
      "negative number", #""min": 2, "max": 4"#, #""min": -2, "max": 4"#,
      "line 12, column 28 (slots.element.pictures.min)",
      "should be a whole number of 0 or more, is -2"),
    Wrong(
      "a number for required", #""required": true"#, #""required": 1"#,
      "line 22, column 65 (request.0.required)",
      "should be true, false or a condition under \"when\", is 1"),
    Wrong(
      "null", #""max": 2500"#, #""max": null"#,
      "line 20, column 22 (prompt.max)", "should be a whole number of 0 or more, is null"),
    Wrong(
      "decimal ratio", #""2:5""#, #""0.4""#,
      "line 15, column 26 (slots.element.aspect.min)",
      #""0.4" is not a ratio of two whole numbers like "2:5""#),
    Wrong(
      "ratio with nought", #""2:5""#, #""2:0""#,
      "line 15, column 26 (slots.element.aspect.min)",
      #""2:0" is not a ratio of two whole numbers like "2:5""#),
    Wrong(
      "ratio of one number", #""2:5""#, #""5""#,
      "line 15, column 26 (slots.element.aspect.min)",
      #""5" is not a ratio of two whole numbers like "2:5""#),
    Wrong(
      "bad ratio in a list", #""16:9""#, #""16/9""#,
      "line 17, column 65 (slots.clip.aspects.0)",
      #""16/9" is not a ratio of two whole numbers like "2:5""#),
    Wrong(
      "number for a ratio in a list", #""16:9""#, "1.78",
      "line 17, column 65 (slots.clip.aspects.0)",
      #"should be a ratio like "2:5", is 1.78"#),
    Wrong(
      "min above max", #""min": 2, "max": 4"#, #""min": 5, "max": 4"#,
      "line 12, column 19 (slots.element.pictures)", #""min" 5 is above "max" 4"#),
    Wrong(
      "range without bounds", #""min": 2, "max": 4"#, #""inclusive": true"#,
      "line 12, column 19 (slots.element.pictures)", #"needs "min", "max" or both"#),
    Wrong(
      "four decimals", "15.5", "15.5125",
      "line 17, column 45 (slots.clip.seconds.max)",
      "should be 0 or more seconds with at most three decimals, is 15.5125"),
    Wrong(
      "exponent", "15.5", "1.55e1",
      "line 17, column 45 (slots.clip.seconds.max)",
      "should be 0 or more seconds with at most three decimals, is 1.55e1"),
    Wrong(
      "one reading of a size", #""decimal": 10000000, "#, "",
      "line 14, column 16 (slots.element.bytes)",
      #"needs "decimal" and "binary", both readings of the size in bytes"#),
    Wrong(
      "readings the wrong way round", #""decimal": 10000000"#, #""decimal": 10485761"#,
      "line 14, column 16 (slots.element.bytes)",
      #"needs "decimal" and "binary", both readings of the size in bytes"#),
    Wrong(
      "unknown format", #""png""#, #""pmg""#,
      "line 13, column 27 (slots.element.formats.1)",
      #""pmg" is not a format (did you mean png?); known: jpeg, png, webp, gif, bmp, "#
        + "tiff, heic, avif, jxl, jpeg2000, ico, svg, psd, raw, exr, hdr, tga, xcf, eps, pnm, "
        + "qoi, dds, mp4, mov, m4v, webm, mkv, avi, mpeg, flv, wmv, "
        + "wav, mp3, m4a, aac, flac, ogg, aiff, amr"),
    Wrong(
      "unknown source", #""min": 2, "max": 4"#, #""min": 2, "max": 4, "source": "pge""#,
      "line 12, column 51 (slots.element.pictures.source)",
      #""pge" is not one of the profile's sources (did you mean page?); known: page"#),
    Wrong(
      "unknown confidence", #""min": 2, "max": 4"#, #""min": 2, "max": 4, "confidence": "sure""#,
      "line 12, column 55 (slots.element.pictures.confidence)",
      #""sure" is not valid here; known: stated, inferred, unverified, contradicted"#),
    Wrong(
      "unknown kind of source", "first_party_page", "my_page",
      "line 9, column 64 (sources.page.kind)",
      #""my_page" is not valid here; known: first_party_schema, first_party_page, "#
        + "first_party_doc, first_party_doc_snapshot, first_party_answer, third_party_page, "
        + "third_party_copy, third_party_client, "
        + "published_guide, inference"),
    Wrong(
      "no source",
      #"{ "page": { "ref": "https://example.com", "kind": "first_party_page" } }"#,
      "{}",
      "line 9, column 14 (sources)", "needs at least one source"),
    Wrong(
      "source without a kind", #", "kind": "first_party_page""#, "",
      "line 9, column 24 (sources.page)", #"the key "kind" is missing"#),
    Wrong(
      "unknown slot", #""clip": {"#, #""clips": {"#,
      "line 17, column 14 (slots.clips)",
      #""clips" is not a slot (did you mean clip?); known: element, image, start, middle, end, "#
        + "clip, video, voice"),
    Wrong(
      "unknown slot in a limit", #"["element", "clip"]"#, #"["element", "clips"]"#,
      "line 19, column 35 (limits.0.sum.1)",
      #""clips" is not a slot (did you mean clip?); known: element, image, start, middle, end, "#
        + "clip, video, voice"),
    Wrong(
      "limit without a sum", #""sum": ["element", "clip"], "#, "",
      "line 19, column 14 (limits.0)", #"needs "sum", a list of slots"#),
    Wrong(
      "pictures outside element", #""clip": { "#, #""clip": { "pictures": { "max": 2 }, "#,
      "line 17, column 27 (slots.clip.pictures)",
      #"only the slot "element" is made from several pictures"#),
    Wrong(
      "key twice", #""model": "Mine""#, #""model": "Mine", "model": "Mine""#,
      "line 5, column 20", #"the key "model" appears twice in one object"#),
    Wrong(
      "missing provider", #"  "provider": "Me",\#n"#, "",
      "line 1, column 1", #"the key "provider" is missing"#),
    Wrong(
      "missing id", #"  "id": "my.target",\#n"#, "",
      "line 1, column 1", #"the key "id" is missing"#),
    Wrong(
      "missing faces", #"  "faces": "unknown",\#n"#, "",
      "line 1, column 1", #"the key "faces" is missing"#),
    Wrong(
      "missing price condition", #""when": "always", "#, "",
      "line 23, column 14 (prices.0)", #"the key "when" is missing"#),
    Wrong(
      "id in capitals", "my.target", "My.Target",
      "line 3, column 9 (id)", #""My.Target" should be at most 64 of a-z, 0-9, dots and hyphens"#),
    Wrong(
      "day that is none", "2026-08-02", "2026-02-30",
      "line 6, column 11 (asOf)", #""2026-02-30" is not a date like "2026-08-02""#),
    Wrong(
      "day in words", "2026-08-02", "2 Aug 2026",
      "line 6, column 11 (asOf)", #""2 Aug 2026" is not a date like "2026-08-02""#),
    Wrong(
      "unknown status", #""live""#, #""alive""#,
      "line 7, column 13 (status)",
      #""alive" is not valid here (did you mean live?); known: live, ended, unverified"#),
    Wrong(
      "unknown faces", #""faces": "unknown""#, #""faces": "maybe""#,
      "line 8, column 12 (faces)",
      #""maybe" is not valid here; known: accepted, registered-only, refused, unknown"#),
    Wrong(
      "amount with a sign", "0.084", "$0.084",
      "line 23, column 44 (prices.0.amount)", #""$0.084" is not an amount like "0.084""#),
    Wrong(
      "amount with two points", "0.084", "0.08.4",
      "line 23, column 44 (prices.0.amount)", #""0.08.4" is not an amount like "0.084""#),
    Wrong(
      "amount as a number", #""0.084""#, "0.084",
      "line 23, column 44 (prices.0.amount)", "should be text, is a number"),
    Wrong(
      "unknown place of shots", #""in": "field""#, #""in": "fields""#,
      "line 21, column 20 (shots.in)",
      #""fields" is not valid here (did you mean field?); known: field, prompt, none"#),
    Wrong(
      "unknown rule of sums", "equals-duration", "equals",
      "line 21, column 36 (shots.sum)",
      #""equals" is not valid here; known: equals-duration, at-most-duration, "#
        + "is-duration, advice"),
    Wrong(
      "comma too many", #""max": 2500 }"#, #""max": 2500, }"#,
      "line 20, column 28", "a quoted key is missing"),
    Wrong(
      "comment", #""prompt": {"#, #"// the prompt"#,
      "line 20, column 3", "a quoted key is missing"),
  ]

  @Test("an empty file, a list and a file cut short")
  func noProfile() {
    #expect(
      SampleProfile.refusal(of: [])
        == "my.json, line 1, column 1: the text ends where a value is expected")
    #expect(
      SampleProfile.refusal(of: Array("[]".utf8))
        == "my.json, line 1, column 1: should be an object, is a list")
    #expect(
      SampleProfile.refusal(of: Array(SampleProfile.bytes().prefix(40)))
        == "my.json, line 3, column 9: the string has no closing quote")
  }

  @Test("nesting is bounded")
  func nesting() {
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(
      SampleProfile.refusal(#""max": 2500"#, #""max": "# + deep)
        == "my.json, line 20, column 84: nested deeper than 64 levels")
  }

  @Test("the size is bounded")
  func size() {
    let spaces = [UInt8](repeating: 0x20, count: 4 << 20)
    #expect(
      SampleProfile.refusal(of: SampleProfile.bytes() + spaces)
        == "my.json, line 1, column 1: the text has 4195160 bytes; the limit is 4194304")
  }

  @Test("text that is not UTF-8 is refused")
  func encoding() throws {
    var bytes = SampleProfile.bytes()
    let offset = try #require(bytes.firstIndex(of: UInt8(ascii: "M")))
    bytes[offset] = 0xFF
    #expect(
      SampleProfile.refusal(of: bytes)
        == "my.json, line 4, column 15: the string is not UTF-8")
  }
}
