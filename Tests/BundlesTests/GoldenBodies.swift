import Testing

/// Bodies as the pages and schemas of providers show them, written from our collection of those,
/// without the compiler.
struct GoldenBody: Sendable, CustomTestStringConvertible {
  let target: String
  let settings: String
  let text: String
  let body: String

  init(_ target: String, _ settings: String = "", _ text: String, _ body: String) {
    self.target = target
    self.settings = settings
    self.text = text
    self.body = body
  }

  var testDescription: String { "\(target) \(settings.replacing("\n", with: ", "))" }

  private static let words = "@mira lifts @mug."
  private static let shots = "Shot 1 (3s, wide): @mira waits\nShot 2 (5s): @mira lifts @mug."
  private static let mira = """
    "frontal_image_url": "castbook:references/mira-front.jpg", "reference_image_urls":
    ["castbook:references/mira-left.jpg", "castbook:references/mira-back.jpg"]
    """
  private static let mug = """
    "frontal_image_url": "castbook:references/mug-front.jpg", "reference_image_urls":
    ["castbook:references/mug-top.jpg"]
    """
  private static let pictures = """
    "castbook:references/mira-front.jpg", "castbook:references/mira-left.jpg",
    "castbook:references/mira-back.jpg", "castbook:references/mug-front.jpg",
    "castbook:references/mug-top.jpg"
    """

  static let all: [GoldenBody] = fal + kling + hosts + rivals + later + typed

  // MARK: fal

  private static let fal = [
    GoldenBody(
      "fal.kling-v3.i2v", "start: frames/lobby.jpg\ntier: pro", shots,
      """
      {"start_image_url": "castbook:references/start.jpg",
       "multi_prompt": [{"prompt": "wide: @Element1 waits", "duration": "3"},
                        {"prompt": "@Element1 lifts @Element2.", "duration": "5"}],
       "duration": "8",
       "elements": [{\(mira), "voice_id": "castbook:remote/@mira_voice"}, {\(mug)}],
       "generate_audio": true, "negative_prompt": "blur, distort, and low quality",
       "cfg_scale": 0.5, "shot_type": "customize"}
      """),
    GoldenBody(
      "fal.kling-v3.i2v",
      "start: a.jpg\nend: b.PNG\naudio: off\nnegative: rain\ncfg: 0.7\nduration: 10", words,
      """
      {"start_image_url": "castbook:references/start.jpg",
       "end_image_url": "castbook:references/end.png", "prompt": "@Element1 lifts @Element2.",
       "duration": "10", "elements": [{\(mira)}, {\(mug)}], "generate_audio": false,
       "negative_prompt": "rain", "cfg_scale": 0.7, "shot_type": "customize"}
      """),
    GoldenBody(
      "fal.kling-v3.t2v", "aspect: 9:16\nduration: 6\nshot-type: intelligent", "A fox runs.",
      """
      {"prompt": "A fox runs.", "duration": "6", "aspect_ratio": "9:16", "generate_audio": true,
       "negative_prompt": "blur, distort, and low quality", "cfg_scale": 0.5,
       "shot_type": "intelligent"}
      """),
    GoldenBody(
      "fal.kling-v3-turbo.i2v", "start: a.jpg", "Rain.",
      """
      {"image_url": "castbook:references/start.jpg", "prompt": "Rain.", "duration": "5"}
      """),
    GoldenBody(
      "fal.kling-o3.r2v", "image: set/table.webp\nstart: a.jpg", "@mira at @image1.",
      """
      {"prompt": "@Element1 at @Image1.", "image_urls": ["castbook:references/image-1.webp"],
       "elements": [{\(mira)}], "start_image_url": "castbook:references/start.jpg",
       "aspect_ratio": "16:9", "duration": "5", "generate_audio": false,
       "shot_type": "customize"}
      """),
    GoldenBody(
      "fal.kling-o3.i2v", "start: a.jpg\nend: b.jpg\naudio: on", "Rain.",
      """
      {"image_url": "castbook:references/start.jpg", "end_image_url": "castbook:references/end.jpg",
       "prompt": "Rain.", "duration": "5", "generate_audio": true, "shot_type": "customize"}
      """),
    GoldenBody(
      "fal.kling-o3.t2v", "", "Rain.",
      """
      {"prompt": "Rain.", "aspect_ratio": "16:9", "duration": "5", "generate_audio": false,
       "shot_type": "customize"}
      """),
    GoldenBody(
      "fal.kling-o3.v2v", "video: take.mp4", "@mira walks into @video.",
      """
      {"prompt": "@Element1 walks into @Video1.", "video_url": "castbook:references/video.mp4",
       "elements": [{\(mira)}], "keep_audio": true, "shot_type": "customize",
       "aspect_ratio": "auto"}
      """),
    GoldenBody(
      "fal.kling-o3.v2v", "video: take.mp4\nvideo-use: edit", "@mira walks into @video.",
      """
      {"prompt": "@Element1 walks into @Video1.", "video_url": "castbook:references/video.mp4",
       "elements": [{\(mira)}], "keep_audio": true, "shot_type": "customize"}
      """),
    GoldenBody(
      "fal.kling-o3.v2v", "video: take.mp4\nvariant: reference\nduration: 7", "Rain.",
      """
      {"prompt": "Rain.", "video_url": "castbook:references/video.mp4", "keep_audio": true,
       "shot_type": "customize", "aspect_ratio": "auto", "duration": "7"}
      """),
    GoldenBody(
      "fal.kling-o1.r2v", "", words,
      """
      {"prompt": "@Element1 lifts @Element2.", "elements": [{\(mira)}, {\(mug)}],
       "aspect_ratio": "16:9", "duration": "5"}
      """),
    GoldenBody(
      "fal.kling-v3.motion-control", "image: a.jpg\nvideo: dance.mov\norientation: video",
      "@mira dances.",
      """
      {"image_url": "castbook:references/image-1.jpg", "video_url": "castbook:references/video.mov",
       "character_orientation": "video", "elements": [{\(mira)}], "keep_original_sound": true,
       "prompt": "@Element1 dances."}
      """),
    GoldenBody(
      "fal.kling-image", "image: a.jpg\nvariant: v3", "@mira in @image1.",
      """
      {"prompt": "@Element1 in @Image1.", "image_url": "castbook:references/image-1.jpg",
       "elements": [{\(mira)}], "aspect_ratio": "16:9", "resolution": "1K", "num_images": 1,
       "output_format": "png"}
      """),
  ]

