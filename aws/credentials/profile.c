#include "aws/credentials/profile.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "aws/credentials/container.h"
#include "aws/credentials/process.h"
#include "core/environment.h"
#include "core/file.h"
#include "core/text.h"

#define FILE_LIMIT ((size_t)1 << 20) /* bytes; a profile takes some 300 */

/* Keys that stand in the profile. They have no end. */
struct profile_keys {
    struct identity identity; /* first, because its renew() is handed nothing else */
    struct credentials given;
    const char *place;
};

struct profiles {
    struct arena *arena;
    const char *config_path, *credentials_path;
    cJSON *config, *credentials; /* {section: {key: value}} */
};

static const char *trimmed(struct arena *arena, const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return arena_strndup(arena, text, length);
}

/* "x" for both "[profile x]", as ~/.aws/config has it, and "[x]". */
static const char *section_name(struct arena *arena, const char *line)
{
    static const char prefix[] = "profile";
    const char *name = trimmed(arena, line + 1, strcspn(line + 1, "]"));
    size_t length = strlen(prefix);

    if (strncmp(name, prefix, length) == 0 && isspace((unsigned char)name[length]))
        name = trimmed(arena, name + length, strlen(name + length));
    length = strlen(name);
    return length > 1 && *name == '"' && name[length - 1] == '"'
               ? arena_strndup(arena, name + 1, length - 2)
               : name;
}

static bool parse(struct arena *arena, const char *path, char *text, cJSON *out, struct error *err)
{
    char *rest, *line;
    cJSON *section = NULL;
    int number = 0;

    for (line = text; line; line = rest) {
        number++;
        rest = strchr(line, '\n');
        if (rest)
            *rest++ = '\0';
        const char *equals = strchr(line, '=');

        /* An indented line belongs to the key above it, and no key with such lines is used. */
        if (!*line || isspace((unsigned char)*line) || *line == '#' || *line == ';')
            continue;
        if (*line == '[' && strchr(line, ']')) {
            const char *name = section_name(arena, line);

            section = json_member(out, name);
            if (!section)
                json_set(out, name, section = cJSON_CreateObject());
        } else if (equals && section) {
            json_set(section, trimmed(arena, line, (size_t)(equals - line)),
                     cJSON_CreateString(trimmed(arena, equals + 1, strlen(equals + 1))));
        } else {
            return error_set(err, ERROR_CONFIGURATION,
                             "%s, line %d: neither [section] nor key = value", path, number);
        }
    }
    return true;
}

/* A file that does not exist counts as empty. *path: its place. */
static bool read_file(struct arena *arena, const char *name, const char *usual, const char **path,
                      cJSON **out, struct error *err)
{
    const char *home = environment("HOME");
    char *text;

    *out = cJSON_CreateObject();
    *path = environment(name);
    if (!*path || text_begins(*path, "~/"))
        *path = arena_printf(arena, "%s/%s", home ? home : "", *path ? *path + 2 : usual);
    if (access(*path, F_OK) != 0)
        return true;
    if (!file_read_whole(arena, *path, FILE_LIMIT, &text, NULL, err)) {
        err->kind = ERROR_CONFIGURATION;
        return error_prefix(err, "%s: ", *path);
    }
    return parse(arena, *path, text, *out, err);
}

/* A profile's keys of both files; the credentials file wins. NULL: it is in neither. */
static const cJSON *find(const struct profiles *profiles, const char *name)
{
    const cJSON *config = json_member(profiles->config, name);
    const cJSON *credentials = json_member(profiles->credentials, name), *member;
    cJSON *merged = config ? cJSON_Duplicate(config, true) : cJSON_CreateObject();

    cJSON_ArrayForEach (member, credentials)
        json_set(merged, member->string, cJSON_Duplicate(member, true));
    return config || credentials ? merged : NULL;
}

static bool find_named(const struct profiles *profiles, const char *name, const cJSON **out,
                       struct error *err)
{
    *out = find(profiles, name);
    return *out || error_set(err, ERROR_CONFIGURATION, "the profile %s is neither in %s nor in %s",
                             name, profiles->config_path, profiles->credentials_path);
}

