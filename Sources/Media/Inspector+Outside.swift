internal import Decoding
internal import Model

extension Inspector {
  /// Has a picture proven in a process of its own: most within little memory, the rest within all.
  func prove(
    _ bytes: [UInt8], _ format: DecodedFormat, _ found: inout Inspection, memory: Int?,
    _ wishes: Wishes
  ) async -> Seen {
    let plain = wishes.subtracting(.pixels)
    var outcome: DecoderOutcome<DecodedPicture>
    var held: HeldPixels?
    if let memory {
      let limits = OutsideProof.limits(within: memory, fileBytes: bytes.count)
      outcome = await decode(bytes, format, limits, plain)
      if OutsideProof.isForWant(of: plain, outcome) {
        outcome = await decode(bytes, format, limits, plain.subtracting(.picture))
      }
    } else {
      held = wishes.contains(.pixels) ? room(for: format, bytes.count) : nil
      outcome = await decode(bytes, format, plain, holding: &held)
    }
    var facts = found.facts
    let proof = OutsideProof(outcome, facts.format ?? .unknown, header: facts.image)
    facts.image = proof.facts
    // Both may have seen that the end mark is missing.
    facts.problems += proof.problems.filter { !facts.problems.contains($0) }
    facts.isProven = !facts.problems.contains(where: \.preventsProof)
    found.facts = facts
    if let held {
      if facts.isProven, held.isWhole {
        await budget.release(held.settle())
        found.pixels = held
      } else {
        await letGo(held)
      }
    }
    guard facts.isProven else { return Seen() }
    if plain.contains(.luma) { found.luma = proof.luma }
    // Of a TIFF it is the header that was read here.
    let profile = format == .tiff ? TIFFHeader.profile(of: ByteView(bytes)) : proof.profile
    return Seen(small: plain.contains(.picture) ? proof.small : nil, profile: profile)
  }

  private func decode(
    _ bytes: [UInt8], _ format: DecodedFormat, _ limits: DecoderLimits, _ wishes: Wishes,
    holding held: HeldPixels? = nil
  ) async -> DecoderOutcome<DecodedPicture> {
    // Less is not enough for a decoder to say that it is too little.
    guard limits.memory >= OutsideProof.leastMemory else {
      return .answered(.outOfMemory)
    }
    var limits = limits
    limits.wishes = wishes
    guard let held else { return await decoders.decode(bytes, as: format, within: limits) }
    limits.wishes.insert(.pixels)
    return await decoders.decode(bytes, as: format, within: limits, holding: held)
  }

  /// Decodes a file whose memory is reserved here. Pixels are held where that works within little; of others
  /// they are let go.
  private func decode(
    _ bytes: [UInt8], _ format: DecodedFormat, _ wishes: Wishes, holding held: inout HeldPixels?
  ) async -> DecoderOutcome<DecodedPicture> {
    let most = OutsideProof.limits(within: budget.total, fileBytes: bytes.count)
    let usual = OutsideProof.usualLimits.memory < most.memory ? OutsideProof.usualLimits : most
    let reservation = OutsideProof.reservation(usual, fileBytes: bytes.count)
    var outcome: DecoderOutcome<DecodedPicture>
    if let held {
      await budget.reserve(reservation + held.byteLimit)
      outcome = await decode(bytes, format, usual, wishes, holding: held)
      await budget.release(reservation)
    } else {
      outcome = await budget.reserving(reservation) {
        await decode(bytes, format, usual, wishes)
      }
    }
    let wantsMore = usual.memory < most.memory && OutsideProof.isForWantOfMemory(outcome)
    guard wantsMore || OutsideProof.isForWant(of: wishes, outcome) else { return outcome }
    // Nobody waits while holding a part.
    if let pixels = held { await letGo(pixels) }
    held = nil
    if wantsMore {
      outcome = await budget.reserving(budget.total) { await decode(bytes, format, most, wishes) }
    }
    if OutsideProof.isForWant(of: wishes, outcome) {
      outcome = await budget.reserving(budget.total) {
        await decode(bytes, format, most, wishes.subtracting(.picture))
      }
    }
    return outcome
  }

  /// Room for the pixels of a picture that is decoded whole at once; how many it has is not known yet.
  private func room(for format: DecodedFormat, _ fileBytes: Int) -> HeldPixels? {
    let usual = OutsideProof.reservation(OutsideProof.usualLimits, fileBytes: fileBytes)
    guard format == .heic || format == .avif, usual + Self.mostHeld <= budget.total else {
      return nil
    }
    return HeldPixels(byteLimit: Self.mostHeld)
  }

  private static let mostHeld = 64 << 20
}
