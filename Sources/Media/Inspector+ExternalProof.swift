internal import Decoding
internal import Model

extension Inspector {
  /// Proves a picture in a separate process: with the default memory first, then with all of
  /// it.
  func prove(
    _ bytes: [UInt8], _ format: DecodedFormat, _ found: inout Inspection, memory: Int?,
    _ options: DecodingOptions
  ) async -> StoredPicture {
    let proofOptions = options.subtracting(.pixels)
    var outcome: DecoderOutcome<DecodedPicture>
    var held: BufferedPixels?
    if let memory {
      let limits = ExternalProof.limits(within: memory, fileBytes: bytes.count)
      outcome = await decode(bytes, format, limits, proofOptions)
      if ExternalProof.mightSucceedWithoutPicture(proofOptions, outcome) {
        outcome = await decode(bytes, format, limits, proofOptions.subtracting(.picture))
      }
    } else {
      held = options.contains(.pixels) ? room(for: format, bytes.count) : nil
      outcome = await decode(bytes, format, proofOptions, holding: &held)
    }
    var facts = found.facts
    let proof = ExternalProof(outcome, facts.format ?? .unknown, header: facts.image)
    facts.image = proof.facts
    // The header and the decoder may both have noticed the missing end mark.
    facts.problems += proof.problems.filter { !facts.problems.contains($0) }
    facts.isProven = !facts.problems.contains(where: \.preventsProof)
    found.facts = facts
    if let held {
      if facts.isProven, held.isWhole {
        await budget.release(held.shrinkToFit())
        found.pixels = held
      } else {
        await release(held)
      }
    }
    guard facts.isProven else { return StoredPicture() }
    if proofOptions.contains(.luma) { found.luma = proof.luma }
    // The header of a TIFF is read here, so the profile is too.
    let profile = format == .tiff ? TIFFHeader.profile(of: ByteView(bytes)) : proof.profile
    return StoredPicture(
      small: proofOptions.contains(.picture) ? proof.small : nil, profile: profile)
  }

  /// Decodes a picture within limits, and stores its pixels in `held` if that is not `nil`.
  private func decode(
    _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits, _ options: DecodingOptions,
    holding held: BufferedPixels? = nil
  ) async -> DecoderOutcome<DecodedPicture> {
    // With less memory a decoder could not even report that it has too little.
    guard limits.memory >= ExternalProof.minimumMemory else {
      return .answered(.outOfMemory)
    }
    var limits = limits
    limits.options = options
    guard let held else { return await decoders.decode(bytes, as: format, within: limits) }
    limits.options.insert(.pixels)
    return await decoders.decode(bytes, as: format, within: limits, holding: held)
  }

  /// Decodes a picture and reserves the memory for that here.
  ///
  /// Full-size pixels are kept only if the default memory is enough; otherwise they are
  /// released before all memory is requested.
  private func decode(
    _ bytes: [UInt8], _ format: DecodedFormat, _ options: DecodingOptions,
    holding held: inout BufferedPixels?
  ) async -> DecoderOutcome<DecodedPicture> {
    let maximumLimits = ExternalProof.limits(within: budget.total, fileBytes: bytes.count)
    let preferredLimits =
      ExternalProof.defaultLimits.memory < maximumLimits.memory
      ? ExternalProof.defaultLimits : maximumLimits
    let reservation = ExternalProof.reservation(preferredLimits, fileBytes: bytes.count)
    var outcome: DecoderOutcome<DecodedPicture>
    if let held {
      await budget.reserve(reservation + held.byteLimit)
      outcome = await decode(bytes, format, preferredLimits, options, holding: held)
      await budget.release(reservation)
    } else {
      outcome = await budget.reserving(reservation) {
        await decode(bytes, format, preferredLimits, options)
      }
    }
    let wantsMore =
      preferredLimits.memory < maximumLimits.memory && ExternalProof.ranOutOfMemory(outcome)
    guard wantsMore || ExternalProof.mightSucceedWithoutPicture(options, outcome) else {
      return outcome
    }
    // No caller may wait while it keeps a part of the memory.
    if let pixels = held { await release(pixels) }
    held = nil
    if wantsMore {
      outcome = await budget.reserving(budget.total) {
        await decode(bytes, format, maximumLimits, options)
      }
    }
    if ExternalProof.mightSucceedWithoutPicture(options, outcome) {
      outcome = await budget.reserving(budget.total) {
        await decode(bytes, format, maximumLimits, options.subtracting(.picture))
      }
    }
    return outcome
  }

  /// Returns a buffer for the pixels of a format that is decoded whole, or `nil` if there is
  /// no room.
  ///
  /// The number of pixels is not known yet.
  private func room(for format: DecodedFormat, _ fileBytes: Int) -> BufferedPixels? {
    let reservation = ExternalProof.reservation(ExternalProof.defaultLimits, fileBytes: fileBytes)
    guard format == .heic || format == .avif, reservation + Self.maximumHeldBytes <= budget.total
    else {
      return nil
    }
    return BufferedPixels(byteLimit: Self.maximumHeldBytes)
  }

  /// The bytes of full-size pixels that are kept at most.
  private static let maximumHeldBytes = 64 << 20
}
