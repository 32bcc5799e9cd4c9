/// Bodies written independently from fal's types and from those of Runway's SDK, for targets
/// without any others.
extension GoldenBody {
  private static let start = #""castbook:references/start.jpg""#
  private static let end = #""castbook:references/end.jpg""#
  private static let mug = """
    "castbook:references/mug-front.jpg", "castbook:references/mug-top.jpg"
    """
  private static let shots = "Shot 1 (3s): Rain\nShot 2 (4s): Sun"
  private static let listed = """
    "multiPrompt": [{"prompt": "Rain", "duration": 3}, {"prompt": "Sun", "duration": 4}]
    """

  static let typed = typedFal + typedRunway

  private static let typedFal = [
    GoldenBody(
      "fal.happy-horse-1.0.r2v", "aspect: 3:4\nresolution: 720p\nduration: 15", "@mug stands.",
      """
      {"prompt": "Blue mug (character1, character2) stands.", "image_urls": [\(mug)],
       "aspect_ratio": "3:4", "resolution": "720p", "duration": 15, "enable_safety_checker": true}
      """),
    GoldenBody(
      "fal.ltx-2.3.i2v", "start: a.jpg\nend: b.jpg\nduration: 8\naudio: off", "Rain.",
      """
      {"prompt": "Rain.", "image_url": \(start), "end_image_url": \(end), "aspect_ratio": "auto",
       "duration": 8, "fps": 25, "generate_audio": false, "resolution": "1080p"}
      """),
    GoldenBody(
      "fal.minimax-s2v", "", "@anna waits.",
      """
      {"prompt": "Anna waits.", "subject_reference_image_url": "castbook:references/anna-front.jpg",
       "prompt_optimizer": true}
      """),
    GoldenBody(
      "fal.vidu.r2v", "variant: vidu\naspect: 1:1", "@mug stands.",
      """
      {"prompt": "Blue mug stands.", "reference_image_urls": [\(mug)], "aspect_ratio": "1:1",
       "movement_amplitude": "auto"}
      """),
    GoldenBody(
      "fal.vidu.r2v", "variant: q2-pro\nduration: 8", "@mug stands.",
      """
      {"prompt": "Blue mug stands.", "reference_image_urls": [\(mug)], "aspect_ratio": "16:9",
       "duration": 8, "movement_amplitude": "auto", "resolution": "720p"}
      """),
    GoldenBody(
      "fal.vidu.r2v", "variant: q3-mix\nresolution: 1080p\naudio: off", "@mug stands.",
      """
      {"prompt": "Blue mug stands.", "reference_image_urls": [\(mug)], "aspect_ratio": "16:9",
       "audio": false, "duration": 5, "resolution": "1080p"}
      """),
  ]

  private static let typedRunway = [
    GoldenBody(
      "runway.kling-3.0.t2v", "tier: 4k\naspect: 9:16\naudio: on\ncfg: 1", shots,
      """
      {"model": "kling3.0_4k", "ratio": "2160:3840", "duration": 7, "audio": true, "cfgScale": 1,
       "providerSettings": {\(listed), "shotType": "customize"}}
      """),
    GoldenBody(
      "runway.kling-o3.t2v", "tier: pro\naspect: 1:1\naudio: off\nduration: 12", "Rain.",
      """
      {"model": "klingO3_pro", "promptText": "Rain.", "ratio": "1440:1440", "duration": 12,
       "audio": false}
      """),
    GoldenBody(
      "runway.kling-o3.v2v", "tier: standard\nvideo: c.mp4\nimage: d.png", "Rain.",
      """
      {"model": "klingO3_standard", "promptText": "Rain.",
       "promptVideo": "castbook:references/video.mp4",
       "references": [{"uri": "castbook:references/image-1.png"}],
       "providerSettings": {"keepOriginalSound": true}}
      """),
    GoldenBody(
      "runway.kling-4.0.i2v", "start: a.jpg\nimage: d.png\nduration: 30", "Rain.",
      """
      {"model": "kling_4", "promptText": "Rain.", "promptImage": \(start), "duration": 30,
       "references": [{"uri": "castbook:references/image-1.png"}]}
      """),
    GoldenBody(
      "runway.kling-4.0.t2v", "aspect: 9:16\nduration: 3\nimage: d.png", "Rain.",
      """
      {"model": "kling_4", "promptText": "Rain.", "ratio": "720:1280", "duration": 3,
       "references": [{"uri": "castbook:references/image-1.png"}]}
      """),
    GoldenBody(
      "runway.kling-4.0.t2v", "aspect: 21:9", "Rain.",
      """
      {"model": "kling_4", "promptText": "Rain.", "ratio": "1460:624"}
      """),
    GoldenBody(
      "runway.kling-4.0.v2v", "video: c.mp4\nimage: d.png", "Rain.",
      """
      {"model": "kling_4", "promptText": "Rain.", "videoUri": "castbook:references/video.mp4",
       "references": [{"uri": "castbook:references/image-1.png"}]}
      """),
  ]
}
