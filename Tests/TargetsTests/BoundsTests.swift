import Targets
import Testing

/// A fault in the sample, and its message.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let old: String
  let new: String
  let message: String

  init(_ name: String, _ old: String, _ new: String, _ message: String) {
    self.name = name
    self.old = old
    self.new = new
    self.message = message
  }

  var testDescription: String { name }

  func check() {
    #expect(SampleProfile.text.contains(old), "nothing to replace")
    #expect(SampleProfile.refusal(old, new) == "my.json, " + message)
  }
}

@Suite("Bounds")
struct Bounds {
  @Test(
    "with one fault are refused with an exact message",
    arguments: ranges + ratios + empty + words + cases)
  func message(_ fault: Fault) { fault.check() }

  @Test("that are equal are accepted", arguments: ["3", "3.0", "3.000"])
  func equal(seconds: String) {
    let bounds = #""seconds": { "min": 3, "max": \#(seconds) }"#
    #expect(SampleProfile.refusal(#""seconds": { "min": 3, "max": 15.5 }"#, bounds) == "accepted")
  }

  static let ranges = [
    Fault(
      "negative fraction of a second", #""min": 3, "max": 15.5"#, #""min": -0.5, "max": 15.5"#,
      "line 17, column 35 (slots.clip.seconds.min): "
        + "should be 0 or more seconds with at most three decimals, is -0.5"),
    Fault(
      "negative seconds", #""min": 3, "max": 15.5"#, #""min": -3, "max": 15.5"#,
      "line 17, column 35 (slots.clip.seconds.min): "
        + "should be 0 or more seconds with at most three decimals, is -3"),
    Fault(
      "seconds in words", #""min": 3, "max": 15.5"#, #""min": "3", "max": 15.5"#,
      "line 17, column 35 (slots.clip.seconds.min): "
        + "should be 0 or more seconds with at most three decimals, is a string"),
    Fault(
      "seconds the wrong way round", #""min": 3, "max": 15.5"#, #""min": 15.75, "max": 15.5"#,
      #"line 17, column 26 (slots.clip.seconds): "min" 15.75 is above "max" 15.5"#),
    Fault(
      "aspect the wrong way round", #""min": "2:5", "max": "5:2""#, #""min": "5:2", "max": "2:5""#,
      #"line 15, column 17 (slots.element.aspect): "min" 5:2 is above "max" 2:5"#),
    Fault(
      "duration the wrong way round", #""request": ["#,
      #""duration": { "min": 9, "max": 3 }, "request": ["#,
      #"line 22, column 15 (duration): "min" 9 is above "max" 3"#),
    Fault(
      "field the wrong way round", #""required": true }"#, #""min": 0.5, "max": -0.5 }"#,
      #"line 22, column 15 (request.0): "min" 0.5 is above "max" -0.5"#),
    Fault(
      "condition the wrong way round", #""max": 7"#,
      #""max": 7, "when": [{ "slot": "clip", "min": 2, "max": 1 }]"#,
      #"line 19, column 63 (limits.0.when.0): "min" 2 is above "max" 1"#),
    Fault(
      "limit the wrong way round", #""max": 7"#, #""min": 8, "max": 7"#,
      #"line 19, column 14 (limits.0): "min" 8 is above "max" 7"#),
    Fault(
      "prompt the wrong way round", #""max": 2500"#, #""min": 3000, "max": 2500"#,
      #"line 20, column 13 (prompt): "min" 3000 is above "max" 2500"#),
    Fault(
      "names the wrong way round", #""request": ["#,
      #""names": { "min": 3, "max": 2 }, "request": ["#,
      #"line 22, column 12 (names): "min" 3 is above "max" 2"#),
  ]

  static let ratios = ["+2:5", "02:05", "2:+5", "-2:5", " 2:5", "2:5:1", "2: 5", ":5", "٢:٥"].map {
    Fault(
      "ratio \($0)", "2:5", $0,
      "line 15, column 26 (slots.element.aspect.min): "
        + #""\#($0)" is not a ratio of two whole numbers like "2:5""#)
  }

  static let empty = [
    Fault(
      "seconds without bounds", #"{ "min": 3, "max": 15.5 }"#, "{}",
      #"line 17, column 26 (slots.clip.seconds): needs "min", "max" or "maxBySetting""#),
    Fault(
      "no aspects", #"["16:9"]"#, "[]",
      "line 17, column 64 (slots.clip.aspects): should be a list of ratios, is empty"),
    Fault(
      "no formats", #"["jpeg", "png"]"#, "[]",
      "line 13, column 18 (slots.element.formats): should be a list of formats, is empty"),
    Fault(
      "no slot in a sum", #"["element", "clip"]"#, "[]",
      "line 19, column 23 (limits.0.sum): is empty; leave out the key instead"),
    Fault(
      "limit without bounds", #", "max": 7"#, "",
      #"line 19, column 14 (limits.0): needs "min", "max" or both"#),
    Fault(
      "no source at all",
      #"  "sources": { "page": { "ref": "https://example.com", "kind": "first_party_page" } },\#n"#,
      "", #"line 1, column 1: the key "sources" is missing"#),
  ]

  static let cases = [
    Fault(
      "whose length counts, of a file", #""stated": "10 MB""#,
      #""encoded": true, "stated": "10 MB""#,
      #"line 14, column 29 (slots.element.bytes.encoded): "encoded" is not a key here; "#
        + "known: asOf, binary, confidence, decimal, inclusive, note, source, stated"),
    Fault(
      "whose length counts, in words", #""bytes": { "stated": "10 MB""#,
      #""inlineBytes": { "encoded": "yes", "stated": "10 MB""#,
      "line 14, column 35 (slots.element.inlineBytes.encoded): "
        + "should be true or false, is a string"),
    Fault(
      "no use of a slot", #""aspects": ["16:9"]"#, #""uses": []"#,
      "line 17, column 61 (slots.clip.uses): is empty; leave out the key instead"),
    Fault(
      "a use that is a number", #""aspects": ["16:9"]"#, #""uses": [1]"#,
      "line 17, column 62 (slots.clip.uses.0): should be text, is a whole number"),
    Fault(
      "a length without its condition", #""request": ["#,
      #""duration": { "byInput": [{ "values": [5] }] }, "request": ["#,
      #"line 22, column 29 (duration.byInput.0): needs "when", a list of conditions"#),
    Fault(
      "a length with a key too many", #""request": ["#,
      #""duration": { "byInput": [{ "when": [{ "slot": "clip", "min": 1 }], "value": 5 }] }, "request": ["#,
      #"line 22, column 80 (duration.byInput.0.value): "value" is not a key here "#
        + "(did you mean values?); known: default, max, min, note, values, when"),
    Fault(
      "a use that the slot has not", #""max": 7"#,
      #""max": 7, "when": [{ "setting": "clip", "is": "base" }]"#,
      #"line 19, column 76 (limits.0.when.0.setting): "clip" is not a field of the request; "#
        + "known: prompt, tier, variant"),
  ]

  static let words = [
    Fault(
      "a slot twice", #"["element", "clip"]"#, #"["element", "element"]"#,
      #"line 19, column 35 (limits.0.sum.1): "element" appears twice"#),
    Fault(
      "empty text in a list", #""max": 7"#, #""max": 7, "endpoints": [""]"#,
      "line 19, column 68 (limits.0.endpoints.0): should be text, is empty"),
    Fault(
      "format that is no medium", #""png""#, #""zip""#,
      #"line 13, column 27 (slots.element.formats.1): "zip" is not a format; "#
        + "known: jpeg, png, webp, gif, bmp, "
        + "tiff, heic, avif, jxl, jpeg2000, ico, svg, psd, raw, exr, hdr, tga, xcf, eps, pnm, "
        + "qoi, dds, mp4, mov, m4v, webm, mkv, avi, mpeg, flv, wmv, "
        + "wav, mp3, m4a, aac, flac, ogg, aiff, amr"),
    Fault(
      "audio of a price", #""when": "always""#, #""when": "always", "audio": "of""#,
      #"line 23, column 43 (prices.0.audio): "of" is not valid here; known: on, off"#),
    Fault(
      "what a price buys", "second of output", "second of outputs",
      #"line 23, column 60 (prices.0.per): "second of outputs" is not valid here "#
        + "(did you mean second of output?); known: second of output, "
        + "second of input and output, second, image, call"),
    Fault(
      "the least of what is not counted", #""per": "#, #""minimumTimesOutput": 2, "per": "#,
      #"line 23, column 75 (prices.0.minimumTimesOutput): "#
        + #"should be 1 or more, with "per": "second of input and output""#),
  ]
}
