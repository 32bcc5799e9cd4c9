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
static const unsigned char sending_comfy[] = {
#embed "Sending/comfy.json"
};
static const unsigned char sending_fal[] = {
#embed "Sending/fal.json"
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
static const unsigned char sending_muapi[] = {
#embed "Sending/muapi.json"
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
static const unsigned char sending_wavespeed[] = {
#embed "Sending/wavespeed.json"
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
static const unsigned char targets_atlas_cloud_kling[] = {
#embed "Targets/atlas-cloud.kling.json"
};
static const unsigned char targets_comfy_higgsfield_kling_3[] = {
#embed "Targets/comfy.higgsfield-kling-3.json"
};
static const unsigned char targets_comfy_kling_4_0[] = {
#embed "Targets/comfy.kling-4.0.json"
};
static const unsigned char targets_comfy_kling_image_4_0[] = {
#embed "Targets/comfy.kling-image-4.0.json"
};
static const unsigned char targets_comfy_seedance_2_5[] = {
#embed "Targets/comfy.seedance-2.5.json"
};
static const unsigned char targets_evolink_kling_o3[] = {
#embed "Targets/evolink.kling-o3.json"
};
static const unsigned char targets_fal_grok_imagine_r2v[] = {
#embed "Targets/fal.grok-imagine.r2v.json"
};
static const unsigned char targets_fal_happy_horse_1_0_r2v[] = {
#embed "Targets/fal.happy-horse-1.0.r2v.json"
};
static const unsigned char targets_fal_happy_horse_1_1_r2v[] = {
#embed "Targets/fal.happy-horse-1.1.r2v.json"
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
static const unsigned char targets_fal_minimax_h3_r2v[] = {
#embed "Targets/fal.minimax-h3.r2v.json"
};
static const unsigned char targets_fal_minimax_s2v[] = {
#embed "Targets/fal.minimax-s2v.json"
};
static const unsigned char targets_fal_pika_2_2_scenes[] = {
#embed "Targets/fal.pika-2.2.scenes.json"
};
static const unsigned char targets_fal_seedance_2_0_r2v[] = {
#embed "Targets/fal.seedance-2.0.r2v.json"
};
static const unsigned char targets_fal_seedance_2_5_r2v[] = {
#embed "Targets/fal.seedance-2.5.r2v.json"
};
static const unsigned char targets_fal_veo_3_1_r2v[] = {
#embed "Targets/fal.veo-3.1.r2v.json"
};
static const unsigned char targets_fal_vidu_r2v[] = {
#embed "Targets/fal.vidu.r2v.json"
};
static const unsigned char targets_fal_wan_2_7_r2v[] = {
#embed "Targets/fal.wan-2.7.r2v.json"
};
static const unsigned char targets_higgsfield[] = {
#embed "Targets/higgsfield.json"
};
static const unsigned char targets_higgsfield_kling_omni_v2v[] = {
#embed "Targets/higgsfield.kling-omni.v2v.json"
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
static const unsigned char targets_muapi_kling_4_0_r2v[] = {
#embed "Targets/muapi.kling-4.0.r2v.json"
};
static const unsigned char targets_openai_sora_2[] = {
#embed "Targets/openai.sora-2.json"
};
static const unsigned char targets_piapi_kling_4_0_flash_t2v[] = {
#embed "Targets/piapi.kling-4.0-flash.t2v.json"
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
static const unsigned char targets_runway_gen4_references[] = {
#embed "Targets/runway.gen4-references.json"
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
static const unsigned char targets_runway_seedance_2_0[] = {
#embed "Targets/runway.seedance-2.0.json"
};
static const unsigned char targets_runway_seedance_2_5[] = {
#embed "Targets/runway.seedance-2.5.json"
};
static const unsigned char targets_venice_kling_4_0_flash_t2v[] = {
#embed "Targets/venice.kling-4.0-flash.t2v.json"
};
static const unsigned char targets_venice_kling_4_0_i2v[] = {
#embed "Targets/venice.kling-4.0.i2v.json"
};
static const unsigned char targets_venice_kling_4_0_t2v[] = {
#embed "Targets/venice.kling-4.0.t2v.json"
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

#define RESOURCE(name, array) {name, array, sizeof(array)}

static const castbook_resource_t resources[] = {
    RESOURCE("aliases.json", aliases),
    RESOURCE("craft.json", craft),
    RESOURCE("libraries.json", libraries),
    RESOURCE("rules.json", rules),
    RESOURCE("Sending/comfy.json", sending_comfy),
    RESOURCE("Sending/fal.json", sending_fal),
    RESOURCE("Sending/kie.json", sending_kie),
    RESOURCE("Sending/kling-legacy.json", sending_kling_legacy),
    RESOURCE("Sending/kling.json", sending_kling),
    RESOURCE("Sending/muapi.json", sending_muapi),
    RESOURCE("Sending/piapi.json", sending_piapi),
    RESOURCE("Sending/replicate.json", sending_replicate),
    RESOURCE("Sending/runway.json", sending_runway),
    RESOURCE("Sending/wavespeed.json", sending_wavespeed),
    RESOURCE("Starter/mira-back.jpg", starter_mira_back),
    RESOURCE("Starter/mira-front.jpg", starter_mira_front),
    RESOURCE("Starter/mira-right.jpg", starter_mira_right),
    RESOURCE("Starter/mira-three-quarter-left.jpg", starter_mira_three_quarter_left),
    RESOURCE("Starter/mira-voice.wav", starter_mira_voice),
    RESOURCE("Starter/mug-front.jpg", starter_mug_front),
    RESOURCE("Starter/mug-three-quarter.jpg", starter_mug_three_quarter),
    RESOURCE("Starter/mug-top.jpg", starter_mug_top),
    RESOURCE("Targets/aimlapi.kling-4.0.r2v.json", targets_aimlapi_kling_4_0_r2v),
    RESOURCE("Targets/atlas-cloud.kling.json", targets_atlas_cloud_kling),
    RESOURCE("Targets/comfy.higgsfield-kling-3.json", targets_comfy_higgsfield_kling_3),
    RESOURCE("Targets/comfy.kling-4.0.json", targets_comfy_kling_4_0),
    RESOURCE("Targets/comfy.kling-image-4.0.json", targets_comfy_kling_image_4_0),
    RESOURCE("Targets/comfy.seedance-2.5.json", targets_comfy_seedance_2_5),
    RESOURCE("Targets/evolink.kling-o3.json", targets_evolink_kling_o3),
    RESOURCE("Targets/fal.grok-imagine.r2v.json", targets_fal_grok_imagine_r2v),
    RESOURCE("Targets/fal.happy-horse-1.0.r2v.json", targets_fal_happy_horse_1_0_r2v),
    RESOURCE("Targets/fal.happy-horse-1.1.r2v.json", targets_fal_happy_horse_1_1_r2v),
    RESOURCE("Targets/fal.kling-image.json", targets_fal_kling_image),
    RESOURCE("Targets/fal.kling-image.t2i.json", targets_fal_kling_image_t2i),
    RESOURCE("Targets/fal.kling-o1.r2v.json", targets_fal_kling_o1_r2v),
    RESOURCE("Targets/fal.kling-o1.v2v.json", targets_fal_kling_o1_v2v),
    RESOURCE("Targets/fal.kling-o3.i2v.json", targets_fal_kling_o3_i2v),
    RESOURCE("Targets/fal.kling-o3.r2v.json", targets_fal_kling_o3_r2v),
    RESOURCE("Targets/fal.kling-o3.t2v.json", targets_fal_kling_o3_t2v),
    RESOURCE("Targets/fal.kling-o3.v2v.json", targets_fal_kling_o3_v2v),
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
    RESOURCE("Targets/fal.minimax-h3.r2v.json", targets_fal_minimax_h3_r2v),
    RESOURCE("Targets/fal.minimax-s2v.json", targets_fal_minimax_s2v),
    RESOURCE("Targets/fal.pika-2.2.scenes.json", targets_fal_pika_2_2_scenes),
    RESOURCE("Targets/fal.seedance-2.0.r2v.json", targets_fal_seedance_2_0_r2v),
    RESOURCE("Targets/fal.seedance-2.5.r2v.json", targets_fal_seedance_2_5_r2v),
    RESOURCE("Targets/fal.veo-3.1.r2v.json", targets_fal_veo_3_1_r2v),
    RESOURCE("Targets/fal.vidu.r2v.json", targets_fal_vidu_r2v),
    RESOURCE("Targets/fal.wan-2.7.r2v.json", targets_fal_wan_2_7_r2v),
    RESOURCE("Targets/higgsfield.json", targets_higgsfield),
    RESOURCE("Targets/higgsfield.kling-omni.v2v.json", targets_higgsfield_kling_omni_v2v),
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
    RESOURCE("Targets/muapi.kling-4.0.r2v.json", targets_muapi_kling_4_0_r2v),
    RESOURCE("Targets/openai.sora-2.json", targets_openai_sora_2),
    RESOURCE("Targets/piapi.kling-4.0-flash.t2v.json", targets_piapi_kling_4_0_flash_t2v),
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
    RESOURCE("Targets/runway.gen4-references.json", targets_runway_gen4_references),
    RESOURCE("Targets/runway.kling-3.0.i2v.json", targets_runway_kling_3_0_i2v),
    RESOURCE("Targets/runway.kling-3.0.t2v.json", targets_runway_kling_3_0_t2v),
    RESOURCE("Targets/runway.kling-4.0.i2v.json", targets_runway_kling_4_0_i2v),
    RESOURCE("Targets/runway.kling-4.0.t2v.json", targets_runway_kling_4_0_t2v),
    RESOURCE("Targets/runway.kling-4.0.v2v.json", targets_runway_kling_4_0_v2v),
    RESOURCE("Targets/runway.kling-o3.i2v.json", targets_runway_kling_o3_i2v),
    RESOURCE("Targets/runway.kling-o3.t2v.json", targets_runway_kling_o3_t2v),
    RESOURCE("Targets/runway.kling-o3.v2v.json", targets_runway_kling_o3_v2v),
    RESOURCE("Targets/runway.seedance-2.0.json", targets_runway_seedance_2_0),
    RESOURCE("Targets/runway.seedance-2.5.json", targets_runway_seedance_2_5),
    RESOURCE("Targets/venice.kling-4.0-flash.t2v.json", targets_venice_kling_4_0_flash_t2v),
    RESOURCE("Targets/venice.kling-4.0.i2v.json", targets_venice_kling_4_0_i2v),
    RESOURCE("Targets/venice.kling-4.0.t2v.json", targets_venice_kling_4_0_t2v),
    RESOURCE("Targets/wavespeed.kling-4.0.i2v.json", targets_wavespeed_kling_4_0_i2v),
    RESOURCE("Targets/wavespeed.kling-4.0.r2v.json", targets_wavespeed_kling_4_0_r2v),
    RESOURCE("Targets/wavespeed.kling-4.0.t2v.json", targets_wavespeed_kling_4_0_t2v),
    RESOURCE("Targets/wavespeed.kling-4.0.v2v.json", targets_wavespeed_kling_4_0_v2v),
    RESOURCE("Targets/wavespeed.kling.json", targets_wavespeed_kling),
    RESOURCE("Targets/wavespeed.vidu-q4.json", targets_wavespeed_vidu_q4),
};

const size_t castbook_resource_count = sizeof(resources) / sizeof(resources[0]);

castbook_resource_t castbook_resource(size_t index) { return resources[index]; }