static const char *get(const cJSON *profile, const char *key)
{
    const char *value = json_string(profile, key, "");

    return *value ? value : NULL;
}

static bool renew_keys(struct identity *self, struct arena *arena, int64_t deadline_ms,
                       struct error *err)
{
    const struct profile_keys *keys = (struct profile_keys *)(void *)self;

    (void)arena;
    (void)deadline_ms;
    return identity_set(self, &keys->given, 0, keys->place, err);
}

static bool find_identity(const struct profiles *profiles, const char *name, const cJSON *profile,
                          struct identity **out, struct error *err)
{
    struct arena *arena = profiles->arena;
    const char *place = arena_printf(arena, "the profile %s", name);

    if (get(profile, "aws_access_key_id")) {
        struct profile_keys *keys = arena_alloc(arena, sizeof(*keys));

        keys->identity.renew = renew_keys;
        keys->place = place;
        keys->given = (struct credentials){
            .access_key_id = get(profile, "aws_access_key_id"),
            .secret_access_key = get(profile, "aws_secret_access_key"),
            .session_token = get(profile, "aws_session_token"),
        };
        *out = &keys->identity;
        return keys->given.secret_access_key ||
               error_set(err, ERROR_CONFIGURATION, "%s has a key without its secret", place);
    }
    if (get(profile, "credential_process")) {
        struct process_identity *process = arena_alloc(arena, sizeof(*process));

        *process = process_identity(get(profile, "credential_process"), place);
        *out = &process->identity;
        return true;
    }
    return error_set(err, ERROR_CONFIGURATION,
                     "%s has no keys here (SSO, web identity and the like are the AWS CLI's): eval "
                     "\"$(aws configure export-credentials --profile %s --format env)\"",
                     place, name);
}

static bool find_role(const struct profiles *profiles, const char *name, const cJSON *profile,
                      struct profile *out, struct error *err)
{
    const char *source_name = get(profile, "source_profile");
    const cJSON *source;

    if (!source_name || get(profile, "mfa_serial"))
        return error_set(err, ERROR_CONFIGURATION,
                         "the profile %s has a role_arn %s, which is not supported here: eval "
                         "\"$(aws configure export-credentials --profile %s --format env)\"",
                         name, source_name ? "with MFA" : "without a source_profile", name);
    if (!find_named(profiles, source_name, &source, err))
        return error_prefix(err, "source_profile of %s: ", name);
    if (strcmp(source_name, name) != 0 && get(source, "role_arn"))
        return error_set(err, ERROR_CONFIGURATION,
                         "source_profile %s of %s has a role_arn too: roles are not chained here",
                         source_name, name);
    out->role = (struct role){.arn = get(profile, "role_arn"),
                              .external_id = get(profile, "external_id"),
                              .session_name = get(profile, "role_session_name")};
    return find_identity(profiles, source_name, source, &out->own, err);
}

bool profile_read(struct arena *arena, struct profile *out, struct error *err)
{
    struct profiles profiles = {.arena = arena};
    const char *chosen = environment("AWS_PROFILE"), *name = chosen ? chosen : "default";
    const cJSON *profile;

    json_expect_arena(arena);
    *out = (struct profile){0};
    if (!read_file(arena, "AWS_CONFIG_FILE", ".aws/config", &profiles.config_path, &profiles.config,
                   err) ||
        !read_file(arena, "AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials",
                   &profiles.credentials_path, &profiles.credentials, err))
        return false;
    if (!chosen && (environment("AWS_ACCESS_KEY_ID") || container_is_named()) &&
        !find(&profiles, name))
        return true;
    if (!find_named(&profiles, name, &profile, err))
        return false;
    if (!environment("AWS_REGION") && !environment("AWS_DEFAULT_REGION")) {
        if (!get(profile, "region"))
            return error_set(err, ERROR_CONFIGURATION,
                             "the profile %s has no region, and AWS_REGION is not set", name);
        out->region = get(profile, "region");
    }
    if (environment("AWS_ACCESS_KEY_ID") || (!chosen && container_is_named()))
        return true;
    if (get(profile, "role_arn"))
        return find_role(&profiles, name, profile, out, err);
    return find_identity(&profiles, name, profile, &out->own, err);
}
