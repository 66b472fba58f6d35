#include "aws/trust.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "aws/roots.h"
#include "core/environment.h"
#include "core/log.h"

/* Where Amazon Linux and where Debian keep the system's roots. */
static const char *const system_bundles[] = {"/etc/pki/tls/certs/ca-bundle.crt",
                                             "/etc/ssl/certs/ca-certificates.crt"};

/* Those X509_V_ERR_* of OpenSSL that say that no trusted root certifies the chain. */
enum no_root {
    NO_ISSUER_OF_ROOT = 2,
    SELF_SIGNED_LEAF = 18,
    SELF_SIGNED_IN_CHAIN = 19,
    NO_ISSUER_HERE = 20,
    NO_CHAIN = 21,
};

static const char *system_bundle(void)
{
    for (size_t i = 0; i < sizeof(system_bundles) / sizeof(*system_bundles); i++)
        if (access(system_bundles[i], R_OK) == 0)
            return system_bundles[i];
    return NULL;
}

/*
 * The roots are put into a file, because libcurl parses roots in memory again for each connection.
 * The file has no name, so that nobody else can change it.
 */
static bool trust_compiled_in(struct trust *trust, CURL *curl)
{
    char path[32];

    trust->file = memfd_create("roots", MFD_CLOEXEC);
    if (trust->file < 0 ||
        write(trust->file, roots_pem, roots_pem_length) != (ssize_t)roots_pem_length)
        return false;
    snprintf(path, sizeof(path), "/proc/self/fd/%d", trust->file);
    return curl_easy_setopt(curl, CURLOPT_CAINFO, path) == CURLE_OK;
}

bool trust_open(struct trust *trust, CURL *curl, bool direct, struct error *err)
{
    const char *bundle = environment("AWS_CA_BUNDLE");
    char *built_in = NULL;

    trust->file = -1;
    if (!bundle)
        bundle = environment("SSL_CERT_FILE");
    if (direct)
        bundle = NULL;
    if (bundle && access(bundle, R_OK) != 0)
        return error_set(err, ERROR_CONFIGURATION, "the CA bundle %s cannot be read", bundle);
    if (bundle) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, bundle);
    } else if (roots_pem_length && !direct) {
        /* The certificate of a proxy is not Amazon's. */
        curl_easy_setopt(curl, CURLOPT_PROXY_CAINFO, system_bundle());
        if (!trust_compiled_in(trust, curl))
            return error_set(err, ERROR_CONFIGURATION,
                             "the compiled-in roots cannot be made a file");
    }
    /* With a directory beside the file, libcurl would read the file again for each connection. */
    curl_easy_getinfo(curl, CURLINFO_CAINFO, &built_in);
    if (bundle || (built_in && access(built_in, R_OK) == 0))
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    return true;
}

void trust_close(struct trust *trust)
{
    if (trust->file >= 0)
        close(trust->file);
    trust->file = -1;
}

bool trust_system(struct trust *trust, CURL *curl)
{
    const char *bundle = system_bundle();
    long result = 0;

    curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &result);
    if (trust->file < 0 || !bundle ||
        (result != NO_ISSUER_OF_ROOT && result != SELF_SIGNED_LEAF &&
         result != SELF_SIGNED_IN_CHAIN && result != NO_ISSUER_HERE && result != NO_CHAIN))
        return false;
    log_write(
        LOG_WARN,
        "an endpoint is not certified by Amazon's roots; trusting the system's in %s from now on, "
        "which take longer to read. AWS_CA_BUNDLE can name the right ones.",
        bundle);
    trust_close(trust);
    return curl_easy_setopt(curl, CURLOPT_CAINFO, bundle) == CURLE_OK;
}
