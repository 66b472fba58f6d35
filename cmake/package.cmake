# The toolchain of scripts/package: TRIPLET's gcc, libraries from ROOT alone, and one set of flags
# for our code and the libraries that are built with it.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TRIPLET ROOT)
set(CMAKE_SYSTEM_NAME Linux)
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "${TRIPLET}")
set(CMAKE_C_COMPILER ${TRIPLET}-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE ${TRIPLET})

set(CMAKE_FIND_ROOT_PATH ${ROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(OPENSSL_USE_STATIC_LIBS ON)
set(ENV{PKG_CONFIG_LIBDIR} ${ROOT}/usr/lib/pkgconfig)

get_filename_component(SOURCE_ROOT ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
string(JOIN " " CMAKE_C_FLAGS_INIT
       -fPIE -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2
       -ffunction-sections -fdata-sections -ffile-prefix-map=${SOURCE_ROOT}=.
       "-isystem ${ROOT}/usr/include -isystem ${ROOT}/usr/include/${TRIPLET}")
set(CMAKE_C_FLAGS_RELEASE_INIT "-O2 -DNDEBUG")
string(JOIN " " CMAKE_EXE_LINKER_FLAGS_INIT
       -pie -s -Wl,--gc-sections -Wl,--as-needed -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
set(CMAKE_INSTALL_LIBDIR lib CACHE STRING "")
