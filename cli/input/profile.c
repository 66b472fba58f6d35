#include "cli/input/profile.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aws/credentials/container.h"
#include "cli/command.h"
#include "core/environment.h"
#include "core/timestamp.h"

/* Bytes that a credential_process may print: credentials have 2 to 3 KB. */
#define PROCESS_LIMIT ((size_t)64 * 1024)
#define SESSION_NAME "configrule"

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

/* "[profile x]" of the one file and "[x]" of the other are both x. */
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

        /* What is indented belongs to the key above, none of which is asked for. */
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

/* A file that is not there has nothing in it. *path: where it is, or would be. */
static bool read_file(struct arena *arena, const char *name, const char *usual, const char **path,
                      cJSON **out, struct error *err)
{
    const char *home = environment("HOME"), *text;
    size_t length;

    *out = cJSON_CreateObject();
    *path = environment(name);
    if (!*path || strncmp(*path, "~/", 2) == 0)
        *path = arena_printf(arena, "%s/%s", home ? home : "", *path ? *path + 2 : usual);
    if (access(*path, F_OK) != 0)
        return true;
    if (!file_read(arena, *path, &text, &length, err)) {
        err->kind = ERROR_CONFIGURATION;
        return error_prefix(err, "%s: ", *path);
    }
    return parse(arena, *path, arena_strndup(arena, text, length), *out, err);
}

/* Both files' members of a profile, those of the credentials file first. NULL: in neither. */
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

/* They replace all that the environment had. */
static bool export_keys(const char *place, const char *key, const char *secret, const char *token,
                        struct error *err)
{
    if (!key || !secret)
        return error_set(err, ERROR_CONFIGURATION, "%s has a key without its secret, or no key",
                         place);
    setenv("AWS_ACCESS_KEY_ID", key, 1);
    setenv("AWS_SECRET_ACCESS_KEY", secret, 1);
    unsetenv("AWS_SESSION_TOKEN");
    if (token)
        setenv("AWS_SESSION_TOKEN", token, 1);
    return true;
}

/* https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
static bool run_process(struct arena *arena, const char *place, const char *command,
                        struct error *err)
{
    char *text = arena_alloc(arena, PROCESS_LIMIT + 1);
    struct error unread;
    int64_t expiration = 0;
    cJSON *json = NULL;
    FILE *output = popen(command, "r");

    if (!output)
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process cannot be run", place);
    size_t length = fread(text, 1, PROCESS_LIMIT + 1, output);
    int status = pclose(output);
    if (status != 0)
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process failed, %s %d", place,
                         WIFEXITED(status) ? "exit status" : "wait status",
                         WIFEXITED(status) ? WEXITSTATUS(status) : status);
    if (length == 0)
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process printed nothing", place);
    if (length > PROCESS_LIMIT || !json_parse(text, length, "it", &json, &unread))
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process printed no JSON", place);
    place = arena_printf(arena, "%s: what credential_process printed", place);
    if (cJSON_GetNumberValue(json_get(json, "Version")) != 1)
        return error_set(err, ERROR_CONFIGURATION, "%s has no Version 1", place);
    if (timestamp_read(json_get(json, "Expiration"), &expiration) &&
        expiration <= timestamp_now_ms())
        return error_set(err, ERROR_CONFIGURATION, "%s has expired", place);
    return export_keys(place, get(json, "AccessKeyId"), get(json, "SecretAccessKey"),
                       get(json, "SessionToken"), err);
}

static bool export_credentials(const struct profiles *profiles, const char *name,
                               const cJSON *profile, struct error *err)
{
    const char *place = arena_printf(profiles->arena, "the profile %s", name);

    if (get(profile, "aws_access_key_id"))
        return export_keys(place, get(profile, "aws_access_key_id"),
                           get(profile, "aws_secret_access_key"), get(profile, "aws_session_token"),
                           err);
    if (get(profile, "credential_process"))
        return run_process(profiles->arena, place, get(profile, "credential_process"), err);
    return error_set(err, ERROR_CONFIGURATION,
                     "%s has no keys here (SSO, web identity and the like are the AWS CLI's): eval "
                     "\"$(aws configure export-credentials --profile %s --format env)\"",
                     place, name);
}

static bool prepare_role(const struct profiles *profiles, const char *name, const cJSON *profile,
                         struct role *role, struct error *err)
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
    *role = (struct role){.arn = get(profile, "role_arn"),
                          .external_id = get(profile, "external_id"),
                          .session_name = json_string(profile, "role_session_name", SESSION_NAME)};
    return export_credentials(profiles, source_name, source, err);
}

bool profile_apply(struct arena *arena, struct role *role, struct error *err)
{
    struct profiles profiles = {.arena = arena};
    const char *chosen = environment("AWS_PROFILE"), *name = chosen ? chosen : "default";
    const cJSON *profile;

    *role = (struct role){0};
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
        setenv("AWS_REGION", get(profile, "region"), 1);
    }
    if (environment("AWS_ACCESS_KEY_ID") || (!chosen && container_is_named()))
        return true;
    if (get(profile, "role_arn"))
        return prepare_role(&profiles, name, profile, role, err);
    return export_credentials(&profiles, name, profile, err);
}
