/*
 * transport.h - aws/http.h answered by a fuzz input instead of a network: the linker takes these
 * functions and never opens libaws's. Each request takes the next text as its response: a status,
 * lines "Name: value", an empty line, and the body. A text that begins with no digit is a broken
 * connection; behind the last text all is answered with 200 and "{}". Nobody waits: nanosleep()
 * returns.
 */
#ifndef TESTS_FUZZ_TRANSPORT_H
#define TESTS_FUZZ_TRANSPORT_H

#include "aws/client.h"
#include "tests/fuzz/fuzz.h"

#define SECRET_KEY "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
#define SESSION_TOKEN "IQoJb3JpZ2luX2VjEXAMPLETOKEN"

/*
 * Set both before a target sends anything. sent, unless NULL, sees each request, after what every
 * request must be was EXPECTed: headers and URL without control characters.
 */
void transport_use(struct fuzz *fuzz, void (*sent)(const struct http_request *request));

/*
 * A client over this transport, with the credentials above. It is closed first, so
 * that one which is left open when an input is given up may be opened again; static storage. False,
 * which was said: there was no memory.
 */
MUST_USE bool transport_open(struct fuzz *fuzz, struct aws_client *client);

/* A request's header, "Name: value" without the name; NULL: absent. name ends with ": ". */
const char *transport_header(const struct http_request *request, const char *name);

#endif
