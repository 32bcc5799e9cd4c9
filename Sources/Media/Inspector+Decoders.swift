internal import Decoding
internal import Model

extension Inspector {
  /// Proves a picture in a separate process: with the preferred memory first, then with all of it,
  /// and at last without reducing the picture for measuring.
  ///
  /// Full-size pixels are kept only if the first attempt succeeds; otherwise they are released
  /// before all memory is requested.
  func prove(
    _ bytes: [UInt8], _ format: DecodedFormat, _ found: inout Inspection, _ memory: Int?,
    _ depth: Depth
  ) async -> Proof {
    var maximum = DecoderLimits(within: memory ?? budget.total, fileBytes: bytes.count)
    maximum.allowTime(for: format)
    let minimum = DecoderLimits.minimumMemory(for: found.facts.image, format)
    guard minimum <= maximum.memory else {
      let pixels = found.facts.image?.codedSize.pixelCount ?? 0
      return Proof(
        .tooManyPixels(pixels: pixels, limit: maximum.memory / max(1, minimum / max(1, pixels))))
    }
    var preferred =
      memory == nil && DecoderLimits.preferred.memory < maximum.memory ? .preferred : maximum
    preferred.allowTime(for: format)
    let room = memory == nil && depth.contains(.pixels) ? room(for: format, bytes.count) : 0
    let reservation = preferred.reservation(fileBytes: bytes.count)
    var options = depth.reductions
    var outcome: DecoderOutcome<DecodedPicture>
    if room > 0 {
      await budget.reserve(reservation + room)
      defer { budget.release(reservation) }
      found.pixels = BufferedPixels(byteLimit: room, of: budget)
      outcome = await decode(bytes, format, preferred, options, into: found.pixels)
    } else if memory == nil {
      outcome = await budget.reserving(reservation) {
        await decode(bytes, format, preferred, options)
      }
    } else {
      outcome = await decode(bytes, format, preferred, options)
    }
    // No caller may wait while it keeps a part of the memory.
    if outcome.mayNeedMoreMemory { found.releasePixels() }
    if preferred.memory < maximum.memory, outcome.mayNeedMoreMemory {
      outcome = await budget.reserving(budget.total) {
        await decode(bytes, format, maximum, options)
      }
    }
    // Reducing a picture for measuring takes memory that decoding could have used.
    if options.contains(.picture), outcome.ranOutOfMemory {
      options.remove(.picture)
      outcome = await budget.reserving(memory == nil ? budget.total : 0) {
        await decode(bytes, format, maximum, options)
      }
    }
    var proof = Proof(outcome, format.mediaFormat, header: found.facts.image)
    if !options.contains(.luma) { proof.luma = nil }
    if !options.contains(.picture) { proof.small = nil }
    // The headers of these are read here, so the profile is too.
    switch format {
    case .tiff: proof.profile = TIFFHeader.profile(of: ByteView(bytes))
    case .webp: proof.profile = WebPFile(bytes).profile
    case .heic, .avif, .gif: break
    }
    if proof.problems.contains(where: \.preventsProof) || found.pixels?.isWhole == false {
      found.releasePixels()
    }
    found.pixels?.shrinkToFit()
    return proof
  }

  /// Decodes a picture within limits, and stores its full-size pixels in `pixels` if that is not
  /// `nil`.
  private func decode(
    _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits, _ options: DecodingOptions,
    into pixels: BufferedPixels? = nil
  ) async -> DecoderOutcome<DecodedPicture> {
    // With less memory a decoder could not even report that it has too little.
    guard limits.memory >= DecoderLimits.minimumMemory else { return .answered(.outOfMemory) }
    var limits = limits
    limits.options = options
    guard let pixels else {
      return await decoders.answer(to: DecoderRequest(bytes, as: format, within: limits))
    }
    limits.options.insert(.pixels)
    return await decoders.answer(
      to: DecoderRequest(bytes, as: format, within: limits), into: PixelStream(into: pixels))
  }

  /// Returns the bytes to reserve for the pixels of a format that is decoded whole, or 0 if there
  /// is no room.
  ///
  /// The number of pixels is not known yet.
  private func room(for format: DecodedFormat, _ fileBytes: Int) -> Int {
    let reservation = DecoderLimits.preferred.reservation(fileBytes: fileBytes)
    let isWhole = format == .heic || format == .avif
    return isWhole && reservation + Self.maximumKeptBytes <= budget.total
      ? Self.maximumKeptBytes : 0
  }

  /// The bytes of full-size pixels that are kept at most.
  private static let maximumKeptBytes = 64 << 20
}
