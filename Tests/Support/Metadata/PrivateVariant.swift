/// A picture with one thing beside it that nobody should get, for every way in which files carry such things.
package struct PrivateVariant: Sendable {
  package let name: String
  /// The kind that has to be named, as JSON has it.
  package let kind: String
  /// What must not be found in a copy, in any way of writing it.
  package let secret: String
  package let bytes: [UInt8]

  package var suffix: String { String(name.split(separator: ".").last ?? "") }

  package init(name: String, kind: String, secret: String, bytes: [UInt8]) {
    self.name = name
    self.kind = kind
    self.secret = secret
    self.bytes = bytes
  }

  /// The pictures that segments are put around: a JPEG, a PNG of 8 bits, a lossy WebP.
  package struct Pictures: Sendable {
    let jpeg: [UInt8]
    let png: [UInt8]
    let webp: [UInt8]
    let size: (width: Int, height: Int)

    package init(jpeg: [UInt8], png: [UInt8], webp: [UInt8], width: Int, height: Int) {
      self.jpeg = jpeg
      self.png = png
      self.webp = webp
      size = (width, height)
    }
  }

  /// One thing to plant: what kind it is, and how it is written with a secret in it.
  private struct Plant {
    let name: String
    let kind: String
    let make: (String) -> [UInt8]
  }

  /// All of them: blocks of EXIF, packets of XMP, captions, texts, and what belongs to one format alone.
  package static func all(_ pictures: Pictures) -> [PrivateVariant] {
    var variants: [PrivateVariant] = []
    func add(_ name: String, _ kind: String, _ make: (String) -> [UInt8]) {
      let secret = "Zyx\(100 + variants.count)Quorn"
      variants.append(
        PrivateVariant(name: name, kind: kind, secret: secret, bytes: make(secret)))
    }
    for plant in exifPlants {
      add("jpeg-exif-\(plant.name).jpg", plant.kind) { secret in
        AssembledPicture.jpeg(
          pictures.jpeg, [(0xE1, Array("Exif\0\0".utf8) + plant.make(secret))])
      }
      add("png-exif-\(plant.name).png", plant.kind) {
        AssembledPicture.png(pictures.png, [("eXIf", plant.make($0))])
      }
      add("webp-exif-\(plant.name).webp", plant.kind) {
        webp(pictures, [("EXIF", plant.make($0))])
      }
    }
    for plant in xmpPlants {
      add("jpeg-xmp-\(plant.name).jpg", plant.kind) { secret in
        AssembledPicture.jpeg(
          pictures.jpeg,
          [(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + plant.make(secret))])
      }
      add("png-xmp-\(plant.name).png", plant.kind) { secret in
        let head = Array("XML:com.adobe.xmp\0".utf8)
        let packed = AssembledPicture.stored(plant.make(secret))
        return AssembledPicture.png(pictures.png, [("iTXt", head + [1, 0, 0, 0] + packed)])
      }
      add("webp-xmp-\(plant.name).webp", plant.kind) {
        webp(pictures, [("XMP ", plant.make($0))])
      }
    }
    for plant in segmentPlants {
      add("jpeg-\(plant.name).jpg", plant.kind) { secret in
        Array(pictures.jpeg[..<2]) + plant.make(secret) + pictures.jpeg[2...]
      }
    }
    for plant in textPlants {
      add("png-\(plant.name).png", plant.kind) { secret in
        Array(pictures.png[..<33]) + plant.make(secret) + pictures.png[33...]
      }
    }
    add("webp-credentials.webp", "credentials") {
      webp(pictures, [("C2PA", AssembledPicture.manifest($0))])
    }
    add("webp-unknown.webp", "other") {
      webp(pictures, [("abcd", Array("\($0) and some more of it".utf8))])
    }
    add("jpeg-motion-photo.jpg", "motion-photo") { secret in
      let film = AssembledPicture.box("ftyp", Array("mp42\0\0\0\0mp42".utf8))
      let trailing = Array("MotionPhoto_Data".utf8) + film + Array(secret.utf8)
      return AssembledPicture.jpeg(pictures.jpeg, [], behind: trailing)
    }
    return variants
  }

  private static func webp(
    _ pictures: Pictures, _ chunks: [(type: String, data: [UInt8])]
  ) -> [UInt8] {
    AssembledPicture.webp(
      pictures.webp, width: pictures.size.width, height: pictures.size.height, chunks)
  }

  // MARK: EXIF

  private typealias Entry = EXIFBuilder.Entry

  private static func wide(_ text: String) -> [UInt8] { text.utf8.flatMap { [$0, 0] } + [0, 0] }

  private static func exif(
    _ name: String, _ kind: String, isLittle: Bool = false,
    _ fill: @escaping (inout EXIFBuilder, String) -> Void
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      var block = EXIFBuilder(isLittle: isLittle)
      fill(&block, secret)
      return block.bytes
    }
  }

  private static var exifPlants: [Plant] {
    [
      exif("artist", "authorship") { $0.main = [Entry(0x013B, $1)] },
      exif("copyright", "authorship", isLittle: true) { $0.main = [Entry(0x8298, $1)] },
      exif("windows-author", "authorship", isLittle: true) {
        $0.main = [Entry(0x9C9D, type: 1, wide($1))]
      },
      exif("windows-comment", "comment", isLittle: true) {
        $0.main = [Entry(0x9C9C, type: 1, wide($1))]
      },
      exif("description", "comment") { $0.main = [Entry(0x010E, "At home with \($1)")] },
      exif("prompt", "prompt") {
        $0.main = [Entry(0x010E, "\($1)\nSteps: 20, Sampler: Euler a, Seed: 7")]
      },
      exif("workflow-in-make", "prompt") {
        $0.main = [Entry(0x010F, "workflow:{\"nodes\":[\"\($1)\"]}")]
      },
      exif("prompt-in-model", "prompt", isLittle: true) {
        $0.main = [Entry(0x0110, "prompt:{\"3\":{\"inputs\":\"\($1)\"}}")]
      },
      exif("make", "camera") { $0.main = [Entry(0x010F, $1)] },
      exif("computer", "camera") { $0.main = [Entry(0x013C, $1)] },
      exif("time", "date", isLittle: true) { $0.main = [Entry(0x0132, "2026:\($1)")] },
      exif("owner", "owner") { $0.photo = [Entry(0xA430, $1)] },
      exif("serial", "serial-number") { $0.photo = [Entry(0xA431, $1)] },
      exif("lens-serial", "serial-number", isLittle: true) { $0.photo = [Entry(0xA435, $1)] },
      exif("unique-id", "history") { $0.photo = [Entry(0xA420, $1)] },
      exif("user-comment", "comment") {
        $0.photo = [Entry(0x9286, type: 7, Array("ASCII\0\0\0\($1)".utf8))]
      },
      exif("user-comment-prompt", "prompt", isLittle: true) {
        let text = "\($1) Negative prompt: blurry"
        $0.photo = [Entry(0x9286, type: 7, Array("UNICODE\0".utf8) + wide(text))]
      },
      exif("maker-note", "maker-note") {
        $0.photo = [Entry(0x927C, type: 7, Array("KDK INFO \($1) and so on".utf8))]
      },
      exif("unknown-tag", "other") { $0.main = [Entry(0xBEEF, "\($1) in a tag of nobody")] },
      exif("position", "location") {
        $0.position = [Entry(0x001C, type: 7, Array("ASCII\0\0\0\($1)".utf8))]
      },
      exif("thumbnail", "thumbnail", isLittle: true) {
        $0.thumbnail = [0xFF, 0xD8] + Array($1.utf8) + [0xFF, 0xD9]
      },
      exif("stray", "other") {
        $0.main = [Entry(0x0131, "An editor")]
        $0.stray = Array("\($1) that no directory points to".utf8)
      },
    ]
  }

  // MARK: XMP

  private static func xmp(
    _ name: String, _ kind: String, _ namespace: String, _ fields: @escaping (String) -> String
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      Array(
        AssembledPicture.packet(
          attributes: "xmlns:q=\"\(namespace)\"", fields: fields(secret)
        ).utf8)
    }
  }

  /// A field of its own; namespaces have a prefix that nobody uses.
  private static func field(_ name: String) -> (String) -> String {
    { "<q:\(name)>\($0)</q:\(name)>" }
  }

  private static var xmpPlants: [Plant] {
    [
      xmp("creator", "authorship", "http://purl.org/dc/elements/1.1/") {
        "<q:creator><rdf:Seq><rdf:li>\($0)</rdf:li></rdf:Seq></q:creator>"
      },
      xmp("rights", "authorship", "http://purl.org/dc/elements/1.1/") {
        "<q:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">\($0)</rdf:li></rdf:Alt></q:rights>"
      },
      xmp("title", "comment", "http://purl.org/dc/elements/1.1/", field("title")),
      xmp("position", "location", "http://ns.adobe.com/exif/1.0/", field("GPSLatitude")),
      xmp("serial", "serial-number", "http://ns.adobe.com/exif/1.0/aux/", field("SerialNumber")),
      xmp("owner", "owner", "http://cipa.jp/exif/1.0/", field("CameraOwnerName")),
      xmp("credit", "authorship", "http://ns.adobe.com/photoshop/1.0/", field("Credit")),
      xmp("city", "location", "http://ns.adobe.com/photoshop/1.0/", field("City")),
      xmp("usage", "authorship", "http://ns.adobe.com/xap/1.0/rights/", field("UsageTerms")),
      xmp("document", "history", "http://ns.adobe.com/xap/1.0/mm/", field("DocumentID")),
      xmp("history", "history", "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#") {
        "<rdf:Seq><rdf:li q:action=\"saved\" q:instanceID=\"\($0)\"/></rdf:Seq>"
      },
      xmp("thumbnail", "thumbnail", "http://ns.adobe.com/xap/1.0/g/img/", field("image")),
      xmp("face", "people", "http://www.metadataworkinggroup.com/schemas/regions/") {
        "<q:RegionList><rdf:Bag><rdf:li><rdf:Description q:Name=\"\($0)\"/></rdf:li></rdf:Bag>"
          + "</q:RegionList>"
      },
      xmp("person", "people", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/") {
        "<q:PersonInImage><rdf:Bag><rdf:li>\($0)</rdf:li></rdf:Bag></q:PersonInImage>"
      },
      xmp("ai-prompt", "prompt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/") {
        "<q:AIPromptInformation>\($0)</q:AIPromptInformation>"
      },
      xmp("contact", "authorship", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/") {
        "<q:CreatorContactInfo q:CiEmailWork=\"\($0)\"/>"
      },
      xmp("drone", "location", "http://www.dji.com/drone-dji/1.0/", field("GpsLongitude")),
      xmp("unknown", "other", "http://example.com/nobody/", field("Whatever")),
      xmp("comment", "other", "http://example.com/nobody/") { "<!-- \($0) was here -->" },
      Plant(name: "cdata", kind: "comment") { secret in
        let field = "<dc:description><![CDATA[\(secret)]]></dc:description>"
        return Array(AssembledPicture.packet(fields: field).utf8)
      },
      Plant(name: "wide", kind: "authorship") { secret in
        let packet = AssembledPicture.packet(fields: "<dc:creator>\(secret)</dc:creator>")
        return [0xFF, 0xFE] + packet.utf8.flatMap { [$0, 0] }
      },
    ]
  }

  // MARK: Segments of JPEG

  private static func segment(
    _ name: String, _ kind: String, _ make: @escaping (String) -> [(UInt8, [UInt8])]
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      make(secret).flatMap { marker, data -> [UInt8] in
        [0xFF, marker] + AssembledPicture.big(data.count + 2, 2) + data
      }
    }
  }

  private static func caption(_ name: String, _ kind: String, _ number: Int) -> Plant {
    segment("caption-\(name)", kind) { secret in
      let resource = AssembledPicture.resource(1028, AssembledPicture.caption(number, secret))
      return [AssembledPicture.resources(resource)]
    }
  }

  private static func note(_ marker: UInt8, _ text: String) -> (UInt8, [UInt8]) {
    (marker, Array(text.utf8))
  }

  private static var segmentPlants: [Plant] {
    [
      caption("by-line", "authorship", 80), caption("title", "authorship", 85),
      caption("credit", "authorship", 110), caption("copyright", "authorship", 116),
      caption("contact", "authorship", 118), caption("city", "location", 90),
      caption("headline", "comment", 105), caption("date", "date", 55),
      segment("comment", "comment") { [note(0xFE, "My \($0)")] },
      segment("comment-prompt", "prompt") {
        [note(0xFE, "\($0), masterpiece\nSteps: 30, Sampler: DPM++")]
      },
      segment("file-thumbnail", "thumbnail") {
        [note(0xE0, "JFXX\0\u{13}\u{1}\u{1}\($0)")]
      },
      segment("resource-thumbnail", "thumbnail") {
        let data = [UInt8](repeating: 1, count: 28) + Array($0.utf8)
        return [AssembledPicture.resources(AssembledPicture.resource(1036, data))]
      },
      segment("resource-split", "authorship") { secret in
        let all = AssembledPicture.resource(1028, AssembledPicture.caption(80, secret))
        let head = Array("Photoshop 3.0\0".utf8)
        return [(0xED, head + all.prefix(17)), (0xED, head + all.dropFirst(17))]
      },
      segment("resource-unknown", "other") {
        [
          AssembledPicture.resources(
            AssembledPicture.resource(4000, Array("\($0) of a plug-in".utf8)))
        ]
      },
      segment("credentials", "credentials") {
        [(0xEB, Array("JP\0\u{1}\0\0\0\u{1}".utf8) + AssembledPicture.manifest($0))]
      },
      segment("extended-xmp", "people") { secret in
        let packet = AssembledPicture.packet(
          attributes: "xmlns:mwg-rs=\"http://www.metadataworkinggroup.com/schemas/regions/\"",
          fields: "<mwg-rs:Name>\(secret)</mwg-rs:Name>")
        let text = Array(packet.utf8)
        let head = Array(
          "http://ns.adobe.com/xmp/extension/\0\(String(repeating: "A", count: 32))".utf8)
        let half = text.count / 2
        return [(half, Array(text[half...])), (0, Array(text[..<half]))].map { place, part in
          let numbers = AssembledPicture.big(text.count, 4) + AssembledPicture.big(place, 4)
          return (0xE1, head + numbers + part)
        }
      },
      segment("further-pictures", "other") { [note(0xE2, "FPXR\0\0\($0) in FlashPix")] },
    ]
      + vendors.map { marker in
        segment("app\(marker - 0xE0)", "other") {
          [note(marker, "Vendor\0 \($0) of this phone")]
        }
      }
  }

  /// Segments that makers use as they like.
  private static let vendors: [UInt8] = [
    0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEC, 0xEF,
  ]

  // MARK: Chunks of PNG

  private static func chunk(
    _ name: String, _ kind: String, _ type: String, _ data: @escaping (String) -> [UInt8]
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      // Built with the same code as whole files are, around nothing.
      Array(
        AssembledPicture.png([UInt8](repeating: 0, count: 33), [(type, data(secret))]).dropFirst(33)
      )
    }
  }

  private static let keywords = [
    ("Author", "authorship"), ("copyright", "authorship"), ("Comment", "comment"),
    ("Title", "comment"), ("parameters", "prompt"), ("Prompt", "prompt"), ("workflow", "prompt"),
    ("Dream", "prompt"), ("sd-metadata", "prompt"), ("invokeai_metadata", "prompt"),
    ("Creation Time", "date"), ("Whatever", "comment"),
  ]

  private static var textPlants: [Plant] {
    keywords.flatMap { keyword, kind in
      let head = Array("\(keyword)\0".utf8)
      return [
        chunk("text-\(keyword)", kind, "tEXt") { head + Array($0.utf8) },
        chunk("packed-\(keyword)", kind, "zTXt") {
          head + [0] + AssembledPicture.stored(Array($0.utf8))
        },
        chunk("wide-\(keyword)", kind, "iTXt") { head + [0, 0, 0, 0] + Array($0.utf8) },
      ]
    } + [
      chunk("novelai", "prompt", "tEXt") {
        Array("Comment\0{\"prompt\": \"\($0)\", \"steps\": 28}".utf8)
      },
      chunk("profile-exif", "owner", "zTXt") { secret in
        var block = EXIFBuilder()
        block.photo = [EXIFBuilder.Entry(0xA430, secret)]
        return rawProfile("exif", Array("Exif\0\0".utf8) + block.bytes)
      },
      chunk("profile-iptc", "authorship", "zTXt") {
        rawProfile(
          "iptc", AssembledPicture.resource(1028, AssembledPicture.caption(80, $0)))
      },
      chunk("profile-xmp", "authorship", "zTXt") {
        let packet = AssembledPicture.packet(fields: "<dc:creator>\($0)</dc:creator>")
        return rawProfile("xmp", Array(packet.utf8))
      },
      chunk("credentials", "credentials", "caBX") { AssembledPicture.manifest($0) },
      chunk("unknown", "other", "prVw") { Array("\($0) as a preview".utf8) },
      chunk("long-gamma", "other", "gAMA") { [0, 0, 0xB1, 0x8F] + Array("\($0) and more".utf8) },
    ]
  }

  /// Bytes in hexadecimal digits, as ImageMagick packs them.
  private static func rawProfile(_ kind: String, _ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef")
    let text = bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    return Array("Raw profile type \(kind)\0\0".utf8)
      + AssembledPicture.stored(Array("\n\(kind)\n    \(bytes.count)\n\(text)\n".utf8))
  }
}
