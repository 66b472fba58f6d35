/* server.h - an HTTP server of one connection at a time, as a process. */
#ifndef TESTS_AWS_SERVER_H
#define TESTS_AWS_SERVER_H

#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t server;
static char origin[64]; /* "127.0.0.1:PORT" */

/* Reads the head of a request. What was read of its body stands behind it, then a NUL. */
static inline bool read_head(int connection, char *request, size_t size)
{
    size_t length = 0;

    for (*request = '\0'; !strstr(request, "\r\n\r\n"); request[length] = '\0') {
        ssize_t got = read(connection, request + length, size - 1 - length);

        if (got <= 0)
            return false;
        length += (size_t)got;
    }
    return true;
}

/* Starts it, and takes proxies and trusted roots out of the environment. */
static inline int start_server(void (*answer)(int connection))
{
    static const char *const variables[] = {"AWS_CA_BUNDLE", "SSL_CERT_FILE", "http_proxy",
                                            "https_proxy", "HTTPS_PROXY"};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
        unsetenv(variables[i]);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return -1;
    snprintf(origin, sizeof(origin), "127.0.0.1:%d", ntohs(address.sin_port));
    server = fork();
    while (server == 0) {
        int connection = accept(listener, NULL, NULL);

        answer(connection);
        close(connection);
    }
    close(listener);
    return server > 0 ? 0 : -1;
}

static inline int stop_server(void **state)
{
    (void)state;
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return 0;
}

#endif
