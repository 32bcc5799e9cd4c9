/// A picture with one private item beside it, for every way in which files carry such items.
package struct PrivateVariant: Sendable {
  package let name: String
  /// The kind that has to be named, as in JSON.
  package let kind: String
  /// The text that must not be found in a copy, in any encoding.
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

  /// An item to plant: its kind, and how it is written with a secret in it.
  struct Plant {
    let name: String
    let kind: String
    let make: (String) -> [UInt8]
  }

  /// All variants: blocks of EXIF, packets of XMP, captions, texts, and items of one format alone.
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
        let packed = PNGBytes.stored(plant.make(secret))
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

  static func webp(
    _ pictures: Pictures, _ chunks: [(type: String, data: [UInt8])]
  ) -> [UInt8] {
    AssembledPicture.webp(
      pictures.webp, width: pictures.size.width, height: pictures.size.height, chunks)
  }

  // MARK: EXIF

  typealias Entry = EXIFBuilder.Entry

  static func wide(_ text: String) -> [UInt8] { text.utf8.flatMap { [$0, 0] } + [0, 0] }

  static func exif(
    _ name: String, _ kind: String, isLittle: Bool = false,
    _ fill: @escaping (inout EXIFBuilder, String) -> Void
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      var block = EXIFBuilder(isLittle: isLittle)
      fill(&block, secret)
      return block.bytes
    }
  }

  static var exifPlants: [Plant] {
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

  static func xmp(
    _ name: String, _ kind: String, _ namespace: String, _ fields: @escaping (String) -> String
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      Array(
        AssembledPicture.packet(
          attributes: "xmlns:q=\"\(namespace)\"", fields: fields(secret)
        ).utf8)
    }
  }

  /// A custom field; its namespace has an unused prefix.
  static func field(_ name: String) -> (String) -> String {
    { "<q:\(name)>\($0)</q:\(name)>" }
  }

  static var xmpPlants: [Plant] {
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
}
