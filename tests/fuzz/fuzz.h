/*
 * fuzz.h - what the fuzz targets share. A target is one file, target_<name>.c, with one function;
 * it is run by libFuzzer (preset fuzz), or over files by replay.c (preset asan). It must not crash,
 * must hold what it EXPECTs, must say the same when the same input comes again, and leaves no
 * memory behind.
 *
 * An input is one or more texts with U+001E between them, as in a JSON text sequence (RFC 7464):
 * what is evaluated first, then what the world answers, in order. Files of corpus/ that are text
 * put it on a line of its own; see fuzz_bytes().
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>

#include "config/evaluation.h"
#include "core/arena.h"

#define TEXT_SEPARATOR '\x1e'

struct fuzz {
    struct arena *arena; /* JSON uses it too; reset behind the target */
    FILE *said;          /* all that came out */
    const char *rest;    /* the texts that were not taken yet; NULL: none */
    size_t rest_length;
};

struct bytes {
    const char *at;
    size_t length;
};

/* Defined by each target. It may be left from anywhere inside when the arena is exhausted. */
void fuzz_target(struct fuzz *fuzz);

/*
 * Takes the next text, blank lines around it dropped, as a copy that ends where the text does: one
 * byte behind it is poisoned. False: there is none.
 */
bool fuzz_bytes(struct fuzz *fuzz, struct bytes *out);

/* The same as a C string, which a NUL ends; "": there is none. */
const char *fuzz_string(struct fuzz *fuzz);

/* The same as JSON; NULL: there is none, or it is not JSON. */
cJSON *fuzz_json(struct fuzz *fuzz);

/* Runs the target once. What it said, to be freed. */
char *fuzz_run(const uint8_t *bytes, size_t size);

/* Aborts, which is a finding. */
#define EXPECT(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_fail(const char *file, int line, const char *what);

/* A failure has a kind, and a message in valid UTF-8 without control characters. */
void expect_failure(struct fuzz *fuzz, const struct error *err);

/*
 * Every evaluation has a type of the enum, a resource, and an ordering timestamp; what may be sent
 * has an annotation that AWS Config takes. One that failed makes the whole incomplete.
 */
void expect_evaluations(struct fuzz *fuzz, const struct evaluations *evaluations);

/* How many characters AWS counts in valid UTF-8, at most: UTF-16 units. */
size_t utf16_length(const char *text);

#endif
