/* Counts the calls that change files below given folders, and lets one of them go wrong.
 *
 * Loaded by LD_PRELOAD. The plan and the counter lie in a file that HOMEBODY_FAULT_PLAN names; it is mapped shared, so that
 * a process and its children count together. Its layout is written down once more in library.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define ROOTS 4
#define ROOT_BYTES 512
#define TRACED 8192

enum action { COUNT, KILL, FAIL, SHORT, TORN, SIGNAL };
enum verdict { PASS, FAILED, HALF, HALF_AND_DIE };

struct traced {
    char call[16];
    char file[112];
};

struct plan {
    uint64_t armed, action, number, lasting, at, group, count, fired;
    char call[32];
    char file[416];
    char roots[ROOTS][ROOT_BYTES];
    char unused[4096 - 64 - 32 - 416 - ROOTS * ROOT_BYTES];
    struct traced trace[TRACED];
};

static struct plan *plan;

__attribute__((constructor)) static void map_plan(void) {
    const char *name = getenv("HOMEBODY_FAULT_PLAN");
    if (!name || plan) return;
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int fd = real_open(name, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    void *at = mmap(NULL, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (at != MAP_FAILED) plan = at;
}

static int armed(void) { return plan && __atomic_load_n(&plan->armed, __ATOMIC_ACQUIRE); }

/* The part of an absolute path below a watched folder ("." for the folder itself); NULL elsewhere. */
static const char *below(const char *path) {
    for (int i = 0; i < ROOTS && plan->roots[i][0]; i++) {
        size_t length = strlen(plan->roots[i]);
        if (strncmp(path, plan->roots[i], length)) continue;
        if (!path[length]) return ".";
        if (path[length] == '/') return path + length + 1;
    }
    return NULL;
}

static int path_of(int fd, char *into) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, into, PATH_MAX - 1);
    if (length < 0) return 0;
    into[length] = 0;
    return 1;
}

static int absolute(int folder, const char *path, char *into) {
    if (!path) return 0;
    if (path[0] == '/') {
        snprintf(into, PATH_MAX, "%s", path);
        return 1;
    }
    char base[PATH_MAX];
    if (folder == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of(folder, base)) return 0;
    size_t length = strlen(base);
    if (length + strlen(path) + 2 > PATH_MAX) return 0;
    memcpy(into, base, length);
    into[length] = '/';
    strcpy(into + length + 1, path);
    return 1;
}

static void die(void) {
    kill(plan->group ? 0 : getpid(), SIGKILL);
    for (;;) pause();
}

/* Count a call on a watched file and say what becomes of it. `room`: it takes room on the disk; `halves`: it writes. */
static enum verdict judge(const char *call, const char *file, int room, int halves) {
    uint64_t n = __atomic_add_fetch(&plan->count, 1, __ATOMIC_SEQ_CST);
    struct traced *traced = &plan->trace[(n - 1) % TRACED];
    snprintf(traced->call, sizeof traced->call, "%s", call);
    snprintf(traced->file, sizeof traced->file, "%s", file);
    if (plan->action == COUNT || n < plan->at || (n > plan->at && !plan->lasting)) return PASS;
    if (plan->action == SIGNAL && n > plan->at) return PASS;
    /* A disk that stays full still lets go of files. */
    if (plan->lasting && plan->number == ENOSPC && !room) return PASS;
    if (__atomic_fetch_add(&plan->fired, 1, __ATOMIC_SEQ_CST) == 0) {
        snprintf(plan->call, sizeof plan->call, "%s", call);
        snprintf(plan->file, sizeof plan->file, "%s", file);
    }
    switch (plan->action) {
        case KILL: die(); break;
        case SIGNAL: raise((int)plan->number); return PASS;
        case TORN: if (halves) return HALF_AND_DIE; die(); break;
        case SHORT:
            if (n == plan->at) return halves ? HALF : PASS;
            break;
    }
    errno = (int)plan->number;
    return FAILED;
}

static enum verdict on_fd(const char *call, int fd, int room, int halves) {
    char path[PATH_MAX];
    if (!armed() || !path_of(fd, path)) return PASS;
    const char *file = below(path);
    return file ? judge(call, file, room, halves) : PASS;
}

static enum verdict on_path(const char *call, int folder, const char *path, int room) {
    char whole[PATH_MAX];
    if (!armed() || !absolute(folder, path, whole)) return PASS;
    const char *file = below(whole);
    return file ? judge(call, file, room, 0) : PASS;
}

