internal import Model
public import Targets

extension CompiledPrompt {
  /// Compiles a script for a target, and reports what the target doesn't accept.
  ///
  /// - Parameters:
  ///   - script: The script, with its names resolved.
  ///   - profile: The target.
  ///   - catalogue: The catalogue in which rules of other targets are looked up.
  ///   - soundRule: How the sound is chosen when the shot file doesn't set it.
  ///
  /// - Throws: An error when the profile refers to rules that the catalogue doesn't have.
  public init(
    _ script: PromptScript, for profile: TargetProfile, in catalogue: TargetCatalogue,
    soundRule: PromptSound.Rule = .byDialogue
  ) throws {
    let requested = script.settings.audio?.value
    let isTurnedOn = requested == nil && soundRule == .byDialogue && script.hasSpeech
    var setup = PromptSetup(profile, script, sound: isTurnedOn ? .on : requested)
    var binder = try SlotBinder(script, for: setup, catalogue)
    var check = CountCheck(setup, binder.bindings)
    let obstacle = isTurnedOn ? check.brokenLimit(dependingOn: setup.soundFields) : nil
    if obstacle != nil {
      setup = PromptSetup(profile, script, sound: nil)
      binder = try SlotBinder(script, for: setup, catalogue)
      check = CountCheck(setup, binder.bindings)
    }
    let sound = PromptSound(
      script, setup, check.counts, obstacle: obstacle?.note, rule: soundRule)
    var writer = PromptWriter(script, setup, binder, check.counts)
    writer.write()
    self.profile = profile
    endpoint = setup.endpoint
    bindings = binder.bindings
    counts = check.counts
    settings = setup.settings
    self.sound = sound
    missingSlots = check.missingSlots
    form = writer.form
    scenes = writer.scenes
    shotCount = script.texts.count
    seconds = writer.seconds
    length = writer.length
    remarks =
      (script.remarks + setup.remarks + binder.remarks + check.remarks + writer.remarks
      + SoundCheck(script, setup, binder.bindings, check.counts, sound).remarks).inOrder
  }
}