  // MARK: Other hosts of Kling

  private static let hosts = [
    GoldenBody(
      "kie.kling-3.0", "start: a.jpg\ntier: 4k", words,
      """
      {"model": "kling-3.0/video",
       "input": {
         "prompt": "@mira lifts @mug.", "image_urls": ["castbook:references/start.jpg"],
         "sound": false, "duration": "5", "aspect_ratio": "16:9", "mode": "4K",
         "multi_shots": false, "multi_prompt": [],
         "kling_elements": [
           {"name": "mira", "description": "Tall, in a green coat. She hums.",
            "element_input_urls": ["castbook:references/mira-front.jpg",
              "castbook:references/mira-left.jpg", "castbook:references/mira-back.jpg"]},
           {"name": "mug", "description": "Blue mug",
            "element_input_urls": ["castbook:references/mug-front.jpg",
              "castbook:references/mug-top.jpg"]}]}}
      """),
    GoldenBody(
      "replicate.kling-v3-omni", "start: a.jpg\ntier: standard",
      "Shot 1 (3s): Rain\nShot 2 (4s): Sun",
      """
      {"input": {"prompt": "Rain Sun", "start_image": "castbook:references/start.jpg",
       "video_reference_type": "feature", "keep_original_sound": true, "generate_audio": false,
       "mode": "standard", "aspect_ratio": "16:9", "duration": 7,
       "multi_prompt":
         "[{\\"prompt\\":\\"Rain\\",\\"duration\\":3},{\\"prompt\\":\\"Sun\\",\\"duration\\":4}]"}}
      """),
    GoldenBody(
      "runcomfy.kling-3.0", "start: a.jpg\nvariant: image-to-video",
      "Shot 1 (3s): Rain\nShot 2 (4s): Sun",
      """
      {"prompt": "Rain Sun", "start_image_url": "castbook:references/start.jpg", "duration": 7,
       "cfg_scale": 0.5, "shot_type": "customize",
       "multi_prompt": [{"prompt": "Rain", "duration": 3}, {"prompt": "Sun", "duration": 4}]}
      """),
    GoldenBody(
      "evolink.kling-o3", "variant: image-to-video\nstart: a.jpg", "Rain.",
      """
      {"model": "kling-o3-image-to-video", "prompt": "Rain.",
       "image_start": "castbook:references/start.jpg", "sound": "off",
       "model_params": {"multi_shot": false}}
      """),
    // Its numbers count the first frame.
    GoldenBody(
      "evolink.kling-o3", "variant: image-to-video\nstart: a.jpg\nimage: b.png\naudio: on",
      "Shot 1 (3s): Rain on @image1.\nShot 2 (4s): Sun.",
      """
      {"model": "kling-o3-image-to-video", "image_start": "castbook:references/start.jpg",
       "image_urls": ["castbook:references/image-1.png"], "duration": 7, "sound": "on",
       "model_params": {"multi_shot": true, "shot_type": "customize", "multi_prompt": [
         {"index": 1, "prompt": "Rain on <<<image_2>>>.", "duration": "3"},
         {"index": 2, "prompt": "Sun.", "duration": "4"}]}}
      """),
    GoldenBody(
      "runway.kling-3.0.i2v", "start: a.jpg\ntier: pro\naspect: 16:9\naudio: on",
      "Shot 1 (3s): Rain\nShot 2 (4s): Sun",
      """
      {"model": "kling3.0_pro", "promptImage": "castbook:references/start.jpg", "duration": 7,
       "ratio": "1920:1080", "audio": true, "cfgScale": 0.5,
       "providerSettings": {
         "multiPrompt": [{"prompt": "Rain", "duration": 3}, {"prompt": "Sun", "duration": 4}],
         "shotType": "customize"}}
      """),
    GoldenBody(
      "runway.kling-o3.i2v", "start: a.jpg\nend: b.jpg\nimage: c.jpg", "Rain.",
      """
      {"model": "klingO3_standard",
       "promptImage": [{"uri": "castbook:references/start.jpg", "position": "first"},
                       {"uri": "castbook:references/end.jpg", "position": "last"}],
       "promptText": "Rain.", "references": [{"uri": "castbook:references/image-1.jpg"}]}
      """),
    GoldenBody(
      "muapi.kling-4.0.r2v", "", "@mira walks.",
      """
      {"prompt": "@mira walks.",
       "elements": [{"name": "mira", "image_urls": ["castbook:references/mira-front.jpg",
         "castbook:references/mira-left.jpg", "castbook:references/mira-back.jpg"],
         "voice_url": "castbook:references/mira_voice.jpg"}],
       "duration": 5, "resolution": "720p"}
      """),
  ]

