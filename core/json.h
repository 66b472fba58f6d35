/*
 * json.h - JSON through cJSON, made safe where it comes in. All that json_parse() takes is
 * well-formed UTF-8 without U+0000, not even escaped, and without half surrogate pairs: every
 * string in it is a C string. It is no deeper than 1,000 levels, which is cJSON's own ceiling. Its
 * size and the number of its keys are limited by the arena alone, some 100 bytes a key. Nothing
 * here takes longer than one pass over an object.
 *
 * A number beyond double is infinite, and one of more than 15 digits is inexact: who reads numbers
 * has to ask. Keys are looked up by their exact spelling. Of two equal keys the last one counts, as
 * in AWS's own SDKs.
 *
 * All JSON lives in one arena, which frees it: cJSON_Delete() is called nowhere.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"

/* Case-insensitive look-ups pick the wrong one of "ARN" and "arn". */
#pragma GCC poison cJSON_GetObjectItem cJSON_HasObjectItem cJSON_Delete

/*
 * All memory of cJSON comes from this arena from now on. The process has one thread that uses it.
 */
void json_use_arena(struct arena *arena);
/* That arena; NULL: none so far. What makes JSON for others takes all its memory from there. */
struct arena *json_arena(void);
/* For functions that are handed the arena of JSON: another one is a bug of ours, which aborts. */
void json_expect_arena(const struct arena *arena);

/*
 * Parses length bytes into the arena. A byte order mark in front is left out. what names the text
 * in the error: "invokingEvent is not JSON near line 1, column 12" (bytes, from 1), or "is UTF-16".
 * ERROR_INPUT.
 */
MUST_USE bool json_parse(const char *text, size_t length, const char *what, cJSON **out,
                         struct error *err);

/*
 * The value at a path, which is a list of keys with dots between them; "" is the value itself.
 * json_get() is NULL where from is NULL, a key is absent, or what should have it is no object. The
 * others give absent then, and where the value is of another kind; absent may be NULL.
 */
const cJSON *json_get(const cJSON *from, const char *path);
const char *json_string(const cJSON *from, const char *path, const char *absent);
bool json_bool(const cJSON *from, const char *path, bool absent);

/* Whether there is nothing: value is NULL, or JSON's null. */
bool json_is_absent(const cJSON *value);

/* Of the strings at two paths the first one that is there and not empty; NULL: neither is. */
const char *json_either(const cJSON *from, const char *first, const char *second);

/*
 * Of a string the value of the JSON text in it, in the arena; any other value itself, NULL too.
 * what names the text in the error. NULL with *err: the string holds no JSON.
 */
const cJSON *json_decoded(const cJSON *value, const char *what, struct error *err);

/*
 * Whether json is an object, and each of its keys is one of known, which end with NULL, and is
 * given once. ERROR_INPUT: "unknown key servise (did you mean service?)". json may be NULL: no
 * object.
 */
MUST_USE bool json_has_only(const cJSON *json, const char *const *known, struct error *err);

/*
 * The entries of a list, or json itself where it is no list; json is not NULL. Returns how many
 * there are, and in *first the first one, from which ->next leads to the others. It is followed for
 * as many steps and no further: json may have a ->next of its own.
 */
size_t json_entries(const cJSON *json, const cJSON **first);

/* Whether a list holds this string; list may be NULL, or no list: no. */
bool json_list_has(const cJSON *list, const char *text);

/*
 * The member itself, to be changed; key is one key, dots and all. NULL: it is absent, or object is
 * no object.
 */
cJSON *json_member(const cJSON *object, const char *key);

/*
 * Sets object[key] and takes out what was there, also when it was there twice. object is an object;
 * value, which is not NULL, belongs to it from now on.
 */
void json_set(cJSON *object, const char *key, cJSON *value);

/* Append a copy of text as a member. Of NULL the first makes no member, the second makes null. */
void json_add_text(cJSON *object, const char *key, const char *text);
void json_add_nullable(cJSON *object, const char *key, const char *text);

/* A new array with copies of texts, which end with NULL; texts NULL: an empty one. */
cJSON *json_list(const char *const *texts);

#endif
