internal import Model

/// The rules that apply to every clip, whatever target receives it.
enum FilmRules {
  /// The difference in milliseconds from which on two lengths disagree: more than a few frames.
  private static let headerMismatch = 250
  /// The lead of the sound in milliseconds that is audible; encoders round to less.
  private static let earlySound = 50

  /// Returns the findings on a clip, the most severe first.
  static func findings(_ film: FilmFacts) -> [Finding] {
    (header(film) + coding(film) + cuts(film)).sorted { $0.severity > $1.severity }
  }

  /// Returns findings on lengths that disagree and on additional tracks.
  @ListBuilder<Finding>
  private static func header(_ film: FilmFacts) -> [Finding] {
    // Sound before the first frame is part of the whole, but of no frame.
    let lengths = [film.milliseconds, film.milliseconds + film.soundLead]
    if let claim = film.claimedMilliseconds,
      !lengths.contains(where: { abs(claim - $0) <= headerMismatch })
    {
      Finding(
        .clipHeaderMismatch, .warning,
        message: "the header says \(Quantity.seconds(milliseconds: claim)), the frames last "
          + Quantity.seconds(milliseconds: film.milliseconds),
        fix: "export it again; services may use either length",
        measured: Decimal.text(film.milliseconds, over: 1000, digits: 3),
        limit: Decimal.text(claim, over: 1000, digits: 3), unit: "s")
    }
    if film.tracks > 1 {
      Finding(
        .clipSeveralTracks, .warning,
        message: "has \(film.tracks) video tracks; Castbook measured the first",
        fix: "export the one you want as a separate file", measured: String(film.tracks),
        limit: "1",
        unit: "tracks")
    }
  }

  /// Returns findings on HDR, interlacing, early sound and a variable frame rate.
  @ListBuilder<Finding>
  private static func coding(_ film: FilmFacts) -> [Finding] {
    if let transfer = film.hdrTransfer {
      Finding(
        .clipHDR, .warning,
        message: "is HDR (\(transfer)); services without HDR support show it pale",
        fix: "export it in standard dynamic range (BT.709)", measured: transfer, limit: "bt709")
    }
    if let order = film.fieldOrder {
      Finding(
        .clipInterlaced, .warning,
        message: "is interlaced (\(order.rawValue) field first); motion shows combing",
        fix: "`castbook prepare` deinterlaces it", measured: order.rawValue, limit: "progressive")
    }
    if film.soundLead >= earlySound {
      Finding(
        .clipEarlySound, .note,
        message: "the sound begins \(Quantity.seconds(milliseconds: film.soundLead)) before the "
          + "first frame",
        fix: "trim it in the program that made the clip if you don't want it",
        measured: Decimal.text(film.soundLead, over: 1000, digits: 3), limit: "0", unit: "s")
    }
    if film.isVariable {
      Finding(
        .clipVariableRate, .note,
        message: "variable frame rate",
        fix: "export it at a constant rate if motion stutters")
    }
  }

  /// Returns a finding on hard cuts, with the span of the first one.
  private static func cuts(_ film: FilmFacts) -> [Finding] {
    guard let cuts = film.observations?.cuts, let first = cuts.first else { return [] }
    let times = cuts.prefix(3).map { Quantity.seconds(milliseconds: $0.milliseconds) }
    let more = cuts.count > 3 ? " and \(cuts.count - 3) more" : ""
    var finding = Finding(
      .clipCuts, .warning,
      message: "cuts to another shot at \(times.joined(separator: ", "))\(more)",
      fix: "cut it there; elements and motion control need a single take",
      measured: String(cuts.count), limit: "0", unit: "cuts")
    finding.span = TimeSpan(start: first.milliseconds, end: first.milliseconds)
    return [finding]
  }
}
