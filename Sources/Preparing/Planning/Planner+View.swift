package import Media
package import Model

extension Planner {
  /// What cutting one view out of a sheet takes: the part as it is, in the format that the sheet has where
  /// that can be written here.
  package func view(_ box: PixelBox, of found: Inspection) -> PreparationPlan? {
    guard let image = found.facts.image, let format = found.facts.format, box.width > 0,
      box.height > 0
    else { return nil }
    let needs = Needs(found.facts, image, format, PreparationLimits())
    let formats = needs.formats(isFlat: Self.isFlat(found.picture), 0)
    return PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: box, content: box.size, canvas: box.size), cropReason: .view,
      scaleReason: nil, remarks: [], baggage: needs.baggage,
      mayKeepCoding: needs.canKeepCoding && format == .jpeg, formats: formats, mostBytes: nil)
  }
}
