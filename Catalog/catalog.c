// Embeds every data file of this folder. A test compares the list with the folder.
#include "catalog.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char aliases[] = {
#embed "aliases.json"
};
static const unsigned char rules[] = {
#embed "rules.json"
};
static const unsigned char targets_kling[] = {
#embed "Targets/kling.json"
};

#define RESOURCE(name, array) {name, array, sizeof(array)}

static const castbook_resource_t resources[] = {
    RESOURCE("aliases.json", aliases),
    RESOURCE("rules.json", rules),
    RESOURCE("Targets/kling.json", targets_kling),
};

const size_t castbook_resource_count = sizeof(resources) / sizeof(resources[0]);

castbook_resource_t castbook_resource(size_t index) { return resources[index]; }
