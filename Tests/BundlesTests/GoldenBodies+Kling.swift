/// Bodies of Kling's own API, written independently from its pages.
extension GoldenBody {
  private static let shots = "Shot 1 (3s, wide): @mira waits\nShot 2 (5s): @mira lifts @mug."

  static let kling = [
    GoldenBody(
      "kling.v3-omni", "start: a.jpg\naudio: on", shots,
      """
      {"contents": [
         {"type": "prompt",
          "text": "shot 1, 3, wide: @mira waits; shot 2, 5, @mira lifts @mug.;"},
         {"type": "first_frame", "url": "castbook:references/start.jpg"},
         {"type": "element", "element_id": "castbook:remote/@mira", "id": "mira"},
         {"type": "element", "element_id": "castbook:remote/@mug", "id": "mug"}],
       "settings": {"multi_shot": true, "audio": "native", "resolution": "720p", "duration": 8},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.v3-omni", "image: a.jpg\nresolution: 4K\naspect: 1:1\nduration: 15",
      "@mira beside @image1.",
      """
      {"contents": [
         {"type": "prompt", "text": "@mira beside @image_1."},
         {"type": "refer_image", "url": "castbook:references/image-1.jpg", "id": "image_1"},
         {"type": "element", "element_id": "castbook:remote/@mira", "id": "mira"}],
       "settings": {"multi_shot": false, "audio": "off", "resolution": "4k",
                    "aspect_ratio": "1:1", "duration": 15},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.v3.i2v", "start: a.jpg\nend: b.jpg", "@mira walks.",
      """
      {"contents": [
         {"type": "prompt", "text": "@mira walks."},
         {"type": "first_frame", "url": "castbook:references/start.jpg"},
         {"type": "last_frame", "url": "castbook:references/end.jpg"},
         {"type": "element", "element_id": "castbook:remote/@mira", "id": "mira"}],
       "settings": {"multi_shot": false, "audio": "off", "resolution": "720p", "duration": 5},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.v3.t2v", "", "Rain.",
      """
      {"prompt": "Rain.",
       "settings": {"multi_shot": false, "audio": "off", "resolution": "720p",
                    "aspect_ratio": "16:9", "duration": 5},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.v3.t2v", "variant: turbo\nresolution: 1080p", "Rain.",
      """
      {"prompt": "Rain.",
       "settings": {"resolution": "1080p", "aspect_ratio": "16:9", "duration": 5},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.v3-turbo.i2v", "start: a.jpg", "Rain.",
      """
      {"contents": [{"type": "prompt", "text": "Rain."},
                    {"type": "first_frame", "url": "castbook:references/start.jpg"}],
       "settings": {"resolution": "720p", "duration": 5},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.o1-omni", "video: a.mp4", "@mira in @video.",
      """
      {"contents": [
         {"type": "prompt", "text": "@mira in @video_1."},
         {"type": "feature_video", "url": "castbook:references/video.mp4", "id": "video_1"},
         {"type": "element", "element_id": "castbook:remote/@mira", "id": "mira"}],
       "settings": {"audio": "off", "resolution": "720p", "duration": 5},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.v3.motion-control", "image: a.jpg\nvideo: b.mp4\norientation: image", "A dance.",
      """
      {"contents": [
         {"type": "prompt", "text": "A dance."},
         {"type": "image", "url": "castbook:references/image-1.jpg"},
         {"type": "video", "url": "castbook:references/video.mp4"}],
       "settings": {"character_orientation": "image", "audio": "original", "resolution": "720p"},
       "options": {"watermark_info": {"enabled": false}}}
      """),
    GoldenBody(
      "kling.legacy.omni", "start: a.jpg\nimage: b.jpg\ntier: standard",
      "@mira beside @image1.",
      """
      {"model_name": "kling-video-o1", "prompt": "<<<element_1>>> beside <<<image_1>>>.",
       "image_list": [{"image_url": "castbook:references/image-1.jpg"},
                      {"image_url": "castbook:references/start.jpg", "type": "first_frame"}],
       "element_list": [{"element_id": "castbook:remote/@mira"}], "mode": "std",
       "duration": "5"}
      """),
    GoldenBody(
      "kling.legacy.omni", "variant: kling-v3-omni\naspect: 9:16\naudio: on", shots,
      """
      {"model_name": "kling-v3-omni", "multi_shot": true, "shot_type": "customize",
       "multi_prompt": [
         {"index": 1, "prompt": "wide: <<<element_1>>> waits", "duration": "3"},
         {"index": 2, "prompt": "<<<element_1>>> lifts <<<element_2>>>.", "duration": "5"}],
       "element_list": [{"element_id": "castbook:remote/@mira"},
                        {"element_id": "castbook:remote/@mug"}],
       "sound": "on", "mode": "pro", "aspect_ratio": "9:16", "duration": "8"}
      """),
    GoldenBody(
      "kling.legacy.omni", "video: walk.mp4\nvideo-use: edit\nduration: 9", "Rain falls on @video.",
      """
      {"model_name": "kling-video-o1", "prompt": "Rain falls on <<<video_1>>>.",
       "video_list": [{"video_url": "castbook:references/video.mp4", "refer_type": "base"}],
       "mode": "pro", "duration": "9"}
      """),
    GoldenBody(
      "kling.v3-omni", "video: walk.mp4\nvideo-use: edit\nresolution: 1080p", "Rain on @video.",
      """
      {"contents": [
         {"type": "prompt", "text": "Rain on @video_1."},
         {"type": "base_video", "url": "castbook:references/video.mp4", "id": "video_1"}],
       "settings": {"multi_shot": false, "audio": "off", "resolution": "1080p", "duration": 5},
       "options": {"watermark_info": {"enabled": false}}}
      """),
  ]
}
