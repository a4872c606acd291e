/* The part of the ssh command line that git uses, on libssh2: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.
 * HOST is an IPv4 address. The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS. */
#include <arpa/inet.h>
#include <libssh2.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static LIBSSH2_SESSION *session;

static void must(int fine, const char *what)
{
    char *said = "";
    if (fine)
        return;
    if (session != NULL)
        libssh2_session_last_error(session, &said, NULL, 0);
    fprintf(stderr, "libssh2: %s: %s\n", what, said);
    exit(255);
}

static void write_all(int fd, const char *bytes, ssize_t count)
{
    for (ssize_t done = 0; done < count;) {
        ssize_t written = write(fd, bytes + done, count - done);
        if (written < 0)
            exit(255);
        done += written;
    }
}

static void check_host_key(const char *host, int port)
{
    size_t length;
    int type;
    const char *key = libssh2_session_hostkey(session, &length, &type);
    LIBSSH2_KNOWNHOSTS *known = libssh2_knownhost_init(session);
    must(libssh2_knownhost_readfile(known, getenv("SSH_KNOWN_HOSTS"), LIBSSH2_KNOWNHOST_FILE_OPENSSH) > 0, "the known_hosts file");
    must(libssh2_knownhost_checkp(known, host, port, key, length, LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_RAW, NULL)
        == LIBSSH2_KNOWNHOST_CHECK_MATCH, "the host key");
}

int main(int argc, char **argv)
{
    const char *names[8];
    int name_count = 0, port = 22, option;
    while ((option = getopt(argc, argv, "+o:p:46")) != -1) {
        if (option == 'p')
            port = atoi(optarg);
        else if (option == 'o' && strncmp(optarg, "SendEnv=", 8) == 0 && name_count < 8)
            names[name_count++] = optarg + 8;
    }
    if (argc - optind < 2)
        return 255;
    char *user = strdup(argv[optind]), *host = strchr(user, '@'), public_key[4096];
    *host++ = '\0';
    snprintf(public_key, sizeof public_key, "%s.pub", getenv("SSH_KEY"));

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    must(inet_pton(AF_INET, host, &address.sin_addr) == 1, "the address");
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(fd, (struct sockaddr *)&address, sizeof address) == 0, "connecting");
    must(libssh2_init(0) == 0, "initialising");
    session = libssh2_session_init();
    must(libssh2_session_handshake(session, fd) == 0, "the handshake");
    check_host_key(host, port);
    must(libssh2_userauth_publickey_fromfile(session, user, public_key, getenv("SSH_KEY"), "") == 0, "logging in");

    LIBSSH2_CHANNEL *channel = libssh2_channel_open_session(session);
    must(channel != NULL, "opening a channel");
    for (int i = 0; i < name_count; i++) {
        if (getenv(names[i]) != NULL)
            libssh2_channel_setenv(channel, names[i], getenv(names[i]));
    }
    char command[65536] = "";
    for (int i = optind + 1; i < argc; i++)
        snprintf(command + strlen(command), sizeof command - strlen(command), "%s%s", i > optind + 1 ? " " : "", argv[i]);
    must(libssh2_channel_exec(channel, command) == 0, "running the command");

    libssh2_session_set_blocking(session, 0);
    struct pollfd fds[] = {{.fd = fd, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    static char out[65536], in[32768];
    ssize_t waiting = 0, sent = 0;
    int eof_due = 0;
    for (;;) {
        ssize_t moved = 0;
        for (int stream = 0; stream < 2; stream++) {
            ssize_t count = libssh2_channel_read_ex(channel, stream, out, sizeof out);
            must(count >= 0 || count == LIBSSH2_ERROR_EAGAIN, "reading");
            write_all(stream == 0 ? STDOUT_FILENO : STDERR_FILENO, out, count);
            moved += count > 0;
        }
        if (sent < waiting) {
            ssize_t count = libssh2_channel_write(channel, in + sent, waiting - sent);
            must(count >= 0 || count == LIBSSH2_ERROR_EAGAIN, "sending");
            sent += count > 0 ? count : 0;
            moved += count > 0;
        } else if (eof_due) {
            eof_due = libssh2_channel_send_eof(channel) == LIBSSH2_ERROR_EAGAIN;
        }
        if (moved > 0)
            continue;
        if (libssh2_channel_eof(channel) && libssh2_poll_channel_read(channel, 0) == 0 && libssh2_poll_channel_read(channel, 1) == 0)
            break;
        fds[0].events = POLLIN | (libssh2_session_block_directions(session) & LIBSSH2_SESSION_BLOCK_OUTBOUND ? POLLOUT : 0);
        must(poll(fds, sent < waiting ? 1 : 2, 1000) >= 0, "waiting");
        if (sent == waiting && fds[1].revents & (POLLIN | POLLHUP)) {
            waiting = read(STDIN_FILENO, in, sizeof in);
            sent = 0;
            if (waiting <= 0) {
                waiting = 0;
                eof_due = 1;
                fds[1].fd = -1;
            }
        }
    }
    libssh2_session_set_blocking(session, 1);
    must(libssh2_channel_close(channel) == 0, "closing");
    libssh2_channel_wait_closed(channel);
    int status = libssh2_channel_get_exit_status(channel);
    libssh2_session_disconnect(session, "done");
    return status;
}
