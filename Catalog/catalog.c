// Embeds every data file of this folder. A test compares the list with the folder.
#include "catalog.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char aliases[] = {
#embed "aliases.json"
};
static const unsigned char craft[] = {
#embed "craft.json"
};
static const unsigned char libraries[] = {
#embed "libraries.json"
};
static const unsigned char rules[] = {
#embed "rules.json"
};
static const unsigned char sending_alibaba[] = {
#embed "Sending/alibaba.json"
};
static const unsigned char sending_byteplus[] = {
#embed "Sending/byteplus.json"
};
static const unsigned char sending_comfy[] = {
#embed "Sending/comfy.json"
};
static const unsigned char sending_fal[] = {
#embed "Sending/fal.json"
};
static const unsigned char sending_higgsfield[] = {
#embed "Sending/higgsfield.json"
};
static const unsigned char sending_kie[] = {
#embed "Sending/kie.json"
};
static const unsigned char sending_kling_legacy[] = {
#embed "Sending/kling-legacy.json"
};
static const unsigned char sending_kling[] = {
#embed "Sending/kling.json"
};
static const unsigned char sending_luma[] = {
#embed "Sending/luma.json"
};
static const unsigned char sending_minimax[] = {
#embed "Sending/minimax.json"
};
static const unsigned char sending_muapi[] = {
#embed "Sending/muapi.json"
};
static const unsigned char sending_openrouter[] = {
#embed "Sending/openrouter.json"
};
static const unsigned char sending_piapi[] = {
#embed "Sending/piapi.json"
};
static const unsigned char sending_replicate[] = {
#embed "Sending/replicate.json"
};
static const unsigned char sending_runway[] = {
#embed "Sending/runway.json"
};
static const unsigned char sending_together[] = {
#embed "Sending/together.json"
};
static const unsigned char sending_vidu[] = {
#embed "Sending/vidu.json"
};
static const unsigned char sending_wavespeed[] = {
#embed "Sending/wavespeed.json"
};
static const unsigned char sending_xai[] = {
#embed "Sending/xai.json"
};
static const unsigned char starter_mira_back[] = {
#embed "Starter/mira-back.jpg"
};
static const unsigned char starter_mira_front[] = {
#embed "Starter/mira-front.jpg"
};
static const unsigned char starter_mira_right[] = {
#embed "Starter/mira-right.jpg"
};
static const unsigned char starter_mira_three_quarter_left[] = {
#embed "Starter/mira-three-quarter-left.jpg"
};
static const unsigned char starter_mira_voice[] = {
#embed "Starter/mira-voice.wav"
};
static const unsigned char starter_mug_front[] = {
#embed "Starter/mug-front.jpg"
};
static const unsigned char starter_mug_three_quarter[] = {
#embed "Starter/mug-three-quarter.jpg"
};
static const unsigned char starter_mug_top[] = {
#embed "Starter/mug-top.jpg"
};
static const unsigned char targets_aimlapi_kling_4_0_r2v[] = {
#embed "Targets/aimlapi.kling-4.0.r2v.json"
};
static const unsigned char targets_alibaba_wan_3_0[] = {
#embed "Targets/alibaba.wan-3.0.json"
};
static const unsigned char targets_atlas_cloud_kling[] = {
#embed "Targets/atlas-cloud.kling.json"
};
static const unsigned char targets_bfl_flux_2[] = {
#embed "Targets/bfl.flux-2.json"
};
static const unsigned char targets_byteplus_seedance_2_0[] = {
#embed "Targets/byteplus.seedance-2.0.json"
};
static const unsigned char targets_byteplus_seedance_2_5[] = {
#embed "Targets/byteplus.seedance-2.5.json"
};
static const unsigned char targets_byteplus_seedream_5_lite[] = {
#embed "Targets/byteplus.seedream-5-lite.json"
};
static const unsigned char targets_byteplus_seedream_5[] = {
#embed "Targets/byteplus.seedream-5.json"
};
static const unsigned char targets_comfy_higgsfield_kling_3[] = {
#embed "Targets/comfy.higgsfield-kling-3.json"
};
static const unsigned char targets_comfy_kling_4_0_flash_t2v[] = {
#embed "Targets/comfy.kling-4.0-flash.t2v.json"
};
static const unsigned char targets_comfy_kling_4_0[] = {
#embed "Targets/comfy.kling-4.0.json"
};
static const unsigned char targets_comfy_kling_image_4_0[] = {
#embed "Targets/comfy.kling-image-4.0.json"
};
static const unsigned char targets_comfy_kling_long_image_4_0[] = {
#embed "Targets/comfy.kling-long-image-4.0.json"
};
static const unsigned char targets_comfy_seedance_2_5[] = {
#embed "Targets/comfy.seedance-2.5.json"
};
static const unsigned char targets_comfyui_kling_4_0_i2v[] = {
#embed "Targets/comfyui.kling-4.0.i2v.json"
};
static const unsigned char targets_comfyui_kling_4_0_r2v[] = {
#embed "Targets/comfyui.kling-4.0.r2v.json"
};
static const unsigned char targets_comfyui_seedance_2_5_i2v[] = {
#embed "Targets/comfyui.seedance-2.5.i2v.json"
};
static const unsigned char targets_comfyui_seedance_2_5_r2v[] = {
#embed "Targets/comfyui.seedance-2.5.r2v.json"
};
static const unsigned char targets_evolink_kling_o3[] = {
#embed "Targets/evolink.kling-o3.json"
};
static const unsigned char targets_fal_flux_2_pro_edit[] = {
#embed "Targets/fal.flux-2-pro.edit.json"
};
static const unsigned char targets_fal_flux_2_edit[] = {
#embed "Targets/fal.flux-2.edit.json"
};
static const unsigned char targets_fal_flux_kontext_edit[] = {
#embed "Targets/fal.flux-kontext.edit.json"
};
static const unsigned char targets_fal_gemini_omni_flash_1_1_r2v[] = {
#embed "Targets/fal.gemini-omni-flash-1.1.r2v.json"
};
static const unsigned char targets_fal_gemini_omni_flash_r2v[] = {
#embed "Targets/fal.gemini-omni-flash.r2v.json"
};
static const unsigned char targets_fal_gpt_image_2_edit[] = {
#embed "Targets/fal.gpt-image-2.edit.json"
};
static const unsigned char targets_fal_grok_imagine_image_edit[] = {
#embed "Targets/fal.grok-imagine-image.edit.json"
};
static const unsigned char targets_fal_grok_imagine_r2v[] = {
#embed "Targets/fal.grok-imagine.r2v.json"
};
static const unsigned char targets_fal_happy_horse_1_0_r2v[] = {
#embed "Targets/fal.happy-horse-1.0.r2v.json"
};
static const unsigned char targets_fal_happy_horse_1_0_v2v[] = {
#embed "Targets/fal.happy-horse-1.0.v2v.json"
};
static const unsigned char targets_fal_happy_horse_1_1_r2v[] = {
#embed "Targets/fal.happy-horse-1.1.r2v.json"
};
static const unsigned char targets_fal_ideogram_character[] = {
#embed "Targets/fal.ideogram-character.json"
};
static const unsigned char targets_fal_kling_image[] = {
#embed "Targets/fal.kling-image.json"
};
static const unsigned char targets_fal_kling_image_t2i[] = {
#embed "Targets/fal.kling-image.t2i.json"
};
static const unsigned char targets_fal_kling_o1_r2v[] = {
#embed "Targets/fal.kling-o1.r2v.json"
};
static const unsigned char targets_fal_kling_o1_v2v[] = {
#embed "Targets/fal.kling-o1.v2v.json"
};
static const unsigned char targets_fal_kling_o3_i2v[] = {
#embed "Targets/fal.kling-o3.i2v.json"
};
static const unsigned char targets_fal_kling_o3_r2v[] = {
#embed "Targets/fal.kling-o3.r2v.json"
};
static const unsigned char targets_fal_kling_o3_t2v[] = {
#embed "Targets/fal.kling-o3.t2v.json"
};
static const unsigned char targets_fal_kling_o3_v2v[] = {
#embed "Targets/fal.kling-o3.v2v.json"
};
static const unsigned char targets_fal_kling_v1_6_r2v[] = {
#embed "Targets/fal.kling-v1.6.r2v.json"
};
static const unsigned char targets_fal_kling_v3_turbo_i2v[] = {
#embed "Targets/fal.kling-v3-turbo.i2v.json"
};
static const unsigned char targets_fal_kling_v3_i2v[] = {
#embed "Targets/fal.kling-v3.i2v.json"
};
static const unsigned char targets_fal_kling_v3_motion_control[] = {
#embed "Targets/fal.kling-v3.motion-control.json"
};
static const unsigned char targets_fal_kling_v3_t2v[] = {
#embed "Targets/fal.kling-v3.t2v.json"
};
static const unsigned char targets_fal_kling_v4_flash_i2v[] = {
#embed "Targets/fal.kling-v4-flash.i2v.json"
};
static const unsigned char targets_fal_kling_v4_flash_r2v[] = {
#embed "Targets/fal.kling-v4-flash.r2v.json"
};
static const unsigned char targets_fal_kling_v4_i2v[] = {
#embed "Targets/fal.kling-v4.i2v.json"
};
static const unsigned char targets_fal_kling_v4_r2v[] = {
#embed "Targets/fal.kling-v4.r2v.json"
};
static const unsigned char targets_fal_kling_create_voice[] = {
#embed "Targets/fal.kling.create-voice.json"
};
static const unsigned char targets_fal_ltx_2_3_i2v[] = {
#embed "Targets/fal.ltx-2.3.i2v.json"
};
static const unsigned char targets_fal_luma_ray_3_2_i2v[] = {
#embed "Targets/fal.luma-ray-3.2.i2v.json"
};
static const unsigned char targets_fal_minimax_h3_max_r2v[] = {
#embed "Targets/fal.minimax-h3-max.r2v.json"
};
static const unsigned char targets_fal_minimax_h3_r2v[] = {
#embed "Targets/fal.minimax-h3.r2v.json"
};
static const unsigned char targets_fal_minimax_s2v[] = {
#embed "Targets/fal.minimax-s2v.json"
};
static const unsigned char targets_fal_nano_banana_2_edit[] = {
#embed "Targets/fal.nano-banana-2.edit.json"
};
static const unsigned char targets_fal_nano_banana_pro_edit[] = {
#embed "Targets/fal.nano-banana-pro.edit.json"
};
static const unsigned char targets_fal_nano_banana_edit[] = {
#embed "Targets/fal.nano-banana.edit.json"
};
static const unsigned char targets_fal_pika_2_2_scenes[] = {
#embed "Targets/fal.pika-2.2.scenes.json"
};
static const unsigned char targets_fal_qwen_image_2_pro_edit[] = {
#embed "Targets/fal.qwen-image-2-pro.edit.json"
};
static const unsigned char targets_fal_seedance_2_0_r2v[] = {
#embed "Targets/fal.seedance-2.0.r2v.json"
};
static const unsigned char targets_fal_seedance_2_5_r2v[] = {
#embed "Targets/fal.seedance-2.5.r2v.json"
};
static const unsigned char targets_fal_seedream_4_5_edit[] = {
#embed "Targets/fal.seedream-4.5.edit.json"
};
static const unsigned char targets_fal_seedream_5_lite_edit[] = {
#embed "Targets/fal.seedream-5-lite.edit.json"
};
static const unsigned char targets_fal_seedream_5_pro_edit[] = {
#embed "Targets/fal.seedream-5-pro.edit.json"
};
static const unsigned char targets_fal_veo_3_1_r2v[] = {
#embed "Targets/fal.veo-3.1.r2v.json"
};
static const unsigned char targets_fal_vidu_r2v[] = {
#embed "Targets/fal.vidu.r2v.json"
};
static const unsigned char targets_fal_wan_2_6_flash_r2v[] = {
#embed "Targets/fal.wan-2.6-flash.r2v.json"
};
static const unsigned char targets_fal_wan_2_6_r2v[] = {
#embed "Targets/fal.wan-2.6.r2v.json"
};
static const unsigned char targets_fal_wan_2_7_edit[] = {
#embed "Targets/fal.wan-2.7.edit.json"
};
static const unsigned char targets_fal_wan_2_7_r2v[] = {
#embed "Targets/fal.wan-2.7.r2v.json"
};
static const unsigned char targets_google_nano_banana_2[] = {
#embed "Targets/google.nano-banana-2.json"
};
static const unsigned char targets_google_nano_banana_pro[] = {
#embed "Targets/google.nano-banana-pro.json"
};
static const unsigned char targets_google_veo_3_1[] = {
#embed "Targets/google.veo-3.1.json"
};
static const unsigned char targets_higgsfield_grok_imagine_1_5_r2v[] = {
#embed "Targets/higgsfield.grok-imagine-1.5.r2v.json"
};
static const unsigned char targets_higgsfield_grok_imagine_image_2[] = {
#embed "Targets/higgsfield.grok-imagine-image-2.json"
};
static const unsigned char targets_higgsfield_happy_horse_r2v[] = {
#embed "Targets/higgsfield.happy-horse.r2v.json"
};
static const unsigned char targets_higgsfield[] = {
#embed "Targets/higgsfield.json"
};
static const unsigned char targets_higgsfield_kling_3_0_turbo_i2v[] = {
#embed "Targets/higgsfield.kling-3.0-turbo.i2v.json"
};
static const unsigned char targets_higgsfield_kling_3_0_turbo_t2v[] = {
#embed "Targets/higgsfield.kling-3.0-turbo.t2v.json"
};
static const unsigned char targets_higgsfield_kling_3_0_i2v[] = {
#embed "Targets/higgsfield.kling-3.0.i2v.json"
};
static const unsigned char targets_higgsfield_kling_3_0_motion_control[] = {
#embed "Targets/higgsfield.kling-3.0.motion-control.json"
};
static const unsigned char targets_higgsfield_kling_3_0_t2v[] = {
#embed "Targets/higgsfield.kling-3.0.t2v.json"
};
static const unsigned char targets_higgsfield_kling_o3_i2v[] = {
#embed "Targets/higgsfield.kling-o3.i2v.json"
};
static const unsigned char targets_higgsfield_kling_o3_r2v[] = {
#embed "Targets/higgsfield.kling-o3.r2v.json"
};
static const unsigned char targets_higgsfield_kling_o3_v2v[] = {
#embed "Targets/higgsfield.kling-o3.v2v.json"
};
static const unsigned char targets_higgsfield_kling_omni_i2v[] = {
#embed "Targets/higgsfield.kling-omni.i2v.json"
};
static const unsigned char targets_higgsfield_kling_omni_r2v[] = {
#embed "Targets/higgsfield.kling-omni.r2v.json"
};
static const unsigned char targets_higgsfield_kling_omni_v2v[] = {
#embed "Targets/higgsfield.kling-omni.v2v.json"
};
static const unsigned char targets_higgsfield_marketing_studio_image[] = {
#embed "Targets/higgsfield.marketing-studio.image.json"
};
static const unsigned char targets_higgsfield_minimax_h3_r2v[] = {
#embed "Targets/higgsfield.minimax-h3.r2v.json"
};
static const unsigned char targets_higgsfield_qwen_image_3_edit[] = {
#embed "Targets/higgsfield.qwen-image-3.edit.json"
};
static const unsigned char targets_higgsfield_seedance_2_0_r2v[] = {
#embed "Targets/higgsfield.seedance-2.0.r2v.json"
};
static const unsigned char targets_higgsfield_seedance_2_5_i2v[] = {
#embed "Targets/higgsfield.seedance-2.5.i2v.json"
};
static const unsigned char targets_higgsfield_seedance_2_5_r2v[] = {
#embed "Targets/higgsfield.seedance-2.5.r2v.json"
};
static const unsigned char targets_higgsfield_seedance_2_5_v2v[] = {
#embed "Targets/higgsfield.seedance-2.5.v2v.json"
};
static const unsigned char targets_higgsfield_soul_v2[] = {
#embed "Targets/higgsfield.soul-v2.json"
};
static const unsigned char targets_higgsfield_wan_2_7_r2v[] = {
#embed "Targets/higgsfield.wan-2.7.r2v.json"
};
static const unsigned char targets_higgsfield_wan_3_0_r2v[] = {
#embed "Targets/higgsfield.wan-3.0.r2v.json"
};
static const unsigned char targets_ideogram_kling_4[] = {
#embed "Targets/ideogram.kling-4.json"
};
static const unsigned char targets_kie_kling_3_0_omni[] = {
#embed "Targets/kie.kling-3.0-omni.json"
};
static const unsigned char targets_kie_kling_3_0[] = {
#embed "Targets/kie.kling-3.0.json"
};
static const unsigned char targets_kie_kling_4_0_r2v[] = {
#embed "Targets/kie.kling-4.0.r2v.json"
};
static const unsigned char targets_kie_seedance_2_0[] = {
#embed "Targets/kie.seedance-2.0.json"
};
static const unsigned char targets_kling_app[] = {
#embed "Targets/kling.app.json"
};
static const unsigned char targets_kling_element_create[] = {
#embed "Targets/kling.element.create.json"
};
static const unsigned char targets_kling[] = {
#embed "Targets/kling.json"
};
static const unsigned char targets_kling_legacy_omni[] = {
#embed "Targets/kling.legacy.omni.json"
};
static const unsigned char targets_kling_o1_omni[] = {
#embed "Targets/kling.o1-omni.json"
};
static const unsigned char targets_kling_v3_omni[] = {
#embed "Targets/kling.v3-omni.json"
};
static const unsigned char targets_kling_v3_turbo_i2v[] = {
#embed "Targets/kling.v3-turbo.i2v.json"
};
static const unsigned char targets_kling_v3_i2v[] = {
#embed "Targets/kling.v3.i2v.json"
};
static const unsigned char targets_kling_v3_motion_control[] = {
#embed "Targets/kling.v3.motion-control.json"
};
static const unsigned char targets_kling_v3_t2v[] = {
#embed "Targets/kling.v3.t2v.json"
};
static const unsigned char targets_kling_v4[] = {
#embed "Targets/kling.v4.json"
};
static const unsigned char targets_kling_voice_create[] = {
#embed "Targets/kling.voice.create.json"
};
static const unsigned char targets_leonardo_kling_4_0[] = {
#embed "Targets/leonardo.kling-4.0.json"
};
static const unsigned char targets_luma_ray_2_i2v[] = {
#embed "Targets/luma.ray-2.i2v.json"
};
static const unsigned char targets_minimax_h3[] = {
#embed "Targets/minimax.h3.json"
};
static const unsigned char targets_muapi_kling_4_0_i2v[] = {
#embed "Targets/muapi.kling-4.0.i2v.json"
};
static const unsigned char targets_muapi_kling_4_0_r2v[] = {
#embed "Targets/muapi.kling-4.0.r2v.json"
};
static const unsigned char targets_openai_gpt_image_2[] = {
#embed "Targets/openai.gpt-image-2.json"
};
static const unsigned char targets_openai_sora_2[] = {
#embed "Targets/openai.sora-2.json"
};
static const unsigned char targets_openrouter_video[] = {
#embed "Targets/openrouter.video.json"
};
static const unsigned char targets_piapi_kling_4_0_flash_t2v[] = {
#embed "Targets/piapi.kling-4.0-flash.t2v.json"
};
static const unsigned char targets_piapi_kling_4_0_i2v[] = {
#embed "Targets/piapi.kling-4.0.i2v.json"
};
static const unsigned char targets_piapi_kling_4_0_r2v[] = {
#embed "Targets/piapi.kling-4.0.r2v.json"
};
static const unsigned char targets_piapi_kling_4_0_t2v[] = {
#embed "Targets/piapi.kling-4.0.t2v.json"
};
static const unsigned char targets_pixverse_c1_r2v[] = {
#embed "Targets/pixverse.c1.r2v.json"
};
static const unsigned char targets_pixverse_kling[] = {
#embed "Targets/pixverse.kling.json"
};
static const unsigned char targets_replicate_kling_v3_omni[] = {
#embed "Targets/replicate.kling-v3-omni.json"
};
static const unsigned char targets_replicate_kling_v4_0[] = {
#embed "Targets/replicate.kling-v4.0.json"
};
static const unsigned char targets_runcomfy_kling_3_0[] = {
#embed "Targets/runcomfy.kling-3.0.json"
};
static const unsigned char targets_runware_kling_3_0[] = {
#embed "Targets/runware.kling-3.0.json"
};
static const unsigned char targets_runware_kling_4_0[] = {
#embed "Targets/runware.kling-4.0.json"
};
static const unsigned char targets_runware_kling_image_4_0[] = {
#embed "Targets/runware.kling-image-4.0.json"
};
static const unsigned char targets_runware_kling_o3[] = {
#embed "Targets/runware.kling-o3.json"
};
static const unsigned char targets_runway_act_two[] = {
#embed "Targets/runway.act-two.json"
};
static const unsigned char targets_runway_aleph_2[] = {
#embed "Targets/runway.aleph-2.json"
};
static const unsigned char targets_runway_gemini_image_3_pro[] = {
#embed "Targets/runway.gemini-image-3-pro.json"
};
static const unsigned char targets_runway_gemini_image_3_1_flash[] = {
#embed "Targets/runway.gemini-image-3.1-flash.json"
};
static const unsigned char targets_runway_gemini_omni_flash_1_1[] = {
#embed "Targets/runway.gemini-omni-flash-1.1.json"
};
static const unsigned char targets_runway_gen4_references[] = {
#embed "Targets/runway.gen4-references.json"
};
static const unsigned char targets_runway_gen4_5[] = {
#embed "Targets/runway.gen4.5.json"
};
static const unsigned char targets_runway_gpt_image_2_5[] = {
#embed "Targets/runway.gpt-image-2.5.json"
};
static const unsigned char targets_runway_gpt_image_2[] = {
#embed "Targets/runway.gpt-image-2.json"
};
static const unsigned char targets_runway_grok_imagine_1_5[] = {
#embed "Targets/runway.grok-imagine-1.5.json"
};
static const unsigned char targets_runway_grok_imagine_image_2[] = {
#embed "Targets/runway.grok-imagine-image-2.json"
};
static const unsigned char targets_runway_h3_max[] = {
#embed "Targets/runway.h3-max.json"
};
static const unsigned char targets_runway_hailuo_3[] = {
#embed "Targets/runway.hailuo-3.json"
};
static const unsigned char targets_runway_happyhorse_1_0[] = {
#embed "Targets/runway.happyhorse-1.0.json"
};
static const unsigned char targets_runway_ideogram_4_5[] = {
#embed "Targets/runway.ideogram-4.5.json"
};
static const unsigned char targets_runway_kling_3_0_i2v[] = {
#embed "Targets/runway.kling-3.0.i2v.json"
};
static const unsigned char targets_runway_kling_3_0_t2v[] = {
#embed "Targets/runway.kling-3.0.t2v.json"
};
static const unsigned char targets_runway_kling_4_0_i2v[] = {
#embed "Targets/runway.kling-4.0.i2v.json"
};
static const unsigned char targets_runway_kling_4_0_t2v[] = {
#embed "Targets/runway.kling-4.0.t2v.json"
};
static const unsigned char targets_runway_kling_4_0_v2v[] = {
#embed "Targets/runway.kling-4.0.v2v.json"
};
static const unsigned char targets_runway_kling_o3_i2v[] = {
#embed "Targets/runway.kling-o3.i2v.json"
};
static const unsigned char targets_runway_kling_o3_t2v[] = {
#embed "Targets/runway.kling-o3.t2v.json"
};
static const unsigned char targets_runway_kling_o3_v2v[] = {
#embed "Targets/runway.kling-o3.v2v.json"
};
static const unsigned char targets_runway_muse_image[] = {
#embed "Targets/runway.muse-image.json"
};
static const unsigned char targets_runway_nano_banana_2_1[] = {
#embed "Targets/runway.nano-banana-2.1.json"
};
static const unsigned char targets_runway_seedance_2_0[] = {
#embed "Targets/runway.seedance-2.0.json"
};
static const unsigned char targets_runway_seedance_2_5[] = {
#embed "Targets/runway.seedance-2.5.json"
};
static const unsigned char targets_runway_seedream_5_flash[] = {
#embed "Targets/runway.seedream-5-flash.json"
};
static const unsigned char targets_runway_seedream_5[] = {
#embed "Targets/runway.seedream-5.json"
};
static const unsigned char targets_runway_veo_3_1[] = {
#embed "Targets/runway.veo-3.1.json"
};
static const unsigned char targets_runway_wan_3[] = {
#embed "Targets/runway.wan-3.json"
};
static const unsigned char targets_together_video[] = {
#embed "Targets/together.video.json"
};
static const unsigned char targets_venice_kling_4_0_flash_i2v[] = {
#embed "Targets/venice.kling-4.0-flash.i2v.json"
};
static const unsigned char targets_venice_kling_4_0_flash_r2v[] = {
#embed "Targets/venice.kling-4.0-flash.r2v.json"
};
static const unsigned char targets_venice_kling_4_0_flash_t2v[] = {
#embed "Targets/venice.kling-4.0-flash.t2v.json"
};
static const unsigned char targets_venice_kling_4_0_flash_v2v[] = {
#embed "Targets/venice.kling-4.0-flash.v2v.json"
};
static const unsigned char targets_venice_kling_4_0_i2v[] = {
#embed "Targets/venice.kling-4.0.i2v.json"
};
static const unsigned char targets_venice_kling_4_0_r2v[] = {
#embed "Targets/venice.kling-4.0.r2v.json"
};
static const unsigned char targets_venice_kling_4_0_t2v[] = {
#embed "Targets/venice.kling-4.0.t2v.json"
};
static const unsigned char targets_vidu_r2v[] = {
#embed "Targets/vidu.r2v.json"
};
static const unsigned char targets_wavespeed_kling_4_0_i2v[] = {
#embed "Targets/wavespeed.kling-4.0.i2v.json"
};
static const unsigned char targets_wavespeed_kling_4_0_r2v[] = {
#embed "Targets/wavespeed.kling-4.0.r2v.json"
};
static const unsigned char targets_wavespeed_kling_4_0_t2v[] = {
#embed "Targets/wavespeed.kling-4.0.t2v.json"
};
static const unsigned char targets_wavespeed_kling_4_0_v2v[] = {
#embed "Targets/wavespeed.kling-4.0.v2v.json"
};
static const unsigned char targets_wavespeed_kling[] = {
#embed "Targets/wavespeed.kling.json"
};
static const unsigned char targets_wavespeed_vidu_q4[] = {
#embed "Targets/wavespeed.vidu-q4.json"
};
static const unsigned char targets_xai_grok_imagine_1_5[] = {
#embed "Targets/xai.grok-imagine-1.5.json"
};
static const unsigned char targets_xai_grok_imagine_image[] = {
#embed "Targets/xai.grok-imagine-image.json"
};

