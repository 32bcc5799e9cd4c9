// Embeds every data file of this folder. A test compares the list with the folder.
#include "catalog.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char aliases[] = {
#embed "aliases.json"
};
static const unsigned char rules[] = {
#embed "rules.json"
};
static const unsigned char targets_fal_kling_image[] = {
#embed "Targets/fal.kling-image.json"
};
static const unsigned char targets_fal_kling_o1_r2v[] = {
#embed "Targets/fal.kling-o1.r2v.json"
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
static const unsigned char targets_fal_kling_v4_r2v[] = {
#embed "Targets/fal.kling-v4.r2v.json"
};
static const unsigned char targets_fal_kling_create_voice[] = {
#embed "Targets/fal.kling.create-voice.json"
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

#define RESOURCE(name, array) {name, array, sizeof(array)}

static const castbook_resource_t resources[] = {
    RESOURCE("aliases.json", aliases),
    RESOURCE("rules.json", rules),
    RESOURCE("Targets/fal.kling-image.json", targets_fal_kling_image),
    RESOURCE("Targets/fal.kling-o1.r2v.json", targets_fal_kling_o1_r2v),
    RESOURCE("Targets/fal.kling-o3.i2v.json", targets_fal_kling_o3_i2v),
    RESOURCE("Targets/fal.kling-o3.r2v.json", targets_fal_kling_o3_r2v),
    RESOURCE("Targets/fal.kling-o3.t2v.json", targets_fal_kling_o3_t2v),
    RESOURCE("Targets/fal.kling-o3.v2v.json", targets_fal_kling_o3_v2v),
    RESOURCE("Targets/fal.kling-v3-turbo.i2v.json", targets_fal_kling_v3_turbo_i2v),
    RESOURCE("Targets/fal.kling-v3.i2v.json", targets_fal_kling_v3_i2v),
    RESOURCE("Targets/fal.kling-v3.motion-control.json", targets_fal_kling_v3_motion_control),
    RESOURCE("Targets/fal.kling-v3.t2v.json", targets_fal_kling_v3_t2v),
    RESOURCE("Targets/fal.kling-v4.r2v.json", targets_fal_kling_v4_r2v),
    RESOURCE("Targets/fal.kling.create-voice.json", targets_fal_kling_create_voice),
    RESOURCE("Targets/kie.kling-3.0-omni.json", targets_kie_kling_3_0_omni),
    RESOURCE("Targets/kie.kling-3.0.json", targets_kie_kling_3_0),
    RESOURCE("Targets/kie.kling-4.0.r2v.json", targets_kie_kling_4_0_r2v),
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
};

const size_t castbook_resource_count = sizeof(resources) / sizeof(resources[0]);

castbook_resource_t castbook_resource(size_t index) { return resources[index]; }
