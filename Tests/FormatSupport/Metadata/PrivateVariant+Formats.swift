import TestSupport

extension PrivateVariant {
  // MARK: Segments of JPEG

  static func segment(
    _ name: String, _ kind: String, _ make: @escaping (String) -> [(UInt8, [UInt8])]
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      make(secret).flatMap { marker, data -> [UInt8] in
        [0xFF, marker] + Bytes.big(data.count + 2, 2) + data
      }
    }
  }

  static func caption(_ name: String, _ kind: String, _ number: Int) -> Plant {
    segment("caption-\(name)", kind) { secret in
      let resource = AssembledPicture.resource(1028, AssembledPicture.caption(number, secret))
      return [AssembledPicture.resources(resource)]
    }
  }

  static func note(_ marker: UInt8, _ text: String) -> (UInt8, [UInt8]) {
    (marker, Array(text.utf8))
  }

  static var segmentPlants: [Plant] {
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
        return [(half, Array(text[half...])), (0, Array(text[..<half]))].map { offset, part in
          let numbers = Bytes.big(text.count, 4) + Bytes.big(offset, 4)
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

  /// Segments with vendor-specific contents.
  static let vendors: [UInt8] = [
    0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEC, 0xEF,
  ]

  // MARK: Chunks of PNG

  static func chunk(
    _ name: String, _ kind: String, _ type: String, _ data: @escaping (String) -> [UInt8]
  ) -> Plant {
    Plant(name: name, kind: kind) { secret in
      // Built with the same code as whole files, without a picture.
      Array(
        AssembledPicture.png([UInt8](repeating: 0, count: 33), [(type, data(secret))]).dropFirst(33)
      )
    }
  }

  static let keywords = [
    ("Author", "authorship"), ("copyright", "authorship"), ("Comment", "comment"),
    ("Title", "comment"), ("parameters", "prompt"), ("Prompt", "prompt"), ("workflow", "prompt"),
    ("Dream", "prompt"), ("sd-metadata", "prompt"), ("invokeai_metadata", "prompt"),
    ("Creation Time", "date"), ("Whatever", "comment"),
  ]

  static var textPlants: [Plant] {
    keywords.flatMap { keyword, kind in
      let head = Array("\(keyword)\0".utf8)
      return [
        chunk("text-\(keyword)", kind, "tEXt") { head + Array($0.utf8) },
        chunk("packed-\(keyword)", kind, "zTXt") {
          head + [0] + PNGBytes.stored(Array($0.utf8))
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
  static func rawProfile(_ kind: String, _ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef")
    let text = bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    return Array("Raw profile type \(kind)\0\0".utf8)
      + PNGBytes.stored(Array("\n\(kind)\n    \(bytes.count)\n\(text)\n".utf8))
  }
}
