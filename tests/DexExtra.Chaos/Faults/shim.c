/*
 * Loaded before libc into a process under test (LD_PRELOAD).
 * CHAOS_SHORT=N   about half of all pwrite and pread calls move fewer bytes than asked or end with EINTR; N is the seed.
 * CHAOS_CLOCK_S=N the wall clock is N seconds off; the monotonic clock is not touched.
 * The runtime finds pwrite and pread by dlsym in libc itself, so dlsym is taken over too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

typedef void *(*dlsym_t)(void *, const char *);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off_t);
typedef ssize_t (*pread_t)(int, void *, size_t, off_t);
typedef int (*clock_t_)(clockid_t, struct timespec *);

static dlsym_t real_dlsym(void) {
  static dlsym_t found;
  const char *versions[] = {"GLIBC_2.34", "GLIBC_2.2.5", "GLIBC_2.17"};
  for (int i = 0; !found && i < 3; i++) found = (dlsym_t)dlvsym(RTLD_NEXT, "dlsym", versions[i]);
  return found;
}

static uint64_t draw(void) {
  static _Atomic uint64_t count;
  const char *seed = getenv("CHAOS_SHORT");
  uint64_t x = (seed ? strtoull(seed, 0, 10) : 0) + 0x9E3779B97F4A7C15ull * ++count;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

/* how many of the bytes to move; -1 for EINTR */
static ssize_t part(size_t asked) {
  uint64_t x = draw();
  if (asked < 2 || x % 2 == 0) return (ssize_t)asked;
  if (x % 8 == 1) return -1;
  return 1 + (ssize_t)((x >> 8) % (asked - 1));
}

static ssize_t short_pwrite(int fd, const void *from, size_t asked, off_t at) {
  static pwrite_t real;
  ssize_t now = part(asked);
  if (!real) real = (pwrite_t)real_dlsym()(RTLD_NEXT, "pwrite");
  if (now >= 0) return real(fd, from, (size_t)now, at);
  errno = EINTR;
  return -1;
}

static ssize_t short_pread(int fd, void *to, size_t asked, off_t at) {
  static pread_t real;
  ssize_t now = part(asked);
  if (!real) real = (pread_t)real_dlsym()(RTLD_NEXT, "pread");
  if (now >= 0) return real(fd, to, (size_t)now, at);
  errno = EINTR;
  return -1;
}

void *dlsym(void *handle, const char *name) {
  if (getenv("CHAOS_SHORT") && handle != RTLD_NEXT) {
    if (strcmp(name, "pwrite") == 0) return (void *)short_pwrite;
    if (strcmp(name, "pread") == 0) return (void *)short_pread;
  }
  return real_dlsym()(handle, name);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static clock_t_ real;
  static long offset;
  if (!real) {
    const char *text = getenv("CHAOS_CLOCK_S");
    offset = text ? strtol(text, 0, 10) : 0;
    real = (clock_t_)real_dlsym()(RTLD_NEXT, "clock_gettime");
  }
  int result = real(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += offset;
  return result;
}