#define RESOURCE(name, array) {name, array, sizeof(array)}

static const castbook_resource_t resources[] = {
    RESOURCE("aliases.json", aliases),
    RESOURCE("craft.json", craft),
    RESOURCE("libraries.json", libraries),
    RESOURCE("rules.json", rules),
    RESOURCE("Sending/alibaba.json", sending_alibaba),
    RESOURCE("Sending/byteplus.json", sending_byteplus),
    RESOURCE("Sending/comfy.json", sending_comfy),
    RESOURCE("Sending/fal.json", sending_fal),
    RESOURCE("Sending/higgsfield.json", sending_higgsfield),
    RESOURCE("Sending/kie.json", sending_kie),
    RESOURCE("Sending/kling-legacy.json", sending_kling_legacy),
    RESOURCE("Sending/kling.json", sending_kling),
    RESOURCE("Sending/luma.json", sending_luma),
    RESOURCE("Sending/minimax.json", sending_minimax),
    RESOURCE("Sending/muapi.json", sending_muapi),
    RESOURCE("Sending/openrouter.json", sending_openrouter),
    RESOURCE("Sending/piapi.json", sending_piapi),
    RESOURCE("Sending/replicate.json", sending_replicate),
    RESOURCE("Sending/runway.json", sending_runway),
    RESOURCE("Sending/together.json", sending_together),
    RESOURCE("Sending/vidu.json", sending_vidu),
    RESOURCE("Sending/wavespeed.json", sending_wavespeed),
    RESOURCE("Sending/xai.json", sending_xai),
    RESOURCE("Starter/mira-back.jpg", starter_mira_back),
    RESOURCE("Starter/mira-front.jpg", starter_mira_front),
    RESOURCE("Starter/mira-right.jpg", starter_mira_right),
    RESOURCE("Starter/mira-three-quarter-left.jpg", starter_mira_three_quarter_left),
    RESOURCE("Starter/mira-voice.wav", starter_mira_voice),
    RESOURCE("Starter/mug-front.jpg", starter_mug_front),
    RESOURCE("Starter/mug-three-quarter.jpg", starter_mug_three_quarter),
    RESOURCE("Starter/mug-top.jpg", starter_mug_top),
    RESOURCE("Targets/aimlapi.kling-4.0.r2v.json", targets_aimlapi_kling_4_0_r2v),
    RESOURCE("Targets/alibaba.wan-3.0.json", targets_alibaba_wan_3_0),
    RESOURCE("Targets/atlas-cloud.kling.json", targets_atlas_cloud_kling),
    RESOURCE("Targets/bfl.flux-2.json", targets_bfl_flux_2),
    RESOURCE("Targets/byteplus.seedance-2.0.json", targets_byteplus_seedance_2_0),
    RESOURCE("Targets/byteplus.seedance-2.5.json", targets_byteplus_seedance_2_5),
    RESOURCE("Targets/byteplus.seedream-5-lite.json", targets_byteplus_seedream_5_lite),
    RESOURCE("Targets/byteplus.seedream-5.json", targets_byteplus_seedream_5),
    RESOURCE("Targets/comfy.higgsfield-kling-3.json", targets_comfy_higgsfield_kling_3),
    RESOURCE("Targets/comfy.kling-4.0-flash.t2v.json", targets_comfy_kling_4_0_flash_t2v),
    RESOURCE("Targets/comfy.kling-4.0.json", targets_comfy_kling_4_0),
    RESOURCE("Targets/comfy.kling-image-4.0.json", targets_comfy_kling_image_4_0),
    RESOURCE("Targets/comfy.kling-long-image-4.0.json", targets_comfy_kling_long_image_4_0),
    RESOURCE("Targets/comfy.seedance-2.5.json", targets_comfy_seedance_2_5),
    RESOURCE("Targets/comfyui.kling-4.0.i2v.json", targets_comfyui_kling_4_0_i2v),
    RESOURCE("Targets/comfyui.kling-4.0.r2v.json", targets_comfyui_kling_4_0_r2v),
    RESOURCE("Targets/comfyui.seedance-2.5.i2v.json", targets_comfyui_seedance_2_5_i2v),
    RESOURCE("Targets/comfyui.seedance-2.5.r2v.json", targets_comfyui_seedance_2_5_r2v),
    RESOURCE("Targets/evolink.kling-o3.json", targets_evolink_kling_o3),
    RESOURCE("Targets/fal.flux-2-pro.edit.json", targets_fal_flux_2_pro_edit),
    RESOURCE("Targets/fal.flux-2.edit.json", targets_fal_flux_2_edit),
    RESOURCE("Targets/fal.flux-kontext.edit.json", targets_fal_flux_kontext_edit),
    RESOURCE("Targets/fal.gemini-omni-flash-1.1.r2v.json", targets_fal_gemini_omni_flash_1_1_r2v),
    RESOURCE("Targets/fal.gemini-omni-flash.r2v.json", targets_fal_gemini_omni_flash_r2v),
    RESOURCE("Targets/fal.gpt-image-2.edit.json", targets_fal_gpt_image_2_edit),
    RESOURCE("Targets/fal.grok-imagine-image.edit.json", targets_fal_grok_imagine_image_edit),
    RESOURCE("Targets/fal.grok-imagine.r2v.json", targets_fal_grok_imagine_r2v),
    RESOURCE("Targets/fal.happy-horse-1.0.r2v.json", targets_fal_happy_horse_1_0_r2v),
    RESOURCE("Targets/fal.happy-horse-1.0.v2v.json", targets_fal_happy_horse_1_0_v2v),
    RESOURCE("Targets/fal.happy-horse-1.1.r2v.json", targets_fal_happy_horse_1_1_r2v),
    RESOURCE("Targets/fal.ideogram-character.json", targets_fal_ideogram_character),
    RESOURCE("Targets/fal.kling-image.json", targets_fal_kling_image),
    RESOURCE("Targets/fal.kling-image.t2i.json", targets_fal_kling_image_t2i),
    RESOURCE("Targets/fal.kling-o1.r2v.json", targets_fal_kling_o1_r2v),
    RESOURCE("Targets/fal.kling-o1.v2v.json", targets_fal_kling_o1_v2v),
    RESOURCE("Targets/fal.kling-o3.i2v.json", targets_fal_kling_o3_i2v),
    RESOURCE("Targets/fal.kling-o3.r2v.json", targets_fal_kling_o3_r2v),
    RESOURCE("Targets/fal.kling-o3.t2v.json", targets_fal_kling_o3_t2v),
    RESOURCE("Targets/fal.kling-o3.v2v.json", targets_fal_kling_o3_v2v),
    RESOURCE("Targets/fal.kling-v1.6.r2v.json", targets_fal_kling_v1_6_r2v),
    RESOURCE("Targets/fal.kling-v3-turbo.i2v.json", targets_fal_kling_v3_turbo_i2v),
    RESOURCE("Targets/fal.kling-v3.i2v.json", targets_fal_kling_v3_i2v),
    RESOURCE("Targets/fal.kling-v3.motion-control.json", targets_fal_kling_v3_motion_control),
    RESOURCE("Targets/fal.kling-v3.t2v.json", targets_fal_kling_v3_t2v),
    RESOURCE("Targets/fal.kling-v4-flash.i2v.json", targets_fal_kling_v4_flash_i2v),
    RESOURCE("Targets/fal.kling-v4-flash.r2v.json", targets_fal_kling_v4_flash_r2v),
    RESOURCE("Targets/fal.kling-v4.i2v.json", targets_fal_kling_v4_i2v),
    RESOURCE("Targets/fal.kling-v4.r2v.json", targets_fal_kling_v4_r2v),
    RESOURCE("Targets/fal.kling.create-voice.json", targets_fal_kling_create_voice),
    RESOURCE("Targets/fal.ltx-2.3.i2v.json", targets_fal_ltx_2_3_i2v),
    RESOURCE("Targets/fal.luma-ray-3.2.i2v.json", targets_fal_luma_ray_3_2_i2v),
    RESOURCE("Targets/fal.minimax-h3-max.r2v.json", targets_fal_minimax_h3_max_r2v),
    RESOURCE("Targets/fal.minimax-h3.r2v.json", targets_fal_minimax_h3_r2v),
    RESOURCE("Targets/fal.minimax-s2v.json", targets_fal_minimax_s2v),
    RESOURCE("Targets/fal.nano-banana-2.edit.json", targets_fal_nano_banana_2_edit),
    RESOURCE("Targets/fal.nano-banana-pro.edit.json", targets_fal_nano_banana_pro_edit),
    RESOURCE("Targets/fal.nano-banana.edit.json", targets_fal_nano_banana_edit),
    RESOURCE("Targets/fal.pika-2.2.scenes.json", targets_fal_pika_2_2_scenes),
    RESOURCE("Targets/fal.qwen-image-2-pro.edit.json", targets_fal_qwen_image_2_pro_edit),
    RESOURCE("Targets/fal.seedance-2.0.r2v.json", targets_fal_seedance_2_0_r2v),
    RESOURCE("Targets/fal.seedance-2.5.r2v.json", targets_fal_seedance_2_5_r2v),
    RESOURCE("Targets/fal.seedream-4.5.edit.json", targets_fal_seedream_4_5_edit),
    RESOURCE("Targets/fal.seedream-5-lite.edit.json", targets_fal_seedream_5_lite_edit),
    RESOURCE("Targets/fal.seedream-5-pro.edit.json", targets_fal_seedream_5_pro_edit),
    RESOURCE("Targets/fal.veo-3.1.r2v.json", targets_fal_veo_3_1_r2v),
    RESOURCE("Targets/fal.vidu.r2v.json", targets_fal_vidu_r2v),
    RESOURCE("Targets/fal.wan-2.6-flash.r2v.json", targets_fal_wan_2_6_flash_r2v),
    RESOURCE("Targets/fal.wan-2.6.r2v.json", targets_fal_wan_2_6_r2v),
    RESOURCE("Targets/fal.wan-2.7.edit.json", targets_fal_wan_2_7_edit),
    RESOURCE("Targets/fal.wan-2.7.r2v.json", targets_fal_wan_2_7_r2v),
    RESOURCE("Targets/google.nano-banana-2.json", targets_google_nano_banana_2),
    RESOURCE("Targets/google.nano-banana-pro.json", targets_google_nano_banana_pro),
    RESOURCE("Targets/google.veo-3.1.json", targets_google_veo_3_1),
    RESOURCE("Targets/higgsfield.grok-imagine-1.5.r2v.json", targets_higgsfield_grok_imagine_1_5_r2v),
    RESOURCE("Targets/higgsfield.grok-imagine-image-2.json", targets_higgsfield_grok_imagine_image_2),
    RESOURCE("Targets/higgsfield.happy-horse.r2v.json", targets_higgsfield_happy_horse_r2v),
    RESOURCE("Targets/higgsfield.json", targets_higgsfield),
    RESOURCE("Targets/higgsfield.kling-3.0-turbo.i2v.json", targets_higgsfield_kling_3_0_turbo_i2v),
    RESOURCE("Targets/higgsfield.kling-3.0-turbo.t2v.json", targets_higgsfield_kling_3_0_turbo_t2v),
    RESOURCE("Targets/higgsfield.kling-3.0.i2v.json", targets_higgsfield_kling_3_0_i2v),
    RESOURCE("Targets/higgsfield.kling-3.0.motion-control.json", targets_higgsfield_kling_3_0_motion_control),
    RESOURCE("Targets/higgsfield.kling-3.0.t2v.json", targets_higgsfield_kling_3_0_t2v),
    RESOURCE("Targets/higgsfield.kling-o3.i2v.json", targets_higgsfield_kling_o3_i2v),
    RESOURCE("Targets/higgsfield.kling-o3.r2v.json", targets_higgsfield_kling_o3_r2v),
    RESOURCE("Targets/higgsfield.kling-o3.v2v.json", targets_higgsfield_kling_o3_v2v),
    RESOURCE("Targets/higgsfield.kling-omni.i2v.json", targets_higgsfield_kling_omni_i2v),
    RESOURCE("Targets/higgsfield.kling-omni.r2v.json", targets_higgsfield_kling_omni_r2v),
    RESOURCE("Targets/higgsfield.kling-omni.v2v.json", targets_higgsfield_kling_omni_v2v),
    RESOURCE("Targets/higgsfield.marketing-studio.image.json", targets_higgsfield_marketing_studio_image),
    RESOURCE("Targets/higgsfield.minimax-h3.r2v.json", targets_higgsfield_minimax_h3_r2v),
    RESOURCE("Targets/higgsfield.qwen-image-3.edit.json", targets_higgsfield_qwen_image_3_edit),
    RESOURCE("Targets/higgsfield.seedance-2.0.r2v.json", targets_higgsfield_seedance_2_0_r2v),
    RESOURCE("Targets/higgsfield.seedance-2.5.i2v.json", targets_higgsfield_seedance_2_5_i2v),
    RESOURCE("Targets/higgsfield.seedance-2.5.r2v.json", targets_higgsfield_seedance_2_5_r2v),
    RESOURCE("Targets/higgsfield.seedance-2.5.v2v.json", targets_higgsfield_seedance_2_5_v2v),
    RESOURCE("Targets/higgsfield.soul-v2.json", targets_higgsfield_soul_v2),
    RESOURCE("Targets/higgsfield.wan-2.7.r2v.json", targets_higgsfield_wan_2_7_r2v),
    RESOURCE("Targets/higgsfield.wan-3.0.r2v.json", targets_higgsfield_wan_3_0_r2v),
    RESOURCE("Targets/ideogram.kling-4.json", targets_ideogram_kling_4),
    RESOURCE("Targets/kie.kling-3.0-omni.json", targets_kie_kling_3_0_omni),
    RESOURCE("Targets/kie.kling-3.0.json", targets_kie_kling_3_0),
    RESOURCE("Targets/kie.kling-4.0.r2v.json", targets_kie_kling_4_0_r2v),
    RESOURCE("Targets/kie.seedance-2.0.json", targets_kie_seedance_2_0),
    RESOURCE("Targets/kling.app.json", targets_kling_app),
    RESOURCE("Targets/kling.element.create.json", targets_kling_element_create),
    RESOURCE("Targets/kling.json", targets_kling),
    RESOURCE("Targets/kling.legacy.omni.json", targets_kling_legacy_omni),
    RESOURCE("Targets/kling.o1-omni.json", targets_kling_o1_omni),
    RESOURCE("Targets/kling.v3-omni.json", targets_kling_v3_omni),
    RESOURCE("Targets/kling.v3-turbo.i2v.json", targets_kling_v3_turbo_i2v),
    RESOURCE("Targets/kling.v3.i2v.json", targets_kling_v3_i2v),
    RESOURCE("Targets/kling.v3.motion-control.json", targets_kling_v3_motion_control),
    RESOURCE("Targets/kling.v3.t2v.json", targets_kling_v3_t2v),
    RESOURCE("Targets/kling.v4.json", targets_kling_v4),
    RESOURCE("Targets/kling.voice.create.json", targets_kling_voice_create),
    RESOURCE("Targets/leonardo.kling-4.0.json", targets_leonardo_kling_4_0),
    RESOURCE("Targets/luma.ray-2.i2v.json", targets_luma_ray_2_i2v),
    RESOURCE("Targets/minimax.h3.json", targets_minimax_h3),
    RESOURCE("Targets/muapi.kling-4.0.i2v.json", targets_muapi_kling_4_0_i2v),
    RESOURCE("Targets/muapi.kling-4.0.r2v.json", targets_muapi_kling_4_0_r2v),
    RESOURCE("Targets/openai.gpt-image-2.json", targets_openai_gpt_image_2),
    RESOURCE("Targets/openai.sora-2.json", targets_openai_sora_2),
    RESOURCE("Targets/openrouter.video.json", targets_openrouter_video),
    RESOURCE("Targets/piapi.kling-4.0-flash.t2v.json", targets_piapi_kling_4_0_flash_t2v),
    RESOURCE("Targets/piapi.kling-4.0.i2v.json", targets_piapi_kling_4_0_i2v),
    RESOURCE("Targets/piapi.kling-4.0.r2v.json", targets_piapi_kling_4_0_r2v),
    RESOURCE("Targets/piapi.kling-4.0.t2v.json", targets_piapi_kling_4_0_t2v),
    RESOURCE("Targets/pixverse.c1.r2v.json", targets_pixverse_c1_r2v),
    RESOURCE("Targets/pixverse.kling.json", targets_pixverse_kling),
    RESOURCE("Targets/replicate.kling-v3-omni.json", targets_replicate_kling_v3_omni),
    RESOURCE("Targets/replicate.kling-v4.0.json", targets_replicate_kling_v4_0),
    RESOURCE("Targets/runcomfy.kling-3.0.json", targets_runcomfy_kling_3_0),
    RESOURCE("Targets/runware.kling-3.0.json", targets_runware_kling_3_0),
    RESOURCE("Targets/runware.kling-4.0.json", targets_runware_kling_4_0),
    RESOURCE("Targets/runware.kling-image-4.0.json", targets_runware_kling_image_4_0),
    RESOURCE("Targets/runware.kling-o3.json", targets_runware_kling_o3),
    RESOURCE("Targets/runway.act-two.json", targets_runway_act_two),
    RESOURCE("Targets/runway.aleph-2.json", targets_runway_aleph_2),
    RESOURCE("Targets/runway.gemini-image-3-pro.json", targets_runway_gemini_image_3_pro),
    RESOURCE("Targets/runway.gemini-image-3.1-flash.json", targets_runway_gemini_image_3_1_flash),
    RESOURCE("Targets/runway.gemini-omni-flash-1.1.json", targets_runway_gemini_omni_flash_1_1),
    RESOURCE("Targets/runway.gen4-references.json", targets_runway_gen4_references),
    RESOURCE("Targets/runway.gen4.5.json", targets_runway_gen4_5),
    RESOURCE("Targets/runway.gpt-image-2.5.json", targets_runway_gpt_image_2_5),
    RESOURCE("Targets/runway.gpt-image-2.json", targets_runway_gpt_image_2),
    RESOURCE("Targets/runway.grok-imagine-1.5.json", targets_runway_grok_imagine_1_5),
    RESOURCE("Targets/runway.grok-imagine-image-2.json", targets_runway_grok_imagine_image_2),
    RESOURCE("Targets/runway.h3-max.json", targets_runway_h3_max),
    RESOURCE("Targets/runway.hailuo-3.json", targets_runway_hailuo_3),
    RESOURCE("Targets/runway.happyhorse-1.0.json", targets_runway_happyhorse_1_0),
    RESOURCE("Targets/runway.ideogram-4.5.json", targets_runway_ideogram_4_5),
    RESOURCE("Targets/runway.kling-3.0.i2v.json", targets_runway_kling_3_0_i2v),
    RESOURCE("Targets/runway.kling-3.0.t2v.json", targets_runway_kling_3_0_t2v),
    RESOURCE("Targets/runway.kling-4.0.i2v.json", targets_runway_kling_4_0_i2v),
    RESOURCE("Targets/runway.kling-4.0.t2v.json", targets_runway_kling_4_0_t2v),
    RESOURCE("Targets/runway.kling-4.0.v2v.json", targets_runway_kling_4_0_v2v),
    RESOURCE("Targets/runway.kling-o3.i2v.json", targets_runway_kling_o3_i2v),
    RESOURCE("Targets/runway.kling-o3.t2v.json", targets_runway_kling_o3_t2v),
    RESOURCE("Targets/runway.kling-o3.v2v.json", targets_runway_kling_o3_v2v),
    RESOURCE("Targets/runway.muse-image.json", targets_runway_muse_image),
    RESOURCE("Targets/runway.nano-banana-2.1.json", targets_runway_nano_banana_2_1),
    RESOURCE("Targets/runway.seedance-2.0.json", targets_runway_seedance_2_0),
    RESOURCE("Targets/runway.seedance-2.5.json", targets_runway_seedance_2_5),
    RESOURCE("Targets/runway.seedream-5-flash.json", targets_runway_seedream_5_flash),
    RESOURCE("Targets/runway.seedream-5.json", targets_runway_seedream_5),
    RESOURCE("Targets/runway.veo-3.1.json", targets_runway_veo_3_1),
    RESOURCE("Targets/runway.wan-3.json", targets_runway_wan_3),
    RESOURCE("Targets/together.video.json", targets_together_video),
    RESOURCE("Targets/venice.kling-4.0-flash.i2v.json", targets_venice_kling_4_0_flash_i2v),
    RESOURCE("Targets/venice.kling-4.0-flash.r2v.json", targets_venice_kling_4_0_flash_r2v),
    RESOURCE("Targets/venice.kling-4.0-flash.t2v.json", targets_venice_kling_4_0_flash_t2v),
    RESOURCE("Targets/venice.kling-4.0-flash.v2v.json", targets_venice_kling_4_0_flash_v2v),
    RESOURCE("Targets/venice.kling-4.0.i2v.json", targets_venice_kling_4_0_i2v),
    RESOURCE("Targets/venice.kling-4.0.r2v.json", targets_venice_kling_4_0_r2v),
    RESOURCE("Targets/venice.kling-4.0.t2v.json", targets_venice_kling_4_0_t2v),
    RESOURCE("Targets/vidu.r2v.json", targets_vidu_r2v),
    RESOURCE("Targets/wavespeed.kling-4.0.i2v.json", targets_wavespeed_kling_4_0_i2v),
    RESOURCE("Targets/wavespeed.kling-4.0.r2v.json", targets_wavespeed_kling_4_0_r2v),
    RESOURCE("Targets/wavespeed.kling-4.0.t2v.json", targets_wavespeed_kling_4_0_t2v),
    RESOURCE("Targets/wavespeed.kling-4.0.v2v.json", targets_wavespeed_kling_4_0_v2v),
    RESOURCE("Targets/wavespeed.kling.json", targets_wavespeed_kling),
    RESOURCE("Targets/wavespeed.vidu-q4.json", targets_wavespeed_vidu_q4),
    RESOURCE("Targets/xai.grok-imagine-1.5.json", targets_xai_grok_imagine_1_5),
    RESOURCE("Targets/xai.grok-imagine-image.json", targets_xai_grok_imagine_image),
};

const size_t castbook_resource_count = sizeof(resources) / sizeof(resources[0]);

castbook_resource_t castbook_resource(size_t index) { return resources[index]; }
