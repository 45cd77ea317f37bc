/*
 * Start files since glibc 2.34 leave an executable's constructors to the C library. Earlier releases run only what they are given here,
 * so this gives them the list. See old-glibc.sh.
 */
typedef void initializer(int, char **, char **);
typedef int program(int, char **, char **);

extern initializer *__init_array_start[], *__init_array_end[];
extern void _init(void);
extern int __real___libc_start_main(program *, int, char **, initializer *, void (*)(void), void (*)(void), void *);

static void initialize(int count, char **arguments, char **environment)
{
    _init();
    for (initializer **next = __init_array_start; next < __init_array_end; next++)
        (*next)(count, arguments, environment);
}

int __wrap___libc_start_main(
    program *main, int count, char **arguments, initializer *init, void (*fini)(void), void (*loader_fini)(void), void *stack_end)
{
    return __real___libc_start_main(main, count, arguments, init ? init : initialize, fini, loader_fini, stack_end);
}
