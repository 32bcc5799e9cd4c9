/// Bodies of the targets added later, written independently from their pages and types.
extension GoldenBody {
  private static let words = "@mira lifts @mug."
  private static let mira = """
    "frontal_image_url": "castbook:references/mira-front.jpg", "reference_image_urls":
    ["castbook:references/mira-left.jpg", "castbook:references/mira-back.jpg"]
    """
  private static let mug = """
    "frontal_image_url": "castbook:references/mug-front.jpg", "reference_image_urls":
    ["castbook:references/mug-top.jpg"]
    """
  private static let miraPictures = """
    "castbook:references/mira-front.jpg", "castbook:references/mira-left.jpg",
    "castbook:references/mira-back.jpg"
    """
  private static let start = #""castbook:references/start.jpg""#
  private static let end = #""castbook:references/end.jpg""#

  static let later = laterFal + laterComfy + laterHosts

  // MARK: fal

  private static let laterFal = [
    GoldenBody(
      "fal.kling-v4.i2v", "start: a.jpg\nend: b.jpg\nduration: 12\nresolution: 1080p", "Rain.",
      """
      {"prompt": "Rain.", "start_image_url": \(start), "end_image_url": \(end), "duration": 12,
       "resolution": "1080p"}
      """),
    GoldenBody(
      "fal.kling-v4.i2v", "start: a.jpg", "Rain.",
      #"{"prompt": "Rain.", "start_image_url": \#(start), "duration": 5}"#),
    GoldenBody(
      "fal.kling-v4.i2v",
      "variant: older-id\nstart: a.jpg\nmiddle: c.png\nmiddle: d.jpg\nend: b.jpg", "Rain.",
      """
      {"prompt": "Rain.", "start_image_url": \(start), "end_image_url": \(end),
       "middle_image_urls": ["castbook:references/middle-1.png",
                             "castbook:references/middle-2.jpg"], "duration": 5}
      """),
    GoldenBody(
      "fal.kling-v4-flash.i2v", "start: a.jpg\nduration: 20", "Rain.",
      #"{"prompt": "Rain.", "start_image_url": \#(start), "duration": 20}"#),
    GoldenBody(
      "fal.kling-v4-flash.r2v", "duration: 10", words,
      """
      {"prompt": "Mira Okafor (@Image1, @Image2, @Image3) lifts Blue mug (@Image4, @Image5).",
       "image_urls": [\(miraPictures), "castbook:references/mug-front.jpg",
                      "castbook:references/mug-top.jpg"], "duration": 10}
      """),
    GoldenBody(
      "fal.kling-image.t2i", "", words,
      """
      {"prompt": "@Element1 lifts @Element2.", "elements": [{\(mira)}, {\(mug)}],
       "aspect_ratio": "16:9", "resolution": "1K", "num_images": 1, "output_format": "png",
       "result_type": "single"}
      """),
    GoldenBody(
      "fal.kling-image.t2i", "variant: v3\nresolution: 2K\naspect: 21:9\nnegative: rain", "@mug",
      """
      {"prompt": "@Element1", "elements": [{\(mug)}], "negative_prompt": "rain",
       "aspect_ratio": "21:9", "resolution": "2K", "num_images": 1, "output_format": "png"}
      """),
    GoldenBody(
      "fal.kling-o1.v2v", "video: a.mp4", "@mira in @video.",
      """
      {"prompt": "@Element1 in @Video1.", "video_url": "castbook:references/video.mp4",
       "elements": [{\(mira)}], "aspect_ratio": "auto", "duration": "5"}
      """),
    GoldenBody(
      "fal.kling-o1.v2v", "video: a.mp4\nvideo-use: edit", "@mira in @video.",
      """
      {"prompt": "@Element1 in @Video1.", "video_url": "castbook:references/video.mp4",
       "elements": [{\(mira)}]}
      """),
    GoldenBody(
      "fal.kling-o1.v2v",
      "variant: reference\nvideo: a.mp4\nimage: b.jpg\nduration: 8\naspect: 9:16",
      "@mira beside @image1.",
      """
      {"prompt": "@Element1 beside @Image1.", "video_url": "castbook:references/video.mp4",
       "image_urls": ["castbook:references/image-1.jpg"], "elements": [{\(mira)}],
       "aspect_ratio": "9:16", "duration": "8"}
      """),
  ]

  // MARK: Comfy Router

  private static let laterComfy = [
    GoldenBody(
      "comfy.kling-4.0", "duration: 5", "Rain.",
      """
      {"prompt": "Rain.", "settings": {"duration": 5}}
      """),
    GoldenBody(
      "comfy.kling-4.0", "start: a.jpg\nend: b.jpg\nduration: 30\nresolution: 720p", "Rain.",
      """
      {"contents": [{"type": "prompt", "text": "Rain."}, {"type": "first_frame", "url": \(start)},
                    {"type": "last_frame", "url": \(end)}],
       "settings": {"duration": 30, "resolution": "720p"}}
      """),
    GoldenBody(
      "comfy.kling-4.0", "start: a.jpg\nmiddle: c.png\nmiddle: d.jpg\nend: b.jpg", "Rain.",
      """
      {"contents": [{"type": "prompt", "text": "Rain."}, {"type": "first_frame", "url": \(start)},
                    {"type": "middle_frame", "url": "castbook:references/middle-1.png"},
                    {"type": "middle_frame", "url": "castbook:references/middle-2.jpg"},
                    {"type": "last_frame", "url": \(end)}]}
      """),
    GoldenBody(
      "comfy.kling-4.0", "image: a.jpg\nvideo: b.mp4\naspect: 21:9", "@mira beside @image1.",
      """
      {"contents": [
         {"type": "prompt", "text": "Mira Okafor (@image_1, @image_2, @image_3) beside @image_4."},
         {"type": "refer_image", "url": "castbook:references/mira-front.jpg", "id": "image_1"},
         {"type": "refer_image", "url": "castbook:references/mira-left.jpg", "id": "image_2"},
         {"type": "refer_image", "url": "castbook:references/mira-back.jpg", "id": "image_3"},
         {"type": "refer_image", "url": "castbook:references/image-1.jpg", "id": "image_4"},
         {"type": "feature_video", "url": "castbook:references/video.mp4", "id": "video_1"}],
       "settings": {"aspect_ratio": "21:9"}}
      """),
    GoldenBody(
      "comfy.kling-image-4.0", "image: a.jpg\nresolution: 8k", "@mira beside @image1.",
      """
      {"contents": [
         {"type": "prompt", "text": "Mira Okafor (@image_1, @image_2, @image_3) beside @image_4."},
         {"type": "refer_image", "url": "castbook:references/mira-front.jpg", "id": "image_1"},
         {"type": "refer_image", "url": "castbook:references/mira-left.jpg", "id": "image_2"},
         {"type": "refer_image", "url": "castbook:references/mira-back.jpg", "id": "image_3"},
         {"type": "refer_image", "url": "castbook:references/image-1.jpg", "id": "image_4"}],
       "settings": {"aspect_ratio": "auto", "n": 1, "resolution": "8k", "result_type": "single"},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "comfy.higgsfield-kling-3", "tier: 4k\naspect: 1:1", "@anna waits.",
      """
      {"prompt": "Anna waits.", "multi_shots": false, "elements": ["castbook:remote/@anna"],
       "duration": 5, "aspect_ratio": "1:1", "cfg_scale": 0.5, "sound": "on"}
      """),
    GoldenBody(
      "comfy.higgsfield-kling-3", "audio: off", "Shot 1 (3s): Rain.\nShot 2 (5s): Sun.",
      """
      {"prompt": "Rain. Sun.", "multi_shots": true,
       "multi_prompt": [{"prompt": "Rain.", "duration": 3}, {"prompt": "Sun.", "duration": 5}],
       "duration": 8, "aspect_ratio": "16:9", "cfg_scale": 0.5, "sound": "off"}
      """),
    GoldenBody(
      "comfy.seedance-2.5", "start: a.jpg\nend: b.jpg\nduration: 4\naudio: off", "Rain.",
      """
      {"content": [
         {"type": "text", "text": "Rain."},
         {"type": "image_url", "image_url": {"url": \(start)}, "role": "first_frame"},
         {"type": "image_url", "image_url": {"url": \(end)}, "role": "last_frame"}],
       "duration": 4, "resolution": "720p", "generate_audio": false, "watermark": false}
      """),
    GoldenBody(
      "comfy.seedance-2.5", "image: a.jpg\nvideo: b.mp4\naspect: 9:16\nresolution: 1080p",
      "@mug on @image1.",
      """
      {"content": [
         {"type": "text", "text": "Blue mug (Image 1, Image 2) on Image 3."},
         {"type": "image_url", "image_url": {"url": "castbook:references/mug-front.jpg"},
          "role": "reference_image"},
         {"type": "image_url", "image_url": {"url": "castbook:references/mug-top.jpg"},
          "role": "reference_image"},
         {"type": "image_url", "image_url": {"url": "castbook:references/image-1.jpg"},
          "role": "reference_image"},
         {"type": "video_url", "video_url": {"url": "castbook:references/video.mp4"},
          "role": "reference_video"}],
       "ratio": "9:16", "resolution": "1080p", "generate_audio": true, "watermark": false}
      """),
  ]

  // MARK: Other hosts

  private static let laterHosts = [
    GoldenBody(
      "wavespeed.kling-4.0.r2v", "video: b.mp4\nduration: 7\nresolution: 1080p",
      "@mira as in @video.",
      """
      {"prompt": "Mira Okafor (@Image1, @Image2, @Image3) as in @Video1.",
       "images": [\(miraPictures)], "videos": ["castbook:references/video.mp4"], "duration": 7,
       "resolution": "1080p"}
      """),
    GoldenBody(
      "wavespeed.kling-4.0.r2v", "image: table.png", "@mira at @image1 speaks with @mira_voice.",
      """
      {"prompt": "Mira Okafor (@Image1, @Image2, @Image3) at @Image4 speaks with @Audio1.",
       "images": [\(miraPictures), "castbook:references/image-1.png"],
       "audios": ["castbook:references/mira_voice-voice.jpg"], "duration": 5,
       "resolution": "720p"}
      """),
    GoldenBody(
      "wavespeed.kling-4.0.t2v", "aspect: 21:9\nduration: 30", "Rain.",
      #"{"prompt": "Rain.", "aspect_ratio": "21:9", "duration": 30, "resolution": "720p"}"#),
    GoldenBody(
      "piapi.kling-4.0.t2v", "duration: 3\naspect: 16:9", "Rain.",
      """
      {"model": "kling", "task_type": "text_to_video",
       "input": {"version": "4.0", "mode": "std", "prompt": "Rain.", "duration": 3,
                 "aspect_ratio": "16:9"},
       "config": {"service_mode": "public"}}
      """),
    GoldenBody(
      "piapi.kling-4.0-flash.t2v", "duration: 20", "Rain.",
      """
      {"model": "kling", "task_type": "text_to_video",
       "input": {"version": "4.0-flash", "mode": "std", "prompt": "Rain.", "duration": 20},
       "config": {"service_mode": "public"}}
      """),
    GoldenBody(
      "venice.kling-4.0.t2v", "duration: 7\nresolution: 1080p\naspect: 9:16", "Rain.",
      """
      {"model": "kling-v4-text-to-video", "prompt": "Rain.", "duration": "7s",
       "resolution": "1080p", "aspect_ratio": "9:16"}
      """),
    GoldenBody(
      "venice.kling-4.0.i2v", "start: a.jpg\nduration: 5", "Rain.",
      """
      {"model": "kling-v4-image-to-video", "prompt": "Rain.", "duration": "5s",
       "image_url": \(start)}
      """),
    GoldenBody(
      "venice.kling-4.0-flash.t2v", "duration: 20", "Rain.",
      """
      {"model": "kling-v4-flash-text-to-video", "prompt": "Rain.", "duration": "20s",
       "resolution": "720p"}
      """),
    GoldenBody(
      "runway.seedance-2.0", "variant: text\naspect: 16:9\nduration: 15", "Rain.",
      """
      {"model": "seedance2", "promptText": "Rain.", "ratio": "1280:720", "duration": 15,
       "audio": true}
      """),
    GoldenBody(
      "runway.seedance-2.0", "variant: image\nstart: a.jpg\nend: b.jpg\nduration: 4", "Rain.",
      """
      {"model": "seedance2", "promptText": "Rain.",
       "promptImage": [{"uri": \(start), "position": "first"},
                       {"uri": \(end), "position": "last"}], "duration": 4, "audio": true}
      """),
    GoldenBody(
      "runway.seedance-2.0", "variant: text\nimage: a.jpg\nvideo: b.mp4\naspect: 1:1\naudio: off",
      "Rain.",
      """
      {"model": "seedance2", "promptText": "Rain.",
       "references": [{"uri": "castbook:references/image-1.jpg"}],
       "referenceVideos": [{"type": "video", "uri": "castbook:references/video.mp4"}],
       "ratio": "960:960", "audio": false}
      """),
    GoldenBody(
      "runway.seedance-2.0", "variant: video\nimage: a.jpg\nvideo: b.mp4\naspect: 21:9", "Rain.",
      """
      {"model": "seedance2", "promptText": "Rain.",
       "promptVideo": "castbook:references/video.mp4",
       "references": [{"uri": "castbook:references/image-1.jpg"}], "ratio": "1470:630",
       "audio": true}
      """),
    GoldenBody(
      "runway.seedance-2.5", "variant: image\nstart: a.jpg\nduration: 8\naspect: 16:9", "Rain.",
      """
      {"model": "seedance2_5", "promptText": "Rain.",
       "promptImage": [{"uri": \(start), "position": "first"}], "ratio": "1280:720",
       "duration": 8, "audio": true, "outputFormat": "mp4", "draft": false}
      """),
    GoldenBody(
      "runway.seedance-2.5", "variant: text\nvideo: b.mp4\naspect: 9:16", "Rain.",
      """
      {"model": "seedance2_5", "promptText": "Rain.",
       "referenceVideos": [{"type": "video", "uri": "castbook:references/video.mp4"}],
       "ratio": "720:1280", "duration": 5, "audio": true, "outputFormat": "mp4",
       "draft": false}
      """),
    GoldenBody(
      "higgsfield.kling-omni.v2v", "video: b.mp4\nimage: a.jpg\ntier: standard\nduration: 10",
      "Rain.",
      """
      {"prompt": "Rain.", "video_urls": ["castbook:references/video.mp4"],
       "image_urls": ["castbook:references/image-1.jpg"], "mode": "std", "duration": 10,
       "aspect_ratio": "16:9"}
      """),
    GoldenBody(
      "higgsfield.kling-omni.v2v", "video: b.mp4\naspect: 9:16", "@anna waits.",
      """
      {"prompt": "Anna waits.", "video_urls": ["castbook:references/video.mp4"],
       "image_urls": ["castbook:references/anna-front.jpg", "castbook:references/anna-left.jpg",
                      "castbook:references/anna-back.jpg"], "mode": "pro", "duration": 5,
       "aspect_ratio": "9:16"}
      """),
  ]
}
