internal import Decoding
package import Media
internal import Model

extension Planner {
  /// A plan for a copy that is to be looked at: all of the picture, upright and in sRGB, within so long a longer
  /// side; nothing for what is not decoded here.
  package static func viewing(_ found: Inspection, within side: Int) -> (Planner, PreparationPlan)?
  {
    let planner = Planner([], PreparationOptions())
    guard planner.hindrances(found.facts).isEmpty, let image = found.facts.image,
      let format = found.facts.format
    else { return nil }
    let size = image.size.fitted(within: side)
    let plan = PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: PixelBox(of: image.size), content: size, canvas: size),
      cropReason: nil,
      scaleReason: size == image.size ? nil : .size, remarks: [],
      baggage: PreparationPlan.Baggage(), mayKeepCoding: false, formats: [.jpeg], mostBytes: nil)
    return (planner, plan)
  }
}