static enum verdict on_two(const char *call, int from, const char *old, int to, const char *fresh, int room) {
    char whole[PATH_MAX];
    if (!armed()) return PASS;
    const char *file = absolute(to, fresh, whole) ? below(whole) : NULL;
    if (!file) file = absolute(from, old, whole) ? below(whole) : NULL;
    return file ? judge(call, file, room, 0) : PASS;
}

#define NEXT(result, name, ...)                                        \
    static result (*real)(__VA_ARGS__);                                \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

/* ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static enum verdict on_open(const char *call, int folder, const char *path, int flags) {
    if (!(flags & (O_CREAT | O_TRUNC)) && (flags & O_TMPFILE) != O_TMPFILE) return PASS;
    if (!armed()) return PASS;
    int kept = errno;
    int there = faccessat(folder, path, F_OK, 0) == 0;
    errno = kept;
    return on_path(call, folder, path, !there);
}

#define MODE(flags)                                                    \
    mode_t mode = 0;                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                             \
        va_list rest;                                                  \
        va_start(rest, flags);                                         \
        mode = va_arg(rest, mode_t);                                   \
        va_end(rest);                                                  \
    }

#define OPEN(name)                                                     \
    int name(const char *path, int flags, ...) {                       \
        NEXT(int, name, const char *, int, ...);                       \
        MODE(flags)                                                    \
        if (on_open("open", AT_FDCWD, path, flags) == FAILED) return -1; \
        return real(path, flags, mode);                                \
    }
#define OPENAT(name)                                                   \
    int name(int folder, const char *path, int flags, ...) {           \
        NEXT(int, name, int, const char *, int, ...);                  \
        MODE(flags)                                                    \
        if (on_open("open", folder, path, flags) == FAILED) return -1; \
        return real(folder, path, flags, mode);                        \
    }
#define CREAT(name)                                                    \
    int name(const char *path, mode_t mode) {                          \
        NEXT(int, name, const char *, mode_t);                         \
        if (on_open("creat", AT_FDCWD, path, O_CREAT | O_TRUNC) == FAILED) return -1; \
        return real(path, mode);                                       \
    }
#define FOPEN(name)                                                    \
    FILE *name(const char *path, const char *mode) {                   \
        NEXT(FILE *, name, const char *, const char *);                \
        if (!strchr(mode, 'r') && on_open("fopen", AT_FDCWD, path, O_CREAT) == FAILED) return NULL; \
        return real(path, mode);                                       \
    }

/* ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

ssize_t write(int fd, const void *bytes, size_t count) {
    NEXT(ssize_t, write, int, const void *, size_t);
    switch (on_fd("write", fd, 1, 1)) {
        case FAILED: return -1;
        case HALF: return real(fd, bytes, count / 2 ? count / 2 : count);
        case HALF_AND_DIE: real(fd, bytes, count / 2); die(); break;
        case PASS: break;
    }
    return real(fd, bytes, count);
}

#define PWRITE(name, offset_type)                                      \
    ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) { \
        NEXT(ssize_t, name, int, const void *, size_t, offset_type);   \
        switch (on_fd("pwrite", fd, 1, 1)) {                           \
            case FAILED: return -1;                                    \
            case HALF: return real(fd, bytes, count / 2 ? count / 2 : count, offset); \
            case HALF_AND_DIE: real(fd, bytes, count / 2, offset); die(); break; \
            case PASS: break;                                          \
        }                                                              \
        return real(fd, bytes, count, offset);                         \
    }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    NEXT(ssize_t, writev, int, const struct iovec *, int);
    switch (on_fd("writev", fd, 1, 1)) {
        case FAILED: return -1;
        case HALF: return real(fd, parts, 1);
        case HALF_AND_DIE: real(fd, parts, 1); die(); break;
        case PASS: break;
    }
    return real(fd, parts, count);
}

#define PWRITEV(name, offset_type)                                     \
    ssize_t name(int fd, const struct iovec *parts, int count, offset_type offset) { \
        NEXT(ssize_t, name, int, const struct iovec *, int, offset_type); \
        switch (on_fd("pwritev", fd, 1, 1)) {                          \
            case FAILED: return -1;                                    \
            case HALF: return real(fd, parts, 1, offset);              \
            case HALF_AND_DIE: real(fd, parts, 1, offset); die(); break; \
            case PASS: break;                                          \
        }                                                              \
        return real(fd, parts, count, offset);                         \
    }

#define SENDFILE(name, offset_type)                                    \
    ssize_t name(int out, int in, offset_type *offset, size_t count) { \
        NEXT(ssize_t, name, int, int, offset_type *, size_t);          \
        switch (on_fd("sendfile", out, 1, 1)) {                        \
            case FAILED: return -1;                                    \
            case HALF: return real(out, in, offset, count / 2 ? count / 2 : count); \
            case HALF_AND_DIE: real(out, in, offset, count / 2); die(); break; \
            case PASS: break;                                          \
        }                                                              \
        return real(out, in, offset, count);                           \
    }

#define COPY_RANGE(name, offset_type)                                  \
    ssize_t name(int in, offset_type *from, int out, offset_type *to, size_t count, unsigned flags) { \
        NEXT(ssize_t, name, int, offset_type *, int, offset_type *, size_t, unsigned); \
        switch (on_fd("copy_file_range", out, 1, 1)) {                 \
            case FAILED: return -1;                                    \
            case HALF: return real(in, from, out, to, count / 2 ? count / 2 : count, flags); \
            case HALF_AND_DIE: real(in, from, out, to, count / 2, flags); die(); break; \
            case PASS: break;                                          \
        }                                                              \
        return real(in, from, out, to, count, flags);                  \
    }

/* ── Sizes, and what is on the disk ───────────────────────────────────────────────────────────────────────────────── */

