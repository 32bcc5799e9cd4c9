// Renders pictures of a figure: a ray marcher over signed distance fields whose pixels are equal on
// every machine.

/// Renders the picture: opaque, sRGB.
public func render(_ shot: Shot) -> Picture {
  switch shot.subject {
  case .mira: Renderer(figure: Mira(), shot: shot, cutOut: false).picture()
  case .mug: Renderer(figure: Mug(), shot: shot, cutOut: false).picture()
  }
}

/// Renders the picture without backdrop and shadow: straight alpha with smooth edges.
public func renderCutOut(_ shot: Shot) -> Picture {
  switch shot.subject {
  case .mira: Renderer(figure: Mira(), shot: shot, cutOut: true).picture()
  case .mug: Renderer(figure: Mug(), shot: shot, cutOut: true).picture()
  }
}

/// The result of one or more rays of a pixel, as displayed light.
private struct Sample {
  var colour = Vector.zero
  /// The share of rays that hit the figure.
  var cover: Float = 0
}

/// Turns one shot into pixels: one ray each, then more wherever neighbours differ.
private struct Renderer<Subject: Figure> {
  private let stage: Stage<Subject>
  private let shot: Shot
  private let cutOut: Bool
  private let layer: BackdropLayer
  /// The figure's shadow on the floor.
  private let shade: BackdropLayer

  init(figure: Subject, shot: Shot, cutOut: Bool) {
    let camera = Camera(shot: shot, framing: figure.framing)
    let rig = Rig(shot.light, yaw: camera.yaw)
    let stage = Stage(figure: figure, caster: figure.thorough, rig: rig, camera: camera)
    self.stage = stage
    self.shot = shot
    self.cutOut = cutOut
    let room = Room(
      scale: figure.framing.height, floor: figure.floor, rig: rig, camera: camera, seed: shot.seed)
    if cutOut {
      layer = BackdropLayer.empty
      shade = BackdropLayer.empty
    } else {
      layer = BackdropLayer(shot: shot, room: room)
      // The few steps of a soft shadow show as bands; the wider the lamp, the more they are
      // smoothed.
      let sharp = BackdropLayer(shot: shot, step: 3) { x, y in
        stage.floorLight(camera.ray(x, y), isShort: shot.backdrop == .white)
      }
      shade = sharp.blurred(share: 0.025 / rig.key.hardness.squareRoot())
    }
  }

  func picture() -> Picture {
    let side = 8
    let across = (shot.width + side - 1) / side
    let starts = tileStarts(side: side, across: across)
    var samples = [Sample](repeating: Sample(), count: shot.width * shot.height)
    for y in 0..<shot.height {
      for x in 0..<shot.width {
        let start = starts[(y / side) * across + x / side]
        samples[y * shot.width + x] = look(Float(x) + 0.5, Float(y) + 0.5, start)
      }
    }
    if shot.samples > 1 {
      let first = samples
      for y in 0..<shot.height {
        for x in 0..<shot.width where differs(first, x, y) {
          let start = starts[(y / side) * across + x / side]
          samples[y * shot.width + x] = lookCloser(x, y, start)
        }
      }
    }
    return developedPicture(samples)
  }

  /// For every tile of pixels, the distance that its rays may walk unchecked; below zero if all
  /// miss.
  private func tileStarts(side: Int, across: Int) -> [Float] {
    let down = (shot.height + side - 1) / side
    let half = Float(side) * 0.5
    let spread = stage.camera.pixel * (half + 1) * 1.45
    var starts: [Float] = []
    starts.reserveCapacity(across * down)
    for ty in 0..<down {
      for tx in 0..<across {
        let ray = stage.camera.ray(Float(tx * side) + half, Float(ty * side) + half)
        starts.append(stage.start(ray, spread: spread) ?? -1)
      }
    }
    return starts
  }

  /// What the ray through one point of the picture shows.
  private func look(_ x: Float, _ y: Float, _ start: Float) -> Sample {
    let ray = stage.camera.ray(x, y)
    if start >= 0, let t = stage.hit(ray, from: start) {
      return Sample(colour: developed(stage.light(ray, at: t)), cover: 1)
    }
    return cutOut ? Sample() : Sample(colour: backdrop(x, y), cover: 0)
  }

  private func backdrop(_ x: Float, _ y: Float) -> Vector {
    var light = shade.colour(x, y)
    if shot.backdrop == .white {
      // The faint outer part of the shadow is dropped, so white stays white.
      light = Vector(min(light.x * 1.08, 1), min(light.y * 1.08, 1), min(light.z * 1.08, 1))
    }
    return layer.colour(x, y) * light
  }

  /// The mean of several rays in one pixel, no two in the same row or column.
  private func lookCloser(_ x: Int, _ y: Int, _ start: Float) -> Sample {
    let n = shot.samples
    let step = 1 / Float(n)
    var sum = Sample()
    for j in 0..<n {
      for i in 0..<n {
        let dx = (Float(i) + (Float(j) + 0.5) * step) * step
        let dy = (Float(j) + (Float(i) + 0.5) * step) * step
        let one = look(Float(x) + dx, Float(y) + dy, start)
        sum.colour += one.colour
        sum.cover += one.cover
      }
    }
    let share = step * step
    let part = sum.cover > 0 && cutOut ? 1 / sum.cover : share
    return Sample(colour: sum.colour * part, cover: sum.cover * share)
  }

  /// Whether a pixel and one of its four neighbours show different things.
  private func differs(_ samples: [Sample], _ x: Int, _ y: Int) -> Bool {
    let here = samples[y * shot.width + x]
    func far(_ other: Sample) -> Bool {
      if other.cover != here.cover { return true }
      let d = here.colour - other.colour
      let change = max(abs(d.x), max(abs(d.y), abs(d.z)))
      let level = max(here.colour.y, other.colour.y)
      return change > 0.012 + level * 0.10
    }
    return (x > 0 && far(samples[y * shot.width + x - 1]))
      || (x + 1 < shot.width && far(samples[y * shot.width + x + 1]))
      || (y > 0 && far(samples[(y - 1) * shot.width + x]))
      || (y + 1 < shot.height && far(samples[(y + 1) * shot.width + x]))
  }

  /// Eight bits a channel, with a dither of half a step against banding.
  private func developedPicture(_ samples: [Sample]) -> Picture {
    var picture = Picture(width: shot.width, height: shot.height)
    for y in 0..<shot.height {
      for x in 0..<shot.width {
        let index = y * shot.width + x
        let sample = samples[index]
        let colour = sample.colour
        let dither = noise(x, y, 0, seed: shot.seed) - 0.5
        func byte(_ value: Float) -> UInt8 {
          // Pure white stays pure.
          if value >= 1 { return 255 }
          return UInt8(clamp(encoded(value) * 255 + 0.5 + dither * 0.9, 0, 255))
        }
        picture.rgba[index * 4] = byte(colour.x)
        picture.rgba[index * 4 + 1] = byte(colour.y)
        picture.rgba[index * 4 + 2] = byte(colour.z)
        picture.rgba[index * 4 + 3] = cutOut ? UInt8(sample.cover * 255 + 0.5) : 255
      }
    }
    return picture
  }
}