  // MARK: Rivals

  private static let rivals = [
    GoldenBody(
      "fal.seedance-2.0.r2v", "duration: 8", words,
      """
      {"prompt": "Mira Okafor (@Image1, @Image2, @Image3) lifts Blue mug (@Image4, @Image5).",
       "image_urls": [\(pictures)], "aspect_ratio": "auto", "duration": "8",
       "resolution": "720p", "generate_audio": true, "bitrate_mode": "standard"}
      """),
    GoldenBody(
      "fal.veo-3.1.r2v", "", words,
      """
      {"prompt": "Mira Okafor (Tall, in a green coat) lifts Blue mug.",
       "image_urls": ["castbook:references/mira-front.jpg", "castbook:references/mira-left.jpg",
                      "castbook:references/mug-front.jpg"],
       "aspect_ratio": "16:9", "duration": "8s", "resolution": "720p", "generate_audio": true,
       "safety_tolerance": "4"}
      """),
    GoldenBody(
      "fal.happy-horse-1.1.r2v", "aspect: 21:9", words,
      """
      {"prompt": "Mira Okafor (character1, character2, character3) lifts Blue mug (character4, character5).",
       "image_urls": [\(pictures)], "aspect_ratio": "21:9", "duration": 5,
       "resolution": "1080p", "enable_safety_checker": true}
      """),
    GoldenBody(
      "fal.grok-imagine.r2v", "", words,
      """
      {"prompt": "Mira Okafor (@Image1, @Image2, @Image3) lifts Blue mug (@Image4, @Image5).",
       "reference_image_urls": [\(pictures)], "aspect_ratio": "16:9", "duration": 8,
       "resolution": "480p"}
      """),
    GoldenBody(
      "fal.minimax-h3.r2v", "", "@mug stands.",
      """
      {"prompt": "Blue mug (Image 1, Image 2) stands.",
       "reference_image_urls": ["castbook:references/mug-front.jpg",
                                "castbook:references/mug-top.jpg"],
       "aspect_ratio": "adaptive", "duration": 5, "resolution": "2K",
       "prompt_expansion_mode": "balanced", "enable_safety_checker": true}
      """),
    GoldenBody(
      "fal.wan-2.7.r2v", "negative: rain", "@mug stands.",
      """
      {"prompt": "Blue mug stands.",
       "reference_image_urls": ["castbook:references/mug-front.jpg",
                                "castbook:references/mug-top.jpg"],
       "negative_prompt": "rain", "aspect_ratio": "16:9", "duration": 5, "resolution": "1080p",
       "multi_shots": false, "enable_safety_checker": true}
      """),
    GoldenBody(
      "fal.pika-2.2.scenes", "duration: 10", "@mug stands.",
      """
      {"prompt": "Blue mug stands.",
       "image_urls": ["castbook:references/mug-front.jpg", "castbook:references/mug-top.jpg"],
       "ingredients_mode": "precise", "negative_prompt": "ugly, bad, terrible",
       "aspect_ratio": "16:9", "duration": 10, "resolution": "1080p"}
      """),
    GoldenBody(
      "pixverse.c1.r2v", "", "@mug stands.",
      """
      {"prompt": "Blue mug (@mug_1, @mug_2) stands.",
       "image_references": [
         {"image_url": "castbook:references/mug-front.jpg", "ref_name": "mug_1", "type": "subject"},
         {"image_url": "castbook:references/mug-top.jpg", "ref_name": "mug_2", "type": "subject"}],
       "aspect_ratio": "16:9", "duration": 5, "resolution": "720p"}
      """),
    GoldenBody(
      "kie.seedance-2.0", "start: a.jpg", "Rain.",
      """
      {"model": "bytedance/seedance-2",
       "input": {"prompt": "Rain.", "first_frame_url": "castbook:references/start.jpg",
                 "resolution": "720p", "aspect_ratio": "16:9", "duration": 5,
                 "generate_audio": true, "nsfw_checker": false, "return_last_frame": false}}
      """),
    GoldenBody(
      "fal.luma-ray-3.2.i2v", "start: a.jpg\nduration: 5", "Rain.",
      """
      {"prompt": "Rain.", "image_url": "castbook:references/start.jpg", "duration": "5s",
       "aspect_ratio": "16:9", "resolution": "540p"}
      """),
    GoldenBody(
      "runway.gen4-references", "variant: gen4_image_turbo\naspect: 16:9", "@mug stands.",
      """
      {"model": "gen4_image_turbo", "promptText": "Blue mug (@mug_1, @mug_2) stands.",
       "ratio": "1920:1080",
       "referenceImages": [{"uri": "castbook:references/mug-front.jpg", "tag": "mug_1"},
                           {"uri": "castbook:references/mug-top.jpg", "tag": "mug_2"}]}
      """),
  ]
}