#define FTRUNCATE(name, offset_type)                                   \
    int name(int fd, offset_type length) {                             \
        NEXT(int, name, int, offset_type);                             \
        struct stat state;                                             \
        int grows = armed() && fstat(fd, &state) == 0 && length > state.st_size; \
        return on_fd("ftruncate", fd, grows, 0) == FAILED ? -1 : real(fd, length); \
    }
#define TRUNCATE(name, offset_type)                                    \
    int name(const char *path, offset_type length) {                   \
        NEXT(int, name, const char *, offset_type);                    \
        return on_path("truncate", AT_FDCWD, path, 0) == FAILED ? -1 : real(path, length); \
    }
#define FALLOCATE(name, offset_type)                                   \
    int name(int fd, int mode, offset_type offset, offset_type length) { \
        NEXT(int, name, int, int, offset_type, offset_type);           \
        return on_fd("fallocate", fd, 1, 0) == FAILED ? -1 : real(fd, mode, offset, length); \
    }
/* This one returns its error. */
#define POSIX_FALLOCATE(name, offset_type)                             \
    int name(int fd, offset_type offset, offset_type length) {         \
        NEXT(int, name, int, offset_type, offset_type);                \
        return on_fd("fallocate", fd, 1, 0) == FAILED ? errno : real(fd, offset, length); \
    }
