/*
 * roots.h - the certificates of the authorities that AWS's endpoints are certified by, compiled in
 * by scripts/package (https://www.amazontrust.com/repository/). Reading these five takes OpenSSL 3
 * a twentieth of the time that a whole bundle of the system's does.
 */
#ifndef AWS_ROOTS_H
#define AWS_ROOTS_H

#include <stddef.h>

extern const char roots_pem[];
extern const size_t roots_pem_length; /* bytes; 0: none are compiled in, the system's are trusted */

#endif
