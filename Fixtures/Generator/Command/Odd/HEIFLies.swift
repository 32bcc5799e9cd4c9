internal import FixtureScenes

/// HEIF that states wrong facts.
let heifLies: [Fixture] =
  heifs(
    "size-lies", "The size is said to be 4000 × 3000, the coded picture is 96 × 128.",
    HEIFCodec.allCases, { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in
      try heif(codec).saying(.size(4000, 3000), insteadOf: "ispe")
    })
  + heifs(
    "size-smaller", "The size is said to be 64 × 64, the coded picture is 96 × 128.",
    HEIFCodec.allCases, { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in try heif(codec).saying(.size(64, 64), insteadOf: "ispe") })
  + heifs(
    "size-65535", "The size is said to be 65,535 × 65,535.", HEIFCodec.allCases,
    { $0.sized(65_535, 65_535).unproven(.tooManyPixels) },
    { (codec) throws(FixtureError) in
      try heif(codec).saying(.size(65_535, 65_535), insteadOf: "ispe")
    })
  + heifs(
    "size-2-31", "The size is said to be 2,147,483,648 × 1.", HEIFCodec.allCases,
    { $0.unsized.unproven().oneOf(.corrupt, .tooManyPixels, .notProven) },
    { (codec) throws(FixtureError) in
      try heif(codec).saying(.size(1 << 31, 1), insteadOf: "ispe")
    })
  + heifs(
    "size-0", "The size is said to be 0 × 0.", HEIFCodec.allCases,
    { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in try heif(codec).saying(.size(0, 0), insteadOf: "ispe") })
  + heifs(
    "bits-lie", "12 bits a channel are announced, 8 are there.", HEIFCodec.allCases,
    { $0.may(.corrupt) },
    { (codec) throws(FixtureError) in
      try heif(codec).saying(.bits(12, channels: 3), insteadOf: "pixi")
    })
  + heifs(
    "place-outside", "The data are said to stand beyond the end of the file.",
    HEIFCodec.allCases, { $0.damaged(.error, .truncated) },
    { (codec) throws(FixtureError) in try heif(codec).changing { $0.claimedOffset = 1 << 20 } })
  + heifs(
    "length-outside", "The data are said to be 4 GB long.", HEIFCodec.allCases,
    { $0.damaged(.error).oneOf(.truncated, .corrupt) },
    { (codec) throws(FixtureError) in
      try heif(codec).changing { $0.claimedLength = 0xFFFF_FFF0 }
    })
  + heifs(
    "coded-as-jpeg", "A picture inside that is coded as JPEG.", [.hevc],
    { $0.unproven(.notProven) },
    { (codec) throws(FixtureError) in
      let data = try heifCard.jpeg(JPEGCoding(quality: 50))
      var file = try heif(codec).saying(nil, insteadOf: codec.description)
      file.items[0].type = "jpeg"
      file.items[0].data = data
      return file
    })
  + heifs(
    "thumbnail-of-itself", "A small copy that is said to be one of itself.",
    HEIFCodec.allCases, { $0.unproven().may(.corrupt) },
    { (codec) throws(FixtureError) in
      var file = try heif(codec)
      file.references = [HEIFFile.Reference("thmb", from: 1, to: [1])]
      return file
    })
  + heifs(
    "alpha-of-itself", "A picture that is said to be its own alpha.",
    HEIFCodec.allCases, { $0.unproven().may(.corrupt) },
    { (codec) throws(FixtureError) in
      var file = try heif(codec, .alpha)
      file.references = [HEIFFile.Reference("auxl", from: 1, to: [1])]
      return file
    })
  + heifBytes(
    "items-65535", "65,535 items are announced, one is there.", HEIFCodec.allCases,
    { $0.unsized.damaged(.error).oneOf(.truncated, .corrupt) },
    { (codec) throws(FixtureError) in
      let bytes = try heif(codec).bytes
      guard let offset = bytes.firstRange(of: [UInt8]("iloc"))?.lowerBound else {
        throw .missing("box iloc")
      }
      // After the name: version and flags, widths of numbers, then the count.
      return bytes.replacing(at: offset + 10, with: [0xFF, 0xFF])
    })
  + heifBytes(
    "trailing", "1 kB of text after the end.", HEIFCodec.allCases,
    { $0.unproven().may(.trailingData, .corrupt, .truncated) },
    { (codec) throws(FixtureError) in
      try heif(codec).bytes + [UInt8](String(repeating: "After the end. ", count: 68))
    })