#define SYNC(name)                                                     \
    int name(int fd) {                                                 \
        NEXT(int, name, int);                                          \
        return on_fd(#name, fd, 0, 0) == FAILED ? -1 : real(fd);       \
    }

/* The file that is mapped at an address, from the list of this process's maps. */
static int mapped_file(const void *address, char *into) {
    char line[PATH_MAX + 128];
    FILE *maps = fopen("/proc/self/maps", "r");
    int found = 0;
    while (maps && !found && fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        int at = 0;
        if (sscanf(line, "%lx-%lx %*s %*s %*s %*s %n", &from, &to, &at) < 2 || !at) continue;
        if ((unsigned long)address < from || (unsigned long)address >= to || line[at] != '/') continue;
        line[strcspn(line, "\n")] = 0;
        snprintf(into, PATH_MAX, "%s", line + at);
        found = 1;
    }
    if (maps) fclose(maps);
    return found;
}

int msync(void *address, size_t length, int flags) {
    NEXT(int, msync, void *, size_t, int);
    char path[PATH_MAX];
    if (armed() && mapped_file(address, path) && on_path("msync", AT_FDCWD, path, 0) == FAILED) return -1;
    return real(address, length, flags);
}

/* ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

int rename(const char *old, const char *fresh) {
    NEXT(int, rename, const char *, const char *);
    return on_two("rename", AT_FDCWD, old, AT_FDCWD, fresh, 0) == FAILED ? -1 : real(old, fresh);
}
int renameat(int from, const char *old, int to, const char *fresh) {
    NEXT(int, renameat, int, const char *, int, const char *);
    return on_two("rename", from, old, to, fresh, 0) == FAILED ? -1 : real(from, old, to, fresh);
}
int renameat2(int from, const char *old, int to, const char *fresh, unsigned flags) {
    NEXT(int, renameat2, int, const char *, int, const char *, unsigned);
    return on_two("rename", from, old, to, fresh, 0) == FAILED ? -1 : real(from, old, to, fresh, flags);
}
int link(const char *old, const char *fresh) {
    NEXT(int, link, const char *, const char *);
    return on_two("link", AT_FDCWD, old, AT_FDCWD, fresh, 1) == FAILED ? -1 : real(old, fresh);
}
int linkat(int from, const char *old, int to, const char *fresh, int flags) {
    NEXT(int, linkat, int, const char *, int, const char *, int);
    return on_two("link", from, old, to, fresh, 1) == FAILED ? -1 : real(from, old, to, fresh, flags);
}
int symlink(const char *target, const char *path) {
    NEXT(int, symlink, const char *, const char *);
    return on_path("symlink", AT_FDCWD, path, 1) == FAILED ? -1 : real(target, path);
}
int symlinkat(const char *target, int folder, const char *path) {
    NEXT(int, symlinkat, const char *, int, const char *);
    return on_path("symlink", folder, path, 1) == FAILED ? -1 : real(target, folder, path);
}
int unlink(const char *path) {
    NEXT(int, unlink, const char *);
    return on_path("unlink", AT_FDCWD, path, 0) == FAILED ? -1 : real(path);
}
int unlinkat(int folder, const char *path, int flags) {
    NEXT(int, unlinkat, int, const char *, int);
    return on_path("unlink", folder, path, 0) == FAILED ? -1 : real(folder, path, flags);
}
int remove(const char *path) {
    NEXT(int, remove, const char *);
    return on_path("unlink", AT_FDCWD, path, 0) == FAILED ? -1 : real(path);
}
int rmdir(const char *path) {
    NEXT(int, rmdir, const char *);
    return on_path("rmdir", AT_FDCWD, path, 0) == FAILED ? -1 : real(path);
}
int mkdir(const char *path, mode_t mode) {
    NEXT(int, mkdir, const char *, mode_t);
    return on_path("mkdir", AT_FDCWD, path, 1) == FAILED ? -1 : real(path, mode);
}
int mkdirat(int folder, const char *path, mode_t mode) {
    NEXT(int, mkdirat, int, const char *, mode_t);
    return on_path("mkdir", folder, path, 1) == FAILED ? -1 : real(folder, path, mode);
}
int chmod(const char *path, mode_t mode) {
    NEXT(int, chmod, const char *, mode_t);
    return on_path("chmod", AT_FDCWD, path, 0) == FAILED ? -1 : real(path, mode);
}
int fchmod(int fd, mode_t mode) {
    NEXT(int, fchmod, int, mode_t);
    return on_fd("chmod", fd, 0, 0) == FAILED ? -1 : real(fd, mode);
}
int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    NEXT(int, fchmodat, int, const char *, mode_t, int);
    return on_path("chmod", folder, path, 0) == FAILED ? -1 : real(folder, path, mode, flags);
}

OPEN(open)
OPENAT(openat)
CREAT(creat)
FOPEN(fopen)
PWRITE(pwrite, off_t)
PWRITEV(pwritev, off_t)
SENDFILE(sendfile, off_t)
COPY_RANGE(copy_file_range, off_t)
FTRUNCATE(ftruncate, off_t)
TRUNCATE(truncate, off_t)
FALLOCATE(fallocate, off_t)
POSIX_FALLOCATE(posix_fallocate, off_t)
SYNC(fsync)
SYNC(fdatasync)

#ifdef __GLIBC__
OPEN(open64)
OPENAT(openat64)
CREAT(creat64)
FOPEN(fopen64)
PWRITE(pwrite64, off64_t)
PWRITEV(pwritev64, off64_t)
SENDFILE(sendfile64, off64_t)
FTRUNCATE(ftruncate64, off64_t)
TRUNCATE(truncate64, off64_t)
FALLOCATE(fallocate64, off64_t)
POSIX_FALLOCATE(posix_fallocate64, off64_t)
#endif
