/*
 * roots.h - the certificates of the authorities that certify AWS's endpoints
 * (https://www.amazontrust.com/repository/). scripts/package compiles them in. OpenSSL 3 reads
 * these five in a twentieth of the time that it takes for a whole bundle of the system.
 */
#ifndef AWS_ROOTS_H
#define AWS_ROOTS_H

#include <stddef.h>

extern const char roots_pem[];
extern const size_t roots_pem_length; /* bytes; 0: none are compiled in */

#endif
