import Decoding
import Files
import Model
import Sound
import Testing

@Suite("Measures of a sound") struct Processors {
  /// Three seconds made with basic operations only: a sawtooth of varying pitch and level, pauses,
  /// and noise over all of it.
  private var sound: [Float] {
    var phase = 0.0
    return zip(0..<66_150, Sound.white(66_150, seed: 11).samples).map { index, noise in
      let time = Double(index) / 22_050
      let syllable = abs((time * 3).truncatingRemainder(dividingBy: 1) - 0.5) * 2
      let isPause = time.truncatingRemainder(dividingBy: 1) > 0.75
      phase += (110 + 40 * syllable + 15 * abs(time - 1.5)) / 22_050
      phase -= phase.rounded(.down)
      return Float(isPause ? 0 : (phase - 0.5) * (1 - 0.8 * syllable)) + noise * 0.004
    }
  }

  @Test("They are equal on every processor")
  func golden() {
    let found = report([sound], cuts: CutRequest(minimumSeconds: 0.6, maximumSeconds: 2, count: 2))
    var measures = found.measures
    measures.waveform = []
    #expect(measures.json.compactText == expected)
    #expect(found.cuts.map(\.json.compactText) == expectedCuts)
  }

  private let expected = #"""
    {"version":"voice/1","channel":0,"badSamples":0,"peak":-6.083,"offset":0,"loudness":"too-short",\#
    "truePeak":"too-short","clippedRuns":0,"crowding":0.14,"signalToNoise":39.043,\#
    "gatedShare":0,"treble":-14.177,"contentHertz":11025,"activeShare":0.768,\#
    "voicedShare":0.991,"steadyShare":0.018,"movingShare":0.982,"decaySeconds":"few-decays",\#
    "pitchSpread":1.247,"pitch":{"median":142.805,"low":119.923,"high":162.593},\#
    "syllablesPerSecond":3.921,"longestPauseSeconds":0.241,"spans":[{"kind":"pause",\#
    "start":16575,"end":21879}],"waveform":""}
    """#
  private let expectedCuts = [
    #"""
    {"start":41333,"end":63421,"score":0.939,"signalToNoise":39.034,"clippedRuns":0,\#
    "speechShare":0.794,"levelSpread":0,"pitchSpread":"no-pauses","faults":[]}
    """#,
    #"""
    {"start":19233,"end":41321,"score":0.938,"signalToNoise":38.902,"clippedRuns":0,\#
    "speechShare":0.794,"levelSpread":0,"pitchSpread":"no-pauses","faults":[]}
    """#,
  ]
}
