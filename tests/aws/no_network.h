/*
 * no_network.h - in place of aws/http.c, for a program that defines http_send() itself: it answers
 * without a network, and its replies have no headers.
 */
#ifndef TESTS_AWS_NO_NETWORK_H
#define TESTS_AWS_NO_NETWORK_H

#include "aws/http.h"

/* The one client that http_open() gives, however often. */
struct http {
    int opened; /* how often it is open */
};

extern struct http http;

#endif
