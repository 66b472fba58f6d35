/*
 * json.h - JSON through cJSON, made safe at the border: what json_parse() lets in is well-formed
 * UTF-8 without U+0000, not even escaped, and without half surrogate pairs, so every string in it
 * is a C string; and no deeper than 1,000 levels (cJSON's own ceiling). Its size and the number of
 * its keys are limited by the arena alone, some 100 bytes a key; nothing here takes longer than one
 * pass over an object. A number beyond double is infinite, one of more than 15 digits is inexact:
 * who reads numbers checks that. Keys are looked up by their exact spelling; the last of two equal
 * keys counts, as it does in AWS's own SDKs. cJSON_Delete() is called nowhere: the arena frees.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"

/* Case-insensitive look-ups pick the wrong one of "ARN" and "arn". */
#pragma GCC poison cJSON_GetObjectItem cJSON_HasObjectItem cJSON_Delete

/* All cJSON memory comes from this arena from now on. The process has one thread that uses JSON. */
void json_use_arena(struct arena *arena);
/* That arena; NULL: none so far. What makes JSON for others takes all its memory from there. */
struct arena *json_arena(void);
/* For functions that are handed JSON's arena: another one is a bug of ours, which aborts. */
void json_expect_arena(const struct arena *arena);

/*
 * Parses length bytes into the arena. what names the text in the error: "invokingEvent is not JSON
 * near line 1, column 12" (bytes, from 1), or "is UTF-16". ERROR_INPUT. What does not fit the arena
 * exhausts it. A byte order mark before the text is left out.
 */
MUST_USE bool json_parse(const char *text, size_t length, const char *what, cJSON **out,
                         struct error *err);

/*
 * path is a list of keys separated by dots. json_get() is NULL when from is NULL, or where a key is
 * absent or its parent no object; the others give absent then, and when the value is of another
 * kind.
 */
const cJSON *json_get(const cJSON *from, const char *path);
const char *json_string(const cJSON *from, const char *path, const char *absent);
bool json_bool(const cJSON *from, const char *path, bool absent);

/* Of the strings at two paths the first that is there and not empty; NULL: neither is. */
const char *json_either(const cJSON *from, const char *first, const char *second);

/*
 * The value of the JSON text that a string holds, of any other value itself. what names the text in
 * the error. NULL with *err: the string holds no JSON. value NULL: NULL, and no error.
 */
const cJSON *json_decoded(const cJSON *value, const char *what, struct error *err);

/*
 * True when json is an object and each of its keys is one of known, which end with NULL, and given
 * once. ERROR_INPUT: "unknown key servise (did you mean service?)".
 */
MUST_USE bool json_has_only(const cJSON *json, const char *const *known, struct error *err);

/*
 * The entries of a list, or json itself where that is no list: how many, and the first, from which
 * ->next leads to the others, for as many steps.
 */
size_t json_entries(const cJSON *json, const cJSON **first);

/* The member itself, to be changed; key is one key, dots and all. NULL: absent. */
cJSON *json_member(const cJSON *object, const char *key);

/* Sets object[key], replacing what was there. value belongs to object afterwards. */
void json_set(cJSON *object, const char *key, cJSON *value);

#endif
